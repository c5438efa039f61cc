"""Answers are history: a correction is a new row."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION form_answer_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'answers are never changed; save a new version';
END $$;
CREATE TRIGGER form_answer_guard BEFORE UPDATE ON form_answer
    FOR EACH ROW EXECUTE FUNCTION form_answer_guard();
"""

BACKWARD = """
DROP TRIGGER form_answer_guard ON form_answer;
DROP FUNCTION form_answer_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("forms", "0001_create_tables")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
