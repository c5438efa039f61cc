from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now


class AuditSeal(models.Model):
    """A closed batch of entries: `digest` covers the previous seal's digest and every entry's digest in order."""

    digest = models.BinaryField(max_length=32)
    count = models.IntegerField()
    sealed_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "audit_seal"


class AuditEntry(models.Model):
    """One look or one change. `persons` are the people whose data it touched; texts hold no personal data.

    `withheld`: a look that protects somebody. Whom it is about, guardians and household are not told; auditors are.
    """

    class Kind(models.TextChoices):
        LOOK = "look"
        CHANGE = "change"
        SIGN_IN = "sign_in"

    at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    actor_user_id = models.BigIntegerField(null=True)
    office = models.CharField(max_length=128, default="", blank=True)
    act = models.CharField(max_length=64)
    object_ref = models.CharField(max_length=64, default="", blank=True)
    persons = ArrayField(models.BigIntegerField(), default=list)
    fields = ArrayField(models.CharField(max_length=48), default=list)
    purpose = models.CharField(max_length=200, default="", blank=True)
    withheld = models.BooleanField(default=False, db_default=False)
    digest = models.BinaryField(max_length=32)
    seal = models.ForeignKey(AuditSeal, null=True, on_delete=models.PROTECT, db_index=False)

    class Meta:
        db_table = "audit_entry"
        indexes = [
            models.Index(fields=["id"], condition=models.Q(seal__isnull=True), name="audit_entry_unsealed"),
            models.Index(fields=["seal", "id"], name="audit_entry_seal"),
            models.Index(fields=["object_ref", "id"], name="audit_entry_object"),
            GinIndex(fields=["persons"], name="audit_entry_persons"),
            models.Index(fields=["-id"], condition=models.Q(withheld=True), name="audit_entry_withheld"),
            models.Index(
                fields=["-id"], condition=models.Q(object_ref__startswith="user:"), name="audit_entry_account"
            ),
        ]
