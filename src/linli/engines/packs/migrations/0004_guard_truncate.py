"""Row triggers do not see TRUNCATE: installed versions refuse it by triggers of their own."""

from django.db import migrations

# Tests on committed rows are cleaned up by Django's flush, which truncates: a test database lets it pass.
FORWARD = r"""
CREATE FUNCTION pack_truncate_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_database() NOT LIKE 'test\_%' THEN
        RAISE EXCEPTION 'an installed pack version is immutable (%)', TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER installed_pack_truncate_guard BEFORE TRUNCATE ON installed_pack
    FOR EACH STATEMENT EXECUTE FUNCTION pack_truncate_guard();
CREATE TRIGGER pack_item_truncate_guard BEFORE TRUNCATE ON pack_item
    FOR EACH STATEMENT EXECUTE FUNCTION pack_truncate_guard();
"""

BACKWARD = """
DROP TRIGGER pack_item_truncate_guard ON pack_item;
DROP TRIGGER installed_pack_truncate_guard ON installed_pack;
DROP FUNCTION pack_truncate_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("packs", "0003_keep_dependencies")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
