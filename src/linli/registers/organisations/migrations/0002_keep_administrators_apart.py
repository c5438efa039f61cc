"""Nobody holds posts of two branches on one day: the database refuses it, whoever writes."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_BRANCH = """
CREATE FUNCTION appointment_branch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT CASE WHEN role IN ('administrator', 'security', 'auditor') THEN role ELSE 'work' END
    INTO NEW.branch FROM post WHERE id = NEW.post_id;
    RETURN NEW;
END $$;
CREATE TRIGGER appointment_branch BEFORE INSERT OR UPDATE ON appointment
FOR EACH ROW EXECUTE FUNCTION appointment_branch();
CREATE FUNCTION post_keeps_role() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.role <> OLD.role AND EXISTS (SELECT 1 FROM appointment WHERE post_id = OLD.id) THEN
        RAISE EXCEPTION 'post % was held: its role does not change', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER post_keeps_role BEFORE UPDATE OF role ON post
FOR EACH ROW EXECUTE FUNCTION post_keeps_role();
UPDATE appointment SET branch = '';
"""
_NO_BRANCH = """
DROP TRIGGER post_keeps_role ON post;
DROP FUNCTION post_keeps_role();
DROP TRIGGER appointment_branch ON appointment;
DROP FUNCTION appointment_branch();
"""
_MIXED = """
SELECT DISTINCT "user".username FROM appointment AS one JOIN appointment AS other
ON one.user_id = other.user_id AND one.branch <> other.branch AND one.valid && other.valid
JOIN "user" ON "user".id = one.user_id ORDER BY 1
"""


def refuse_mixed(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Says who it is before the constraint says only that there is somebody."""
    with editor.connection.cursor() as cursor:
        cursor.execute(_MIXED)
        mixed = [row[0] for row in cursor.fetchall()]
    if mixed:
        raise RuntimeError(
            "These accounts hold posts of system, security or audit administrators together with others: "
            f"{', '.join(mixed)}. End one of them with the version before (linli account close), then migrate."
        )


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0001_create_tables"),
        ("places", "0001_create_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "appointment",
            "branch",
            models.CharField(max_length=16, default="", editable=False, help_text="filled by the database"),
        ),
        migrations.RunSQL(_BRANCH, _NO_BRANCH),
        migrations.RunPython(refuse_mixed, migrations.RunPython.noop),
        migrations.AddConstraint(
            "appointment",
            ExclusionConstraint(
                name="appointment_one_branch",
                expressions=[("user", "="), ("branch", "<>"), ("valid", "&&")],
                violation_error_code="one_branch",
            ),
        ),
        migrations.CreateModel(
            name="PostRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid", DateRangeField()),
                ("reason", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("granted", models.BooleanField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="organisations.post",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="post_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"db_table": "post_request"},
        ),
        migrations.AddConstraint(
            "postrequest",
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("asked_by")),
                name="post_request_two_people",
            ),
        ),
        migrations.AddConstraint(
            "postrequest",
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True, decided_at__isnull=True, granted__isnull=True)
                | models.Q(decided_by__isnull=False, decided_at__isnull=False, granted__isnull=False),
                name="post_request_decided_whole",
            ),
        ),
        migrations.AddConstraint(
            "postrequest",
            models.UniqueConstraint(
                fields=["user", "post"],
                condition=models.Q(decided_at__isnull=True),
                name="post_request_open_once",
            ),
        ),
    ]
