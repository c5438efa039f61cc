"""Answers may be sealed with another key; nothing else of them changes."""

from django.db import migrations

GUARD = """
CREATE OR REPLACE FUNCTION form_answer_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {exception}RAISE EXCEPTION 'answers are never changed; save a new version';
END $$;
"""
RESEALED = """IF is_resealing(to_jsonb(OLD), to_jsonb(NEW), 'answers_sealed') THEN
        RETURN NEW;
    END IF;
    """


class Migration(migrations.Migration):
    dependencies = [("forms", "0003_guard_drafts"), ("installation", "0005_know_keys_again")]
    operations = [migrations.RunSQL(GUARD.format(exception=RESEALED), GUARD.format(exception=""))]
