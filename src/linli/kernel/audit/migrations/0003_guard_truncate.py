"""Row triggers do not see TRUNCATE: the log refuses it by triggers of its own."""

from django.db import migrations

# Tests on committed rows are cleaned up by Django's flush, which truncates: a test database lets it pass.
FORWARD = r"""
CREATE FUNCTION audit_truncate_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_database() NOT LIKE 'test\_%' THEN
        RAISE EXCEPTION 'the audit log is append-only (%)', TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER audit_entry_truncate_guard BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_truncate_guard();
CREATE TRIGGER audit_seal_truncate_guard BEFORE TRUNCATE ON audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_truncate_guard();
"""

BACKWARD = """
DROP TRIGGER audit_seal_truncate_guard ON audit_seal;
DROP TRIGGER audit_entry_truncate_guard ON audit_entry;
DROP FUNCTION audit_truncate_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_guard_entries")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
