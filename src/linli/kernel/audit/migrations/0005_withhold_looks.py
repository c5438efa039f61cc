"""Looks that protect somebody: told to auditors, not to whom they are about."""

from django.db import migrations, models

SEEN = (
    "ALTER POLICY own ON audit_entry USING (persons @> ARRAY[(SELECT guard_person())] AND NOT withheld)",
    "ALTER POLICY own ON audit_entry USING (persons @> ARRAY[(SELECT guard_person())])",
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_guard_reading")]
    operations = [
        migrations.AddField(
            model_name="auditentry",
            name="withheld",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(
                condition=models.Q(("withheld", True)), fields=["-id"], name="audit_entry_withheld"
            ),
        ),
        migrations.RunSQL(*SEEN),
    ]
