"""Counts and runs are seen where files are kept; tombstones and runs by who audits there too."""

from django.db import migrations

from linli.kernel.guard import admit, protect

THERE = " OR ".join(
    f"{level} = ANY ((SELECT guard_places())::bigint[])" for level in ("community", "town", "county", "grid")
)
AUDITS = "(SELECT EXISTS (SELECT FROM unnest(guard_posts()) AS post WHERE post LIKE 'auditor %'))"


class Migration(migrations.Migration):
    dependencies = [("retention", "0003_count_records")]
    operations = [
        *protect("retention_ripe", THERE),
        *protect("retention_run", THERE),
        admit("retention_run", "audits", AUDITS, verb="SELECT"),
        admit("retention_deletion", "audits", f"state = 'done' AND {AUDITS}", verb="SELECT"),
    ]
