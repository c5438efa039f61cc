"""What somebody said is seen with her file, by herself and where her file is kept; it is only added to."""

from django.db import migrations

from linli.kernel.guard import admit

SWITCH = "ALTER TABLE person_consent ENABLE ROW LEVEL SECURITY"
NO_SWITCH = "ALTER TABLE person_consent DISABLE ROW LEVEL SECURITY"
MINE = "person_id = (SELECT guard_person())"
KEPT = "guard_file(person_id, (SELECT guard_places()), (SELECT guard_day()))"
# Of a file that was merged into another, too: `person` shows it with that one.
SEEN = f"{MINE} OR EXISTS (SELECT FROM person WHERE person.id = person_id)"
# Not by `admit`: a policy for INSERT has no USING. There is none for UPDATE and DELETE: only the system could, and
# the trigger keeps it from changing what was said.
ADD = f"CREATE POLICY say ON person_consent FOR INSERT WITH CHECK ({MINE} OR {KEPT})"
NO_ADD = "DROP POLICY say ON person_consent"
GUARD = """
CREATE FUNCTION person_consent_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what somebody said to a notice is not changed';
END $$;
CREATE TRIGGER person_consent_guard BEFORE UPDATE ON person_consent
    FOR EACH ROW EXECUTE FUNCTION person_consent_guard();
"""
NO_GUARD = """
DROP TRIGGER person_consent_guard ON person_consent;
DROP FUNCTION person_consent_guard();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("consents", "0001_create_tables"),
        ("people", "0008_add_search_keys"),
        ("installation", "0003_add_second_lock"),
    ]
    operations = [
        migrations.RunSQL(SWITCH, NO_SWITCH),
        admit("person_consent", "seen", SEEN, verb="SELECT"),
        migrations.RunSQL(ADD, NO_ADD),
        migrations.RunSQL(GUARD, NO_GUARD),
    ]
