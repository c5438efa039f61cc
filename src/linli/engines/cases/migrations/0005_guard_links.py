"""Links between cases are append-only, as steps and clock entries are."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER case_link_guard BEFORE UPDATE OR DELETE ON case_link
    FOR EACH ROW EXECUTE FUNCTION case_history_guard();
CREATE TRIGGER case_link_truncate_guard BEFORE TRUNCATE ON case_link
    FOR EACH STATEMENT EXECUTE FUNCTION case_truncate_guard();
"""

BACKWARD = """
DROP TRIGGER case_link_truncate_guard ON case_link;
DROP TRIGGER case_link_guard ON case_link;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_keep_tasks_links_bundles")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
