"""A link is told on both cases: who sees the other one reads it too."""

from django.db import migrations

from linli.kernel.guard import admit


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_guard_rows")]
    operations = [admit("case_link", "of_the_other", "guard_case(other_id)", verb="SELECT")]
