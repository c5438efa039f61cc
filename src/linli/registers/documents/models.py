from django.db import models
from django.db.models.functions import Now


class Document(models.Model):
    """A paper or photo, re-encoded and sealed. Who may see it follows from what refers to it."""

    token = models.CharField(max_length=32, unique=True, help_text="unguessable; used in URLs")
    title = models.CharField(max_length=128)
    media_type = models.CharField(max_length=32)
    size = models.IntegerField(help_text="bytes, before sealing")
    width = models.IntegerField(null=True, help_text="pixels")
    height = models.IntegerField(null=True, help_text="pixels")
    digest = models.BinaryField(max_length=32, help_text="SHA-256 of the re-encoded bytes")
    created_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    claimed = models.BooleanField(
        default=False, help_text="something refers to it; others are dropped after a month"
    )

    class Meta:
        db_table = "document"
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(claimed=False), name="document_unclaimed")
        ]


class DocumentContent(models.Model):
    """The sealed bytes, apart so that lists never read them."""

    document = models.OneToOneField(
        Document, on_delete=models.CASCADE, primary_key=True, related_name="content"
    )
    sealed = models.BinaryField()

    class Meta:
        db_table = "document_content"
