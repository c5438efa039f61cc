"""A rating is seen with its case."""

from django.db import migrations

from linli.kernel.guard import protect


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_create_tables"), ("cases", "0007_guard_rows")]
    operations = [*protect("rating", "guard_case(case_id)")]
