"""Persons, their documents, and who provided what."""

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.db import models
from django.db.models.functions import Now


class Person(models.Model):
    """A person's file. Numbers are sealed and found by keyed digest; `synthetic` people exist only in demos.

    `id_number` is any number in the form of GB 11643: of citizens, of residents from Hong Kong, Macao and Taiwan (81,
    82, 83), of foreigners with a permanent residence card of 2023; others are `IdentityDocument` rows. A file that was
    merged into another stays, empty of what moved, and says where (`merged_into`). `revision` counts changes.
    """

    class NumberKind(models.TextChoices):
        """Whose number it is, as its first digits say; empty without a number."""

        CITIZEN = "citizen"
        HONG_KONG = "hong-kong"
        MACAO = "macao"
        TAIWAN = "taiwan"
        FOREIGNER = "foreigner"

    name = models.CharField(max_length=64)
    former_names = ArrayField(models.CharField(max_length=64), db_default=[], blank=True)
    sex = models.CharField(max_length=1, help_text="GB/T 2261.1")
    birth_date = models.DateField(null=True)
    ethnicity = models.CharField(max_length=2, db_default="", blank=True, help_text="GB/T 3304")
    nationality = models.CharField(max_length=3, db_default="CHN", help_text="GB/T 2659, three letters")
    marital = models.CharField(max_length=2, db_default="", blank=True, help_text="GB/T 2261.2")
    id_number_kind = models.CharField(max_length=9, choices=NumberKind.choices, db_default="", blank=True)
    id_number_sealed = models.BinaryField(null=True)
    id_number_digest = models.BinaryField(max_length=16, null=True, unique=True)
    phone_sealed = models.BinaryField(null=True)
    phone_digest = models.BinaryField(max_length=16, null=True, db_index=True)
    deceased_on = models.DateField(null=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged", db_index=False
    )
    revision = models.IntegerField(db_default=0)
    synthetic = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "person"
        indexes = [
            models.Index(fields=["birth_date"], name="person_birth_date"),
            models.Index(
                fields=["merged_into"],
                condition=models.Q(merged_into__isnull=False),
                name="person_merged_into",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="person_not_merged_into_self",
            )
        ]


class IdentityDocument(models.Model):
    """A document whose number is not in the form of GB 11643: passport, older permits and cards.

    The digest covers kind, issuer and number. It is not unique: the same document in two files is flagged, and a
    person decides.
    """

    class Kind(models.TextChoices):
        PASSPORT = "passport"
        HONG_KONG_MACAO_PERMIT = "hm-permit"
        TAIWAN_PERMIT = "tw-permit"
        FOREIGNER_CARD = "pr-card"
        MILITARY = "military"
        BIRTH_CERTIFICATE = "birth-certificate"
        OTHER = "other"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=17, choices=Kind.choices)
    issuer = models.CharField(max_length=3, db_default="CHN", help_text="GB/T 2659, three letters")
    number_sealed = models.BinaryField()
    number_digest = models.BinaryField(max_length=16, db_index=True)
    valid = DateRangeField(null=True, help_text="as printed on the document")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "identity_document"
        constraints = [
            models.UniqueConstraint(fields=["person", "number_digest"], name="identity_document_once")
        ]


class Provision(models.Model):
    """Who provided which fields of a file, when and from where; the latest row that names a field speaks for it.

    `reference` leads to the source: `import:12`, `case:17`, `change:5`, the credit code of another department.
    """

    class Source(models.TextChoices):
        COUNTER = "counter"
        RESIDENT = "resident"
        IMPORT = "import"
        CASE = "case"
        DEPARTMENT = "department"
        DEMO = "demo"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="provisions")
    fields = ArrayField(models.CharField(max_length=48))
    source = models.CharField(max_length=10, choices=Source.choices)
    reference = models.CharField(max_length=64, db_default="", blank=True)
    office = models.CharField(max_length=128, db_default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "person_provision"
