"""A case that was merged, reopened and merged again has a link for each time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_note_overdue_tasks")]

    operations = [
        migrations.RemoveConstraint(model_name="caselink", name="case_link_once"),
        migrations.RemoveConstraint(model_name="caselink", name="case_link_merged_once"),
        migrations.AddConstraint(
            model_name="caselink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "merged"), _negated=True),
                fields=("case", "other", "kind"),
                name="case_link_once",
            ),
        ),
    ]
