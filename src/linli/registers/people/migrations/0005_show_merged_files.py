"""A file that was merged is seen with the one that it went into, so that what names it still leads somewhere."""

from django.db import migrations

from linli.kernel.guard import admit

INTO = (
    "merged_into_id IS NOT NULL AND guard_file(merged_into_id, (SELECT guard_places()), (SELECT guard_day()))"
)


class Migration(migrations.Migration):
    dependencies = [("people", "0004_guard_added_files")]
    operations = [admit("person", "by_merge", INTO, verb="SELECT")]
