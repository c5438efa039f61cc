"""Imports of spreadsheets, seen by the posts that keep the files of their place."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from linli.kernel.guard import protect

THERE = " OR ".join(
    f"{level} = ANY ((SELECT guard_places())::bigint[])" for level in ("community", "town", "county", "grid")
)
BATCH = "EXISTS (SELECT FROM person_import WHERE person_import.id = batch_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0011_guard_bindings"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("county", models.BigIntegerField()),
                ("town", models.BigIntegerField(null=True)),
                ("community", models.BigIntegerField(null=True)),
                ("grid", models.BigIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("outlined", "Outlined"),
                            ("mapped", "Mapped"),
                            ("checked", "Checked"),
                            ("accepted", "Accepted"),
                            ("done", "Done"),
                            ("undoing", "Undoing"),
                            ("undone", "Undone"),
                            ("dropped", "Dropped"),
                            ("failed", "Failed"),
                        ],
                        default="received",
                        max_length=8,
                    ),
                ),
                ("place_id", models.BigIntegerField(help_text="that of the rows, unless a column names it")),
                ("file_name", models.CharField(max_length=128)),
                ("size", models.IntegerField(help_text="bytes of the file")),
                ("digest", models.BinaryField(help_text="SHA-256 of the file", max_length=32)),
                ("plan", models.JSONField(default=dict)),
                (
                    "takes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=48), default=list, size=None
                    ),
                ),
                ("problem", models.CharField(blank=True, db_default="", max_length=32)),
                ("rows", models.IntegerField(db_default=0)),
                ("done", models.IntegerField(db_default=0)),
                ("new", models.IntegerField(db_default=0)),
                ("changed", models.IntegerField(db_default=0)),
                ("same", models.IntegerField(db_default=0)),
                ("doubtful", models.IntegerField(db_default=0)),
                ("refused", models.IntegerField(db_default=0)),
                ("written", models.IntegerField(db_default=0, help_text="files made or changed")),
                ("user_id", models.BigIntegerField(null=True)),
                ("user_name", models.CharField(blank=True, db_default="", max_length=128)),
                ("office", models.CharField(blank=True, db_default="", max_length=128)),
                (
                    "revision",
                    models.IntegerField(
                        db_default=0, help_text="counts steps, so that a second click does nothing"
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("written_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "person_import",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["received", "mapped", "accepted", "undoing"])),
                        fields=["state"],
                        name="person_import_running",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.IntegerField(help_text="counted through the import, from 1")),
                ("sheet", models.SmallIntegerField()),
                ("line", models.IntegerField(help_text="row of the sheet, from 1")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("changed", "Changed"),
                            ("same", "Same"),
                            ("doubtful", "Doubtful"),
                            ("refused", "Refused"),
                        ],
                        max_length=8,
                    ),
                ),
                ("action", models.CharField(blank=True, db_default="", max_length=7)),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), db_default=[], size=None
                    ),
                ),
                ("person_id", models.BigIntegerField(null=True)),
                (
                    "revision",
                    models.IntegerField(help_text="of the file, when checked, then as written", null=True),
                ),
                ("sealed", models.BinaryField()),
                ("undo", models.BinaryField(null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="people.personimport",
                    ),
                ),
            ],
            options={
                "db_table": "person_import_row",
                "indexes": [
                    models.Index(fields=["batch", "state", "position"], name="person_import_row_state")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "position"), name="person_import_row_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("sealed", models.BinaryField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="people.personimport",
                    ),
                ),
            ],
            options={
                "db_table": "person_import_part",
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "kind"), name="person_import_part_once")
                ],
            },
        ),
        *protect("person_import", THERE),
        *protect("person_import_part", BATCH),
        *protect("person_import_row", BATCH),
    ]
