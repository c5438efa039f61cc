"""Who applied for another sees the case in her name only, for as long as she may act for her: being named as agent opens
nothing any more."""

from django.db import migrations

# As in 0007, without agents.
FUNCTIONS = """
CREATE OR REPLACE FUNCTION guard_case(wanted bigint) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER AS $$
DECLARE
    me bigint := guard_person();
    posts text[] := guard_posts();
BEGIN
    PERFORM FROM public.case_participant
        WHERE case_id = wanted AND (role || ' ' || scope = ANY (posts) OR person_id = me AND kind <> 'agent') LIMIT 1;
    IF NOT FOUND THEN
        PERFORM FROM public."case" WHERE id = wanted
            AND (queue_role || ' ' || queue_scope = ANY (posts) OR applicant_id = me);
    END IF;
    RETURN FOUND;
END $$;
CREATE OR REPLACE FUNCTION guard_case_person(wanted bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 10000 AS $$
DECLARE
    me bigint := guard_person();
    posts text[] := guard_posts();
BEGIN
    PERFORM FROM public.case_participant AS hers CROSS JOIN LATERAL (
            SELECT FROM public.case_participant AS mine
            WHERE mine.case_id = hers.case_id
                AND (mine.role || ' ' || mine.scope = ANY (posts) OR mine.person_id = me AND mine.kind <> 'agent')
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
POSTS = "= ANY ((SELECT guard_posts())::text[])"
ME = "(SELECT guard_person())"
CASE = f"queue_role || ' ' || queue_scope {POSTS} OR applicant_id = {ME} OR guard_case(id)"
NAMED = f"person_id = {ME} AND kind <> 'agent' OR role || ' ' || scope {POSTS} OR guard_case(case_id)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_let_notes_be_erased")]
    operations = [
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(f'ALTER POLICY guard ON "case" USING ({CASE})', migrations.RunSQL.noop),
        migrations.RunSQL(f"ALTER POLICY guard ON case_participant USING ({NAMED})", migrations.RunSQL.noop),
    ]
