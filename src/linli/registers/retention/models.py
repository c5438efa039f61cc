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
        LABEL = "label"
        CONSENT = "consent"
        CHANGE = "change"
        IMPORT_FILE = "import-file"
        CASE = "case"
        AUDIT_LOG = "audit-log"

    class Event(models.TextChoices):
        DEATH = "death"
        MOVED_AWAY = "moved-away"
        ENDED = "ended"
        REPLACED = "replaced"
        CLOSED = "closed"
        WRITTEN = "written"

    class Standing(models.TextChoices):
        LAW = "law"
        ADOPTED = "adopted"
        PROPOSAL = "proposal"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    event = models.CharField(max_length=10, choices=Event.choices)
    months = models.SmallIntegerField(null=True)
    standing = models.CharField(max_length=8, choices=Standing.choices)
    basis = models.CharField(max_length=200)
    note = models.CharField(max_length=300, db_default="", blank=True)
    supplier = models.CharField(max_length=64)

    class Meta:
        db_table = "retention_term"
        constraints = [models.UniqueConstraint(fields=["kind", "event"], name="retention_term_once")]


class Due(Placed):
    """A file whose term is over, or will be within `rules.AHEAD`, as the night found it; the place is where it is
    kept."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    event = models.CharField(max_length=10, choices=Term.Event.choices)
    due_on = models.DateField()
    basis = models.CharField(max_length=200)
    found_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "retention_due"
        indexes = [models.Index(fields=["community", "due_on", "id"], name="retention_due_next")]


class Ripe(Placed):
    """How many records of a kind, other than whole files, are over their term in a community (`due`) or will be within
    `rules.AHEAD` (`soon`), as the night counted them. Nothing of it is personal data."""

    kind = models.CharField(max_length=16, choices=Term.Kind.choices)
    basis = models.CharField(max_length=200)
    due = models.IntegerField()
    soon = models.IntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        db_table = "retention_ripe"
        constraints = [models.UniqueConstraint(fields=["kind", "community"], name="retention_ripe_once")]


class Run(Placed):
    """All records of a kind that were over their term on `through`, in one community: asked for by one clerk, carried
    out by another. `removed`: rows by table. Nothing of it is personal data."""

    class State(models.TextChoices):
        ASKED = "asked"
        DONE = "done"
        WITHDRAWN = "withdrawn"

    kind = models.CharField(max_length=16, choices=Term.Kind.choices)
    through = models.DateField()
    basis = models.CharField(max_length=200)
    counted = models.IntegerField(help_text="records, when it was asked for")
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    asked_by = models.BigIntegerField()
    asked_office = models.CharField(max_length=128)
    asked_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_office = models.CharField(max_length=128, db_default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    removed = models.JSONField(default=dict)

    class Meta:
        db_table = "retention_run"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "community"], condition=Q(state="asked"), name="retention_run_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(state="done")
                | ~Q(decided_by=models.F("asked_by")) & Q(decided_by__isnull=False),
                name="retention_run_by_two",
            ),
        ]


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
    `wanted_by` is the account by which she asked herself; until a clerk has asked too, it is `wanted`. `reason` is a
    code of `words.REASONS`, where it was refused.
    """

    class Basis(models.TextChoices):
        TERM = "term"
        REQUEST = "request"

    class State(models.TextChoices):
        WANTED = "wanted"
        ASKED = "asked"
        DONE = "done"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    person_number = models.BigIntegerField()
    basis = models.CharField(max_length=8, choices=Basis.choices)
    law = models.CharField(max_length=200, db_default="", blank=True)
    reference = models.CharField(max_length=64, db_default="", blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    reason = models.CharField(max_length=16, db_default="", blank=True)
    wanted_by = models.BigIntegerField(null=True)
    wanted_at = models.DateTimeField(null=True)
    asked_by = models.BigIntegerField(null=True)
    asked_office = models.CharField(max_length=128, db_default="", blank=True)
    asked_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    decided_office = models.CharField(max_length=128, db_default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    removed = models.JSONField(default=dict)

    class Meta:
        db_table = "retention_deletion"
        indexes = [models.Index(fields=["person_number"], name="retention_deletion_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["person_number"],
                condition=Q(state__in=["wanted", "asked"]),
                name="retention_deletion_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(state="done")
                | ~Q(decided_by=models.F("asked_by"))
                & Q(asked_by__isnull=False)
                & Q(decided_by__isnull=False),
                name="retention_deletion_by_two",
            ),
        ]
