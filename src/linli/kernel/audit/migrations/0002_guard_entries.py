"""The transaction id that sealing needs, and triggers that make the log append-only."""

from django.db import migrations

FORWARD = """
ALTER TABLE audit_entry ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();

CREATE FUNCTION audit_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.seal_id IS NULL AND NEW.seal_id IS NOT NULL
       AND (to_jsonb(OLD) - 'seal_id') = (to_jsonb(NEW) - 'seal_id') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit log is append-only';
END $$;
CREATE TRIGGER audit_entry_guard BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_guard();

CREATE FUNCTION audit_seal_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit seals are append-only';
END $$;
CREATE TRIGGER audit_seal_guard BEFORE UPDATE OR DELETE ON audit_seal
    FOR EACH ROW EXECUTE FUNCTION audit_seal_guard();
"""

BACKWARD = """
DROP TRIGGER audit_seal_guard ON audit_seal;
DROP FUNCTION audit_seal_guard();
DROP TRIGGER audit_entry_guard ON audit_entry;
DROP FUNCTION audit_entry_guard();
ALTER TABLE audit_entry DROP COLUMN xid;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_create_tables")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
