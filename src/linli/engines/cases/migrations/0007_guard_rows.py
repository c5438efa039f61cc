"""A case, and what hangs on it, is seen by whom it names: persons, and posts by their role and scope.

The same meaning as `queries.visible_to` and the queues. What other apps keep about persons and subjects is admitted
here as far as a case that one sees leads to it.
"""

from django.db import migrations

from linli.kernel.guard import admit, protect

FUNCTIONS = """
CREATE FUNCTION guard_case(wanted bigint) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER AS $$
DECLARE
    me bigint := guard_person();
    posts text[] := guard_posts();
BEGIN
    RETURN EXISTS (
        SELECT FROM public.case_participant
        WHERE case_id = wanted AND (person_id = me OR role || ' ' || scope = ANY (posts))
    ) OR EXISTS (
        SELECT FROM public."case"
        WHERE id = wanted AND (queue_role || ' ' || queue_scope = ANY (posts) OR applicant_id = me OR agent_id = me)
    );
END $$;
CREATE FUNCTION guard_case_of(subject text) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
BEGIN
    RETURN subject ~ '^case:[0-9]{1,18}$' AND guard_case(substr(subject, 6)::bigint);
END $$;
CREATE FUNCTION guard_case_person(wanted bigint) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER AS $$
DECLARE
    me bigint := guard_person();
    posts text[] := guard_posts();
BEGIN
    RETURN EXISTS (
        SELECT FROM public.case_participant AS hers
        WHERE hers.person_id = wanted AND (EXISTS (
            SELECT FROM public.case_participant AS mine
            WHERE mine.case_id = hers.case_id AND (mine.person_id = me OR mine.role || ' ' || mine.scope = ANY (posts))
        ) OR EXISTS (
            SELECT FROM public."case"
            WHERE id = hers.case_id AND queue_role || ' ' || queue_scope = ANY (posts)
        )));
END $$;
"""

NO_FUNCTIONS = """
DROP FUNCTION guard_case_person(bigint);
DROP FUNCTION guard_case_of(text);
DROP FUNCTION guard_case(bigint);
"""

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
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *protect("case", CASE),
        *protect("case_participant", NAMED),
        *protect("case_step", "guard_case(case_id)"),
        *protect("case_clock", "guard_case(case_id)"),
        *protect("case_task", "guard_case(case_id)"),
        *protect("case_link", "guard_case(case_id)"),
        *protect("form_answer", "guard_case_of(subject)"),
        admit("dispatch", "of_cases", "guard_case_of(subject)"),
        admit("person", "of_cases", "guard_case_person(id)", verb="SELECT"),
        admit("residence", "of_cases", "guard_case_person(person_id)", verb="SELECT"),
        admit("household_membership", "of_cases", "guard_case_person(person_id)", verb="SELECT"),
    ]
