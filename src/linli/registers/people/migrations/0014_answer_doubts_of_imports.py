"""Rows of imports keep what a person said to their doubts; imports that wait for a decision are checked anew."""

from django.db import migrations, models

CHECK_ANEW = """
UPDATE person_import SET state = 'mapped', revision = revision + 1, rows = 0, done = 0
WHERE state IN ('checked', 'accepted')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0013_name_deletions_of_parts"),
    ]

    operations = [
        migrations.AddField("personimport", "story", models.JSONField(default=list)),
        migrations.AddField(
            "importrow",
            "answer",
            models.CharField(
                blank=True,
                choices=[("same", "Same"), ("other", "Other"), ("take", "Take"), ("leave", "Leave")],
                db_default="",
                max_length=5,
            ),
        ),
        migrations.AddField("importrow", "follows", models.IntegerField(null=True)),
        migrations.RunSQL(CHECK_ANEW, migrations.RunSQL.noop),
    ]
