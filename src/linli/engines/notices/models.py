from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from linli.registers.people.models import Person


class Telling(models.Model):
    """One occasion told to whom it concerns; `key` makes a repeat harmless. `item` holds the words as installed."""

    key = models.CharField(max_length=96, unique=True)
    occasion = models.CharField(max_length=64)
    item = models.ForeignKey("packs.PackItem", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=64)
    label = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "telling"


class Recipient(models.Model):
    """Somebody who was to be told: a person, or whoever holds `role` in `scope`.

    `subject` is the telling's, so that the second lock needs no look at it. `ways` are the channels that were to
    reach them. Where one of them is to tell them in person, `tell_by` is the day to do it by, and the place columns
    say whose desk it lies on; `told_*` who did it, when and how.
    """

    class How(models.TextChoices):
        VISIT = "visit"
        CALL = "call"
        COUNTER = "counter"
        FAMILY = "family"

    telling = models.ForeignKey(Telling, on_delete=models.PROTECT, related_name="recipients", db_index=False)
    subject = models.CharField(max_length=64)
    audience = models.CharField(max_length=16)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    role = models.CharField(max_length=32, default="", blank=True)
    scope = models.CharField(max_length=32, default="", blank=True)
    ways = ArrayField(models.CharField(max_length=16), default=list)
    county = models.BigIntegerField(null=True)
    town = models.BigIntegerField(null=True)
    community = models.BigIntegerField(null=True)
    grid = models.BigIntegerField(null=True)
    tell_by = models.DateField(null=True)
    told_at = models.DateTimeField(null=True)
    told_how = models.CharField(max_length=8, choices=How.choices, default="", blank=True)
    told_by_user_id = models.BigIntegerField(null=True)
    told_office = models.CharField(max_length=128, default="", blank=True)
    told_note_sealed = models.BinaryField(null=True)

    class Meta:
        db_table = "telling_recipient"
        constraints = [
            models.UniqueConstraint(
                fields=["telling", "person", "role", "scope"],
                nulls_distinct=False,
                name="telling_recipient_once",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, role="", scope="")
                | (Q(person__isnull=True) & ~Q(role="") & ~Q(scope="")),
                name="telling_recipient_person_or_post",
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True, told_how="") | (Q(told_at__isnull=False) & ~Q(told_how="")),
                name="telling_recipient_told_how",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "-id"], name="telling_recipient_subject"),
            models.Index(
                fields=["role", "scope", "-id"],
                condition=Q(person__isnull=True),
                name="telling_recipient_post",
            ),
            models.Index(
                fields=["community", "tell_by", "id"],
                condition=Q(tell_by__isnull=False, told_at__isnull=True),
                name="telling_recipient_to_tell",
            ),
        ]


class Wish(models.Model):
    """How a person wants to be told; without a row by text message, and not at night."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="wish")
    sms = models.BooleanField(default=True)
    in_person = models.BooleanField(default=False)
    mail_sealed = models.BinaryField(null=True)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "telling_wish"
