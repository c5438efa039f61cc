"""How often each rule of a table decided is counted from the steps of the last 90 days: they are few among all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_merge_again")]

    operations = [
        migrations.AddIndex(
            model_name="casestep",
            index=models.Index(
                condition=models.Q(("action", "assign")), fields=["at"], name="case_step_assigned"
            ),
        ),
    ]
