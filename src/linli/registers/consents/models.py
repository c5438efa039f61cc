"""Versions of privacy notices, and what people said to them."""

from django.db import models

from linli.registers.documents.models import Document
from linli.registers.people.models import Person


class NoticeVersion(models.Model):
    """One version of a notice, as a pack brought it; never changed. `retired`: its pack holds it no longer."""

    code = models.CharField(max_length=32)
    version = models.CharField(max_length=16)
    title = models.CharField(max_length=120)
    digest = models.BinaryField(max_length=32)
    content = models.JSONField()
    source = models.CharField(max_length=64)
    retired = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "privacy_notice"
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="privacy_notice_once")]


class Consent(models.Model):
    """One word of a person about one purpose, or (`purpose` empty) that she has read the notice. Only added to.

    `by_person` said it for her: a guardian, or whom she has given a mandate. `text_digest` is the notice's,
    `terms_digest` that of the purpose alone.
    """

    class Said(models.TextChoices):
        READ = "read"
        GIVEN = "given"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    class Way(models.TextChoices):
        ACCOUNT = "account"
        COUNTER = "counter"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    notice = models.ForeignKey(NoticeVersion, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=32, db_default="", blank=True)
    said = models.CharField(max_length=9, choices=Said.choices)
    text_digest = models.BinaryField(max_length=32)
    terms_digest = models.BinaryField(max_length=32, null=True)
    for_child = models.BooleanField(default=False)
    way = models.CharField(max_length=7, choices=Way.choices)
    by_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    user_id = models.BigIntegerField(null=True)
    office = models.CharField(max_length=128, db_default="", blank=True)
    evidence = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "person_consent"
        indexes = [models.Index(fields=["person", "purpose", "-id"], name="person_consent_last")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(said="read", purpose="") | ~models.Q(said="read") & ~models.Q(purpose=""),
                name="person_consent_read_or_purpose",
            )
        ]
