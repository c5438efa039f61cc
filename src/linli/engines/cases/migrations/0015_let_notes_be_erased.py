"""The note of a step goes with the file of who applied; that the step was taken stays."""

from django.db import migrations

GUARD = """
CREATE OR REPLACE FUNCTION case_history_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'case_step'
        AND (is_resealing(to_jsonb(OLD), to_jsonb(NEW), 'note_sealed'){erased}) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the history of a case is append-only (%)', TG_TABLE_NAME;
END $$;
"""
ERASED = "\n            OR is_erasing(to_jsonb(OLD), to_jsonb(NEW), 'note_sealed')"


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_let_notes_be_resealed"), ("installation", "0006_tell_erasing")]
    operations = [migrations.RunSQL(GUARD.format(erased=ERASED), GUARD.format(erased=""))]
