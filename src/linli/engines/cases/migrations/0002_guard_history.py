"""Triggers that make the steps and the clock's ledger append-only."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION case_history_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of a case is append-only (%)', TG_TABLE_NAME;
END $$;
CREATE TRIGGER case_step_guard BEFORE UPDATE OR DELETE ON case_step
    FOR EACH ROW EXECUTE FUNCTION case_history_guard();
CREATE TRIGGER case_clock_guard BEFORE UPDATE OR DELETE ON case_clock
    FOR EACH ROW EXECUTE FUNCTION case_history_guard();
"""

BACKWARD = """
DROP TRIGGER case_clock_guard ON case_clock;
DROP TRIGGER case_step_guard ON case_step;
DROP FUNCTION case_history_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_create_tables")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
