"""By what files are found: keyed digests, seen by the posts that keep the files of the place.

The table is empty after this: `linli people reindex` fills it.
"""

import django.db.models.deletion
from django.db import migrations, models

from linli.kernel.guard import protect

THERE = " OR ".join(
    f"{level} = ANY ((SELECT guard_places())::bigint[])" for level in ("community", "town", "county", "grid")
)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_add_documents_and_guardians"),
        ("installation", "0003_add_second_lock"),
    ]
    operations = [
        migrations.CreateModel(
            name="PersonKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "digest",
                        "county",
                        "town",
                        "community",
                        "grid",
                        "person_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("digest", models.BigIntegerField()),
                ("county", models.IntegerField()),
                ("town", models.IntegerField(db_default=0)),
                ("community", models.IntegerField(db_default=0)),
                ("grid", models.IntegerField(db_default=0)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keys",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "db_table": "person_key",
                "indexes": [models.Index(fields=["person"], name="person_key_person")],
            },
        ),
        *protect("person_key", THERE),
    ]
