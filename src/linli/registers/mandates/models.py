"""Mandates, what was asked for one, guardians' consents, and protective marks."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from linli.registers.people.models import Person


class Scope(models.Model):
    """What a mandate covers: codes of matters (none: all), and whether the file may be read."""

    services = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    reads_file = models.BooleanField(default=False)

    class Meta:
        abstract = True


class Mandate(Scope):
    """`agent` acts for `principal` from `starts_on` until the day before `ends_on`, unless it is revoked.

    `text_digest` is that of the words that were signed or confirmed (`rules.mandate_text`).
    """

    class How(models.TextChoices):
        COUNTER = "counter"
        CODE = "code"

    class RevokedBy(models.TextChoices):
        PRINCIPAL = "principal"
        AGENT = "agent"
        CLERK = "clerk"
        MARK = "mark"

    principal = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=8, choices=How.choices)
    starts_on = models.DateField()
    ends_on = models.DateField()
    text_digest = models.BinaryField(max_length=32)
    checked = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    given_at = models.DateTimeField()
    given_by_user_id = models.BigIntegerField(null=True)
    office = models.CharField(max_length=128, default="", blank=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=10, choices=RevokedBy.choices, default="", blank=True)
    revoked_by_user_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        db_table = "mandate"
        indexes = [
            models.Index(fields=["agent"], condition=Q(revoked_at__isnull=True), name="mandate_of_agent"),
            models.Index(fields=["principal"], name="mandate_of_principal"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["principal", "agent"], condition=Q(revoked_at__isnull=True), name="mandate_one_open"
            ),
            models.CheckConstraint(condition=~Q(principal=F("agent")), name="mandate_for_another"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="mandate_ends_later"),
        ]


class MandateRequest(Scope):
    """What a relative asked for: the name and number that she typed are sealed. `principal` stands once the file was
    found and a code was made; nothing that the asker sees tells whether it was."""

    agent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    claim_sealed = models.BinaryField()
    ends_on = models.DateField()
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    principal = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    code_digest = models.BinaryField(max_length=16, null=True)
    tries = models.SmallIntegerField(db_default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "mandate_request"
        indexes = [
            models.Index(fields=["agent", "-id"], name="mandate_request_agent"),
            models.Index(
                fields=["principal"], condition=Q(principal__isnull=False, used_at__isnull=True),
                name="mandate_request_open",
            ),
        ]  # fmt: skip


class GuardianConsent(models.Model):
    """By which a guardian acts for a child; withdrawn, she acts no more until she gives it again."""

    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text_digest = models.BinaryField(max_length=32)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "guardian_consent"
        constraints = [
            models.UniqueConstraint(
                fields=["guardian", "child"],
                condition=Q(withdrawn_at__isnull=True),
                name="guardian_consent_one_open",
            )
        ]


class MandateBlock(models.Model):
    """«No access»: neither of two persons acts for the other, nor sees her by kinship. No column leads to either; the
    pair is found by its digest. It counts from the moment that one clerk gave it; only two lift it. Known to the
    accounts in `known_to`, and to nobody else.
    """

    pair_digest = models.BinaryField(max_length=16, db_index=True)
    pair_sealed = models.BinaryField()
    known_to = ArrayField(models.BigIntegerField())
    given_by = models.BigIntegerField()
    given_at = models.DateTimeField()
    confirmed_by = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    lift_asked_by = models.BigIntegerField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "mandate_block"
