"""What is due, held and deleted is seen where the files are kept. A tombstone outlives the file: it has its own place."""

from django.db import migrations

from linli.kernel.guard import protect

THERE = " OR ".join(
    f"{level} = ANY ((SELECT guard_places())::bigint[])" for level in ("community", "town", "county", "grid")
)


class Migration(migrations.Migration):
    dependencies = [("retention", "0001_create_tables"), ("people", "0004_guard_added_files")]
    operations = [
        *protect("retention_due", THERE),
        *protect("retention_hold", THERE),
        *protect("retention_deletion", THERE),
    ]
