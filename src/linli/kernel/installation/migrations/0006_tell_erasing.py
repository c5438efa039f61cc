"""How a trigger that keeps history tells the end of a file from a change: the owner empties one sealed value, no more."""

from django.db import migrations

ERASING = """
CREATE FUNCTION is_erasing(was jsonb, becomes jsonb, sealed text) RETURNS boolean LANGUAGE sql STABLE
RETURN current_setting('linli.erasing', true) = 'on' AND current_user <> 'linli_app'
    AND was - sealed = becomes - sealed AND becomes ->> sealed IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("installation", "0005_know_keys_again")]
    operations = [migrations.RunSQL(ERASING, "DROP FUNCTION is_erasing(jsonb, jsonb, text)")]
