"""A document is its giver's; who else sees it follows from what refers to it, so those apps admit more."""

from django.db import migrations

from linli.kernel.guard import protect


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_claim_documents"), ("installation", "0003_add_second_lock")]
    operations = [
        *protect("document", "created_by = (SELECT guard_user())"),
        *protect(
            "document_content",
            "EXISTS (SELECT FROM document WHERE document.id = document_content.document_id)",
        ),
    ]
