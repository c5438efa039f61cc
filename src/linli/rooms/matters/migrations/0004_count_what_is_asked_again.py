"""What applications ask of people although a register has it, counted from now on: earlier ones have no row."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from linli.kernel.guard import protect


class Migration(migrations.Migration):
    dependencies = [("matters", "0003_offer_bundles"), ("cases", "0007_guard_rows")]
    operations = [
        migrations.CreateModel(
            name="Collection",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="cases.case",
                    ),
                ),
                ("community", models.BigIntegerField(null=True)),
                ("day", models.DateField()),
                ("matter", models.CharField(max_length=64)),
                ("prefilled", models.IntegerField()),
                ("collected", models.IntegerField()),
                (
                    "again",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), size=None
                    ),
                ),
            ],
            options={
                "db_table": "case_collection",
                "indexes": [models.Index(fields=["community", "day"], name="case_collection_community")],
            },
        ),
        *protect("case_collection", "guard_case(case_id)"),
    ]
