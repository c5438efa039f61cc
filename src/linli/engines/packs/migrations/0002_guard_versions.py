"""Installed versions and their items never change: cases pin them."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION pack_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an installed pack version is immutable; install a new version';
END $$;
CREATE TRIGGER installed_pack_guard BEFORE UPDATE OR DELETE ON installed_pack
    FOR EACH ROW EXECUTE FUNCTION pack_guard();
CREATE TRIGGER pack_item_guard BEFORE UPDATE OR DELETE ON pack_item
    FOR EACH ROW EXECUTE FUNCTION pack_guard();
"""

BACKWARD = """
DROP TRIGGER pack_item_guard ON pack_item;
DROP TRIGGER installed_pack_guard ON installed_pack;
DROP FUNCTION pack_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("packs", "0001_create_tables")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
