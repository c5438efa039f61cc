"""A case, and what hangs on it, is seen by whom it names: persons, and posts by their role and scope.

The same meaning as `queries.visible_to` and the queues. What other apps keep about persons and subjects is admitted
here as far as a case that one sees leads to it.
"""

from django.db import migrations

from linli.kernel.guard import admit, protect

# Not safe for parallel plans, which pages never gain from. The COST of the last keeps the planner from asking it of
# the whole table of persons, OFFSET 0 from hashing the whole table of participants for each of them.
FUNCTIONS = """
CREATE FUNCTION guard_case(wanted bigint) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
DECLARE
    me bigint := guard_person();
    posts text[] := guard_posts();
BEGIN
    PERFORM FROM public.case_participant
        WHERE case_id = wanted AND (role || ' ' || scope = ANY (posts) OR person_id = me) LIMIT 1;
    IF NOT FOUND THEN
        PERFORM FROM public."case" WHERE id = wanted
            AND (queue_role || ' ' || queue_scope = ANY (posts) OR applicant_id = me OR agent_id = me);
    END IF;
    RETURN FOUND;
END $$;
CREATE FUNCTION guard_case_of(subject text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN subject ~ '^case:[0-9]{1,18}$' AND guard_case(substr(subject, 6)::bigint);
END $$;
CREATE FUNCTION guard_case_person(wanted bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 10000 AS $$
DECLARE
    me bigint := guard_person();
    posts text[] := guard_posts();
BEGIN
    PERFORM FROM public.case_participant AS hers CROSS JOIN LATERAL (
            SELECT FROM public.case_participant AS mine
            WHERE mine.case_id = hers.case_id AND (mine.role || ' ' || mine.scope = ANY (posts) OR mine.person_id = me)
            OFFSET 0) AS mine
        WHERE hers.person_id = wanted LIMIT 1;
    IF NOT FOUND THEN
        PERFORM FROM public.case_participant AS hers CROSS JOIN LATERAL (
                SELECT FROM public."case"
                WHERE id = hers.case_id AND queue_role || ' ' || queue_scope = ANY (posts) OFFSET 0) AS waiting
            WHERE hers.person_id = wanted LIMIT 1;
    END IF;
    RETURN FOUND;
END $$;
"""

NO_FUNCTIONS = """
DROP FUNCTION guard_case_person(bigint);
DROP FUNCTION guard_case_of(text);
DROP FUNCTION guard_case(bigint);
"""

# Which roles go with which scopes: without it, a list of «all my cases» was taken for a handful, and sorted whole.
STATISTICS = "CREATE STATISTICS case_participant_posts (mcv) ON role, scope FROM case_participant"
NO_STATISTICS = "DROP STATISTICS case_participant_posts"

POSTS = "= ANY ((SELECT guard_posts())::text[])"
ME = "(SELECT guard_person())"
CASE = f"queue_role || ' ' || queue_scope {POSTS} OR applicant_id = {ME} OR agent_id = {ME} OR guard_case(id)"
NAMED = f"person_id = {ME} OR role || ' ' || scope {POSTS} OR guard_case(case_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_ledger_keeps_moments"),
        ("dispatch", "0003_guard_messages"),
        ("forms", "0003_guard_drafts"),
        ("people", "0002_guard_files"),
        ("installation", "0003_add_second_lock"),
    ]
    operations = [
        migrations.RunSQL(STATISTICS, NO_STATISTICS),
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *protect("case", CASE),
        *protect("case_participant", NAMED),
        *protect("case_step", "guard_case(case_id)"),
        *protect("case_clock", "guard_case(case_id)"),
        *protect("case_task", "guard_case(case_id)"),
        *protect("case_link", "guard_case(case_id)"),
        *protect("form_answer", "guard_case_of(subject)"),
        admit("dispatch", "by_case", "guard_case_of(subject)"),
        admit("person", "by_case", "guard_case_person(id)", verb="SELECT"),
        admit("residence", "by_case", "guard_case_person(person_id)", verb="SELECT"),
        admit("household_membership", "by_case", "guard_case_person(person_id)", verb="SELECT"),
    ]
