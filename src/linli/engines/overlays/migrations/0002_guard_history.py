"""What happened to a proposal, and what an overlay was made from, is never changed."""

from django.db import migrations

FORWARD = r"""
CREATE FUNCTION overlay_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\_%' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME;
END $$;
CREATE TRIGGER overlay_step_guard BEFORE UPDATE OR DELETE ON overlay_step
    FOR EACH ROW EXECUTE FUNCTION overlay_guard();
CREATE TRIGGER overlay_step_truncate_guard BEFORE TRUNCATE ON overlay_step
    FOR EACH STATEMENT EXECUTE FUNCTION overlay_guard();
CREATE TRIGGER overlay_item_guard BEFORE UPDATE OR DELETE ON overlay_item
    FOR EACH ROW EXECUTE FUNCTION overlay_guard();
CREATE TRIGGER overlay_item_truncate_guard BEFORE TRUNCATE ON overlay_item
    FOR EACH STATEMENT EXECUTE FUNCTION overlay_guard();
"""

BACKWARD = """
DROP TRIGGER overlay_item_truncate_guard ON overlay_item;
DROP TRIGGER overlay_item_guard ON overlay_item;
DROP TRIGGER overlay_step_truncate_guard ON overlay_step;
DROP TRIGGER overlay_step_guard ON overlay_step;
DROP FUNCTION overlay_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("overlays", "0001_create_tables")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
