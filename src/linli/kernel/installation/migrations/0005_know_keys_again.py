"""By what data keys are known again, and how a trigger that keeps history tells re-sealing from a change."""

import django.db.models.functions.datetime
from django.db import migrations, models

# The owner alone re-seals: another cipher or key in front, as long as before, and nothing else of the row is touched.
RESEALING = """
CREATE FUNCTION is_resealing(was jsonb, becomes jsonb, sealed text) RETURNS boolean LANGUAGE sql STABLE
RETURN current_setting('linli.resealing', true) = 'on' AND current_user <> 'linli_app'
    AND was - sealed = becomes - sealed
    AND length(was ->> sealed) = length(becomes ->> sealed)
    AND substr(was ->> sealed, 3, 4) <> substr(becomes ->> sealed, 3, 4);
"""


class Migration(migrations.Migration):
    dependencies = [("installation", "0004_create_cache")]
    operations = [
        migrations.CreateModel(
            name="SealingKey",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("fingerprint", models.BinaryField(max_length=8)),
                ("met_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("retired_at", models.DateTimeField(null=True)),
            ],
            options={"db_table": "sealing_key"},
        ),
        migrations.RunSQL(RESEALING, "DROP FUNCTION is_resealing(jsonb, jsonb, text)"),
    ]
