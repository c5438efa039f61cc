"""What was told is seen by who was told, by who has to go and tell, and with the case that it is about."""

from django.db import migrations

from linli.kernel.guard import admit, protect

FUNCTION = """
CREATE FUNCTION guard_telling(wanted bigint) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER AS $$
BEGIN
    RETURN EXISTS (SELECT FROM public.telling WHERE id = wanted AND guard_case_of(subject));
END $$;
"""

# Whoever keeps the files of a place goes and tells there (TELLERS of the policies).
THERE = " OR ".join(
    f"{level} = ANY ((SELECT guard_places())::bigint[])" for level in ("community", "town", "county", "grid")
)
VISIT = f"visit_due IS NOT NULL AND ({THERE})"
ME = "person_id = (SELECT guard_person())"
POSTS = "role || ' ' || scope = ANY ((SELECT guard_posts())::text[])"
TOLD = "EXISTS (SELECT FROM telling_recipient WHERE telling_id = telling.id)"
SENT = "EXISTS (SELECT FROM telling_recipient WHERE telling_recipient.id = recipient_id)"


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_create_tables"), ("cases", "0007_guard_rows")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION guard_telling(bigint)"),
        *protect("telling_recipient", f"{ME} OR {POSTS} OR {VISIT} OR guard_telling(telling_id)"),
        *protect("telling", f"guard_case_of(subject) OR {TOLD}"),
        *protect("telling_wish", ME),
        admit("dispatch", "of_tellings", SENT),
    ]
