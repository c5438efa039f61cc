"""Whose looks are whose to read: a person's own, and everything for who audits. Everybody writes, nobody changes."""

from django.db import migrations

from linli.kernel.guard import admit

SWITCH = "ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY"
NO_SWITCH = "ALTER TABLE audit_entry DISABLE ROW LEVEL SECURITY"
AUDITS = "(SELECT EXISTS (SELECT FROM unnest(guard_posts()) AS post WHERE post LIKE 'auditor %'))"
# Not by `admit`: a policy for INSERT has no USING.
APPEND = "CREATE POLICY append ON audit_entry FOR INSERT WITH CHECK (true)"
NO_APPEND = "DROP POLICY append ON audit_entry"


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_guard_truncate"), ("installation", "0003_add_second_lock")]
    operations = [
        migrations.RunSQL(SWITCH, NO_SWITCH),
        admit("audit_entry", "own", "persons @> ARRAY[(SELECT guard_person())]", verb="SELECT"),
        admit("audit_entry", "audits", AUDITS, verb="SELECT"),
        migrations.RunSQL(APPEND, NO_APPEND),
    ]
