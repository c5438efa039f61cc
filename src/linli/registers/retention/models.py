"""Terms, what is due, holds, and deletions, which stay as tombstones."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from linli.registers.people.models import Person
from linli.registers.places.models import Placed


class Term(models.Model):
    """How long records of a kind are kept after an event, as a pack says it. Without `months` it is told only.

    Laws and what the town has adopted count; a proposal makes nothing due.
    """

    class Kind(models.TextChoices):
        PERSON_FILE = "person-file"
        CASE = "case"
        AUDIT_LOG = "audit-log"
        IMPORT_FILE = "import-file"

    class Event(models.TextChoices):
        DEATH = "death"
        CLOSED = "closed"
        WRITTEN = "written"

    class Standing(models.TextChoices):
        LAW = "law"
        ADOPTED = "adopted"
        PROPOSAL = "proposal"

    kind = models.CharField(max_length=16, choices=Kind.choices, unique=True)
    event = models.CharField(max_length=8, choices=Event.choices)
    months = models.SmallIntegerField(null=True)
    standing = models.CharField(max_length=8, choices=Standing.choices)
    basis = models.CharField(max_length=200)
    note = models.CharField(max_length=300, db_default="", blank=True)
    supplier = models.CharField(max_length=64)

    class Meta:
        db_table = "retention_term"


class Due(Placed):
    """A file whose term is over, as the night found it; the place is where it is kept."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    due_on = models.DateField()
    basis = models.CharField(max_length=200)
    found_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "retention_due"


class Hold(Placed):
    """Why a file must stay for now. In force until `until` (that day included), or until it is lifted."""

    class Reason(models.TextChoices):
        LAWSUIT = "lawsuit"
        AUDIT = "audit"
        INVESTIGATION = "investigation"
        PETITION = "petition"
        CLAIM = "claim"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=16, choices=Reason.choices)
    reference = models.CharField(max_length=64, help_text="number of the letter that asks for it; no names")
    until = models.DateField(null=True)
    placed_by = models.BigIntegerField(null=True)
    office = models.CharField(max_length=128)
    placed_at = models.DateTimeField()
    lifted_by = models.BigIntegerField(null=True)
    lifted_office = models.CharField(max_length=128, db_default="", blank=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "retention_hold"
        indexes = [
            models.Index(
                fields=["person"], condition=Q(lifted_at__isnull=True), name="retention_hold_standing"
            )
        ]


class Deletion(Placed):
    """A deletion that was asked for; carried out, it is the tombstone: nothing of it is personal data.

    `person_number` is what the file's number was; `removed` how many rows of which table went or were cleared.
    """

    class Basis(models.TextChoices):
        TERM = "term"
        REQUEST = "request"

    class State(models.TextChoices):
        ASKED = "asked"
        DONE = "done"
        WITHDRAWN = "withdrawn"

    person_number = models.BigIntegerField()
    basis = models.CharField(max_length=8, choices=Basis.choices)
    law = models.CharField(max_length=200, db_default="", blank=True)
    reference = models.CharField(max_length=64, db_default="", blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    asked_by = models.BigIntegerField()
    asked_office = models.CharField(max_length=128)
    asked_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_office = models.CharField(max_length=128, db_default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    removed = models.JSONField(default=dict)

    class Meta:
        db_table = "retention_deletion"
        constraints = [
            models.UniqueConstraint(
                fields=["person_number"], condition=Q(state="asked"), name="retention_deletion_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(state="done")
                | ~Q(decided_by=models.F("asked_by")) & Q(decided_by__isnull=False),
                name="retention_deletion_by_two",
            ),
        ]
