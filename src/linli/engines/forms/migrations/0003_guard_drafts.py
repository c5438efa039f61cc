"""A draft is its owner's alone. Answers are guarded by what they are about (see the cases' migrations)."""

from django.db import migrations

from linli.kernel.guard import protect


class Migration(migrations.Migration):
    dependencies = [("forms", "0002_guard_answers"), ("installation", "0003_add_second_lock")]
    operations = [*protect("form_draft", "owner_id = (SELECT guard_user())")]
