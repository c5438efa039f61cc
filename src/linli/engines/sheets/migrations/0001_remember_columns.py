import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SheetMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(help_text="what the rows are about", max_length=16)),
                ("office", models.CharField(max_length=128)),
                ("shape_digest", models.BinaryField(max_length=16)),
                ("columns", models.JSONField()),
                ("updated_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "db_table": "sheet_mapping",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "office", "shape_digest"), name="sheet_mapping_once"
                    )
                ],
            },
        ),
    ]
