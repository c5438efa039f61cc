"""What was told is seen by who was told, by who has to go and tell, and with the case that it is about."""

from django.db import migrations

from linli.kernel.guard import admit, protect

# Whoever keeps the files of a place goes and tells there (TELLERS of the policies).
THERE = " OR ".join(
    f"{level} = ANY ((SELECT guard_places())::bigint[])" for level in ("community", "town", "county", "grid")
)
TASK = f"tell_by IS NOT NULL AND ({THERE})"
ME = "person_id = (SELECT guard_person())"
POSTS = "role || ' ' || scope = ANY ((SELECT guard_posts())::text[])"
TOLD = "EXISTS (SELECT FROM telling_recipient WHERE telling_id = telling.id)"
SENT = "EXISTS (SELECT FROM telling_recipient WHERE telling_recipient.id = recipient_id)"


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_create_tables"), ("cases", "0007_guard_rows")]
    operations = [
        *protect("telling_recipient", f"{ME} OR {POSTS} OR {TASK} OR guard_case_of(subject)"),
        *protect("telling", f"guard_case_of(subject) OR {TOLD}"),
        *protect("telling_wish", ME),
        admit("dispatch", "by_telling", SENT),
    ]
