"""Labels in three tiers: clear, sealed (the code is encrypted), restricted (so is whose label it is)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Now

from linli.registers.documents.models import Document
from linli.registers.people.models.persons import Person


class LabelKind(models.Model):
    """What a pack lists as a label (独居老人, 低保 …): how it is protected, and how long it holds unless renewed."""

    class Tier(models.TextChoices):
        CLEAR = "clear"
        SEALED = "sealed"
        RESTRICTED = "restricted"

    code = models.CharField(max_length=32, unique=True)
    title = models.CharField(max_length=64)
    tier = models.CharField(max_length=10, choices=Tier.choices)
    months = models.SmallIntegerField(null=True, help_text="valid for, if no end is given; null: until ended")
    evidence = models.BooleanField(default=False, help_text="a document has to prove it")
    supplier = models.CharField(max_length=64)
    retired = models.BooleanField(default=False)

    class Meta:
        db_table = "label_kind"


class Label(models.Model):
    """A label of a person during `valid`; of the sealed tier only digest and sealed code are kept, `code` is empty.

    `source` and `reference` as in `Provision`.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="labels")
    code = models.CharField(max_length=32, db_default="", blank=True)
    code_sealed = models.BinaryField(null=True)
    code_digest = models.BinaryField(max_length=16, null=True)
    valid = DateRangeField()
    source = models.CharField(max_length=10)
    reference = models.CharField(max_length=64, db_default="", blank=True)
    office = models.CharField(max_length=128, db_default="", blank=True)
    evidence = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "person_label"
        indexes = [
            models.Index(fields=["code", "person"], name="person_label_code"),
            models.Index(
                models.F("valid__endswith"),
                models.F("id"),
                condition=models.Q(valid__upper_inf=False),
                name="person_label_ending",
            ),
            models.Index(
                fields=["code_digest"],
                condition=models.Q(code_digest__isnull=False),
                name="person_label_digest",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(code="", code_sealed__isnull=False, code_digest__isnull=False)
                    | ~models.Q(code="") & models.Q(code_sealed__isnull=True, code_digest__isnull=True)
                ),
                name="person_label_clear_or_sealed",
            ),
            ExclusionConstraint(
                name="person_label_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=~models.Q(code=""),
            ),
            ExclusionConstraint(
                name="person_label_sealed_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("code_digest", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(code_digest__isnull=False),
            ),
        ]


class RestrictedLabel(models.Model):
    """A label that only named posts may know of. Whose it is, is sealed: no column leads to the person.

    `county` serves counting (from five upward) and nothing else.
    """

    holder_sealed = models.BinaryField()
    holder_digest = models.BinaryField(max_length=16, db_index=True)
    code_sealed = models.BinaryField()
    code_digest = models.BinaryField(max_length=16)
    valid = DateRangeField()
    county = models.BigIntegerField(null=True)
    given_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "restricted_label"
        indexes = [models.Index(fields=["code_digest", "county"], name="restricted_label_counted")]


class NeedToKnow(models.Model):
    """Who may know of a restricted label, from when to when: one account, or whoever holds a post."""

    label = models.ForeignKey(RestrictedLabel, on_delete=models.PROTECT, related_name="grants")
    user_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=32, db_default="", blank=True)
    scope = models.CharField(max_length=32, db_default="", blank=True)
    valid = DateRangeField()
    granted_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "need_to_know"
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(user_id__isnull=False, role="", scope="")
                    | models.Q(user_id__isnull=True) & ~models.Q(role="") & ~models.Q(scope="")
                ),
                name="need_to_know_account_or_post",
            )
        ]
