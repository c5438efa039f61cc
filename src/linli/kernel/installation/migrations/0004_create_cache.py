from django.db import migrations

CREATE = """
CREATE UNLOGGED TABLE cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX cache_expires ON cache (expires);
"""


class Migration(migrations.Migration):
    """Counts of tries of second factors and codes, shared by all web processes (Django's cache in the database)."""

    dependencies = [("installation", "0003_add_second_lock")]

    operations = [migrations.RunSQL(CREATE, "DROP TABLE cache")]
