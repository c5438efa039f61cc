"""Terms stay as they were asked for, history is only added to, and a file is seen by who asked for it."""

from django.db import migrations

from linli.kernel.guard import protect

FORWARD = """
CREATE FUNCTION share_version_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'asked'
        OR to_jsonb(OLD) - 'state' - 'decided_by' <> to_jsonb(NEW) - 'state' - 'decided_by' THEN
        RAISE EXCEPTION 'a version of a share agreement is decided once and never changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER share_version_guard BEFORE UPDATE OR DELETE ON share_version
    FOR EACH ROW EXECUTE FUNCTION share_version_guard();
CREATE FUNCTION share_step_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of share agreements is append-only';
END $$;
CREATE TRIGGER share_step_guard BEFORE UPDATE OR DELETE ON share_step
    FOR EACH ROW EXECUTE FUNCTION share_step_guard();
"""
BACKWARD = """
DROP TRIGGER share_step_guard ON share_step;
DROP FUNCTION share_step_guard();
DROP TRIGGER share_version_guard ON share_version;
DROP FUNCTION share_version_guard();
"""
MINE = (
    "EXISTS (SELECT FROM share_export WHERE share_export.id = export_id AND asked_by = (SELECT guard_user()))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0001_create_tables"),
        ("installation", "0003_add_second_lock"),
    ]
    operations = [
        migrations.RunSQL(FORWARD, BACKWARD),
        *protect("share_export_file", MINE),
    ]
