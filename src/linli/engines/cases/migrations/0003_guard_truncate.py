"""Row triggers do not see TRUNCATE: the history refuses it by triggers of its own."""

from django.db import migrations

# Tests on committed rows are cleaned up by Django's flush, which truncates: a test database lets it pass.
FORWARD = r"""
CREATE FUNCTION case_truncate_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_database() NOT LIKE 'test\_%' THEN
        RAISE EXCEPTION 'the history of a case is append-only (%)', TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER case_step_truncate_guard BEFORE TRUNCATE ON case_step
    FOR EACH STATEMENT EXECUTE FUNCTION case_truncate_guard();
CREATE TRIGGER case_clock_truncate_guard BEFORE TRUNCATE ON case_clock
    FOR EACH STATEMENT EXECUTE FUNCTION case_truncate_guard();
"""

BACKWARD = """
DROP TRIGGER case_clock_truncate_guard ON case_clock;
DROP TRIGGER case_step_truncate_guard ON case_step;
DROP FUNCTION case_truncate_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_guard_history")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
