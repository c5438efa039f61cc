"""Who was told is seen by whom it names, by posts that tell people in her place, and with the case it is about."""

from django.db import migrations

from linli.kernel.guard import admit, protect

ME = "person_id = (SELECT guard_person())"
POST = "role || ' ' || scope = ANY ((SELECT guard_posts())::text[])"
THERE = " OR ".join(
    f"{level} = ANY ((SELECT guard_places())::bigint[])" for level in ("community", "town", "county", "grid")
)
RECIPIENT = "EXISTS (SELECT FROM telling_recipient WHERE telling_id = telling.id)"


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_create_tables"),
        ("cases", "0007_guard_rows"),
        ("dispatch", "0003_guard_messages"),
        ("people", "0002_guard_files"),
        ("installation", "0003_add_second_lock"),
    ]
    operations = [
        *protect("telling_recipient", f"{ME} OR {POST} OR {THERE} OR guard_case_of(subject)"),
        *protect("telling", f"guard_case_of(subject) OR {RECIPIENT}"),
        *protect("telling_wish", ME),
        admit("dispatch", "of_recipients", "EXISTS (SELECT FROM telling_recipient WHERE id = recipient_id)"),
    ]
