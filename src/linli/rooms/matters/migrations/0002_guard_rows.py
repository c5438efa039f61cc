"""Papers and notices are seen with their case; documents with the case that has them as a paper."""

from django.db import migrations

from linli.kernel.guard import admit, protect

PAPER = "EXISTS (SELECT FROM case_paper WHERE document_id = document.id)"


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0001_create_tables"),
        ("cases", "0007_guard_rows"),
        ("documents", "0003_guard_documents"),
    ]
    operations = [
        *protect("case_paper", "guard_case(case_id)"),
        *protect("official_notice", "guard_case(case_id)"),
        admit("document", "by_paper", PAPER, verb="SELECT"),
    ]
