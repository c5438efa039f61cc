"""A paper that proves a label or a consent is seen by whoever sees that label or consent."""

from django.db import migrations

from linli.kernel.guard import admit

LABEL = "EXISTS (SELECT FROM person_label WHERE person_label.evidence_id = document.id)"
CONSENT = "EXISTS (SELECT FROM person_consent WHERE person_consent.evidence_id = document.id)"


class Migration(migrations.Migration):
    dependencies = [
        ("consents", "0002_guard_consents"),
        ("documents", "0003_guard_documents"),
        ("people", "0008_add_search_keys"),
    ]
    operations = [
        admit("document", "by_label", LABEL, verb="SELECT"),
        admit("document", "by_consent", CONSENT, verb="SELECT"),
    ]
