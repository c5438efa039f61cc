"""Agreements say for each group of fields why it is needed, and how many persons are looked up.

Those from before keep what they say: one basis for all fields, and no volume. Nothing is invented for them.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sharing", "0002_guard_history")]
    operations = [
        migrations.AddField(
            model_name="version",
            name="needs",
            field=models.JSONField(
                default=dict, help_text="group of fields → purpose, basis, ground; none: one for all"
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="daily",
            field=models.IntegerField(help_text="persons looked up on a day at most", null=True),
        ),
        migrations.AddField(
            model_name="version",
            name="volume",
            field=models.IntegerField(help_text="persons looked up in the whole term at most", null=True),
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.BigIntegerField()),
                ("hour", models.DateTimeField(help_text="its beginning")),
                ("persons", models.IntegerField()),
                ("vain", models.IntegerField()),
                (
                    "version",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tallies",
                        to="sharing.version",
                    ),
                ),
            ],
            options={
                "db_table": "share_tally",
                "constraints": [
                    models.UniqueConstraint(fields=("version", "hour", "account"), name="share_tally_once")
                ],
            },
        ),
    ]
