"""The note of a step may be sealed with another key; everything else of the history stays append-only."""

from django.db import migrations

GUARD = """
CREATE OR REPLACE FUNCTION case_history_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {exception}RAISE EXCEPTION 'the history of a case is append-only (%)', TG_TABLE_NAME;
END $$;
"""
RESEALED = """IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'case_step'
        AND is_resealing(to_jsonb(OLD), to_jsonb(NEW), 'note_sealed') THEN
        RETURN NEW;
    END IF;
    """


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_climb_ladders_of_tasks"), ("installation", "0005_know_keys_again")]
    operations = [migrations.RunSQL(GUARD.format(exception=RESEALED), GUARD.format(exception=""))]
