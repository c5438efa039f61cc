from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from linli.registers.people.models import Person
from linli.registers.places.models import Place, Placed

PHASES = [("intake", "intake"), ("running", "running"), ("closed", "closed")]
OPEN = ~Q(phase="closed")
CLOCK_OPS = ("run", "pause", "stop", "extend", "restart")


class Case(Placed):
    """Something that someone asked for and someone owes an answer to.

    It pins the versions of its matter and procedure. `state`, `phase`, `queue_*`, `due_at` and the dates
    are projections of its steps and clock entries. `queue_*` say who has it now, `due_at` until when at
    the latest: the end of a day in Shanghai, or the minute where hours count, or null when no limit runs (the
    clock is paused, it is the applicant's turn).
    """

    number = models.CharField(max_length=40, unique=True)
    query_code_sealed = models.BinaryField()
    query_code_digest = models.BinaryField(max_length=16)
    room = models.CharField(max_length=32)
    title = models.CharField(max_length=64)
    matter_item = models.ForeignKey("packs.PackItem", on_delete=models.PROTECT, related_name="+")
    procedure_item = models.ForeignKey("packs.PackItem", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=48)
    phase = models.CharField(max_length=8, choices=PHASES)
    applicant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    operator_user_id = models.BigIntegerField(null=True)
    queue_role = models.CharField(max_length=32, default="", blank=True)
    queue_scope = models.CharField(max_length=32, default="", blank=True)
    opened_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, default="", blank=True)
    revision = models.IntegerField(default=1, help_text="number of steps; grows with each")
    synthetic = models.BooleanField(default=False)
    bundle = models.ForeignKey("CaseBundle", on_delete=models.PROTECT, related_name="cases", null=True)
    escalate_at = models.DateTimeField(null=True, help_text="when the next rung of the ladder is due")

    class Meta:
        db_table = "case"
        indexes = [
            models.Index(
                fields=["queue_role", "queue_scope", "due_at", "id"], condition=OPEN, name="case_queue"
            ),
            models.Index(fields=["due_at"], condition=Q(phase="intake"), name="case_intake_due"),
            models.Index(
                fields=["escalate_at"], condition=Q(escalate_at__isnull=False), name="case_escalate"
            ),
            models.Index(fields=["county", "phase", "due_at"], name="case_county"),
            models.Index(fields=["town", "phase", "due_at"], name="case_town"),
            models.Index(fields=["community", "phase", "due_at"], name="case_community"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(phase="closed", closed_at__isnull=False, queue_role="")
                | (OPEN & Q(closed_at__isnull=True) & ~Q(queue_role="")),
                name="case_open_has_holder",
            ),
            models.CheckConstraint(
                condition=~Q(phase="running") | Q(accepted_at__isnull=False), name="case_running_is_accepted"
            ),
            models.CheckConstraint(
                condition=Q(agent__isnull=True) | ~Q(agent=F("applicant")), name="case_agent_is_another"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @cached_property
    def story(self) -> "list[CaseStep]":
        """Its steps, oldest first; whoever writes one also appends it here."""
        return sorted(self.steps.all(), key=lambda step: step.seq)

    @cached_property
    def ledger(self) -> "list[ClockInterval]":
        """The entries of its clock, oldest first; whoever writes one also appends it here."""
        return sorted(self.intervals.all(), key=lambda entry: entry.seq)


class CaseStep(models.Model):
    """One thing that happened to a case; never changed (database trigger). `data` holds codes, ids and
    numbers, no personal text; `evidence` the ids of documents. `office` is the post that gave the right,
    or empty."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps", db_index=False)
    seq = models.IntegerField()
    action = models.CharField(max_length=48)
    from_state = models.CharField(max_length=48, default="", blank=True)
    to_state = models.CharField(max_length=48)
    actor_user_id = models.BigIntegerField(null=True)
    office = models.CharField(max_length=128, default="", blank=True)
    at = models.DateTimeField()
    note_sealed = models.BinaryField(null=True)
    data = models.JSONField(default=dict)
    evidence = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        db_table = "case_step"
        indexes = [models.Index(fields=["at"], condition=Q(action="assign"), name="case_step_assigned")]
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="case_step_once")]


class ClockInterval(models.Model):
    """The ledger of a case's clock; never changed (database trigger). From `at` on it runs (`restart`: anew), is
    paused or has stopped, until the next entry; `extend` gives `number` more of its `unit`, with the reason `law` where
    the law allows it. `step` is the number of the step that did it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="intervals", db_index=False)
    seq = models.SmallIntegerField()
    op = models.CharField(max_length=8, choices=[(op, op) for op in CLOCK_OPS])
    at = models.DateTimeField()
    reason = models.CharField(max_length=16, default="", blank=True)
    unit = models.CharField(max_length=8, default="", blank=True)
    number = models.SmallIntegerField(default=0)
    step = models.IntegerField()

    class Meta:
        db_table = "case_clock"
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="case_clock_once")]


class CaseParticipant(models.Model):
    """Who may see a case by name: a person, or whoever holds `role` in `scope`. Once in, it stays."""

    class Kind(models.TextChoices):
        APPLICANT = "applicant"
        AGENT = "agent"
        HANDLING = "handling"
        DECIDING = "deciding"
        CONSULTED = "consulted"
        SUPERVISING = "supervising"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="participants", db_index=False)
    kind = models.CharField(max_length=11, choices=Kind.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    role = models.CharField(max_length=32, default="", blank=True)
    scope = models.CharField(max_length=32, default="", blank=True)

    class Meta:
        db_table = "case_participant"
        indexes = [
            models.Index(
                fields=["role", "scope", "case"], condition=~Q(role=""), name="case_participant_post"
            ),
            models.Index(
                fields=["person", "case"], condition=Q(person__isnull=False), name="case_participant_person"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "person", "role", "scope"],
                nulls_distinct=False,
                name="case_participant_once",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, role="", scope="")
                | (Q(person__isnull=True) & ~Q(role="") & ~Q(scope="")),
                name="case_participant_person_or_post",
            ),
        ]


class CaseTask(models.Model):
    """Something asked of a post beside the way of a case, numbered within it: an opinion (会办), a report (督办).

    A projection of the steps that asked (`asked_step`) and answered (`answered_step`): the words of the answer are
    that step's note. `due_at` is the end of the last day of its own limit, null without one; `overdue_at` is when it
    was noted that this is over, which is told once; `escalate_at` when the next rung of its ladder is due."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks", db_index=False)
    number = models.SmallIntegerField()
    code = models.CharField(max_length=48)
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in ("consultation", "supervision")])
    role = models.CharField(max_length=32)
    scope = models.CharField(max_length=32)
    state = models.CharField(
        max_length=9, choices=[(state, state) for state in ("open", "answered", "cancelled")], default="open"
    )
    asked_step = models.IntegerField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=8, default="", blank=True)
    answered_step = models.IntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True)
    escalate_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "case_task"
        indexes = [
            models.Index(
                fields=["role", "scope", "due_at", "id"], condition=Q(state="open"), name="case_task_queue"
            ),
            models.Index(
                fields=["due_at"],
                condition=Q(state="open", overdue_at__isnull=True, due_at__isnull=False),
                name="case_task_overdue",
            ),
            models.Index(
                fields=["escalate_at"],
                condition=Q(state="open", escalate_at__isnull=False),
                name="case_task_escalate",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="case_task_once"),
            models.CheckConstraint(condition=~Q(role="") & ~Q(scope=""), name="case_task_has_holder"),
            models.CheckConstraint(
                condition=Q(state="answered", answered_at__isnull=False, answered_step__isnull=False)
                & ~Q(answer="")
                | Q(
                    state__in=("open", "cancelled"),
                    answered_at__isnull=True,
                    answered_step__isnull=True,
                    answer="",
                ),
                name="case_task_open_or_answered",
            ),
        ]


class CaseBundle(models.Model):
    """Several cases that were opened together, for one occasion in somebody's life, under one number."""

    number = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=64)
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "case_bundle"

    def __str__(self) -> str:
        return self.number


class CaseLink(models.Model):
    """That one case has to do with another: `merged` into it as a duplicate, `related` to it, or a `follow_up` of it.
    Never changed (database trigger). A merged case that was reopened and merged again has a link for each time; the
    last one counts, and none while it is open."""

    class Kind(models.TextChoices):
        MERGED = "merged"
        RELATED = "related"
        FOLLOW_UP = "follow_up"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links", db_index=False)
    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="linked_by")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    at = models.DateTimeField()
    actor_user_id = models.BigIntegerField(null=True)
    office = models.CharField(max_length=128, default="", blank=True)

    class Meta:
        db_table = "case_link"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "other", "kind"], condition=~Q(kind="merged"), name="case_link_once"
            ),
            models.CheckConstraint(condition=~Q(case=F("other")), name="case_link_to_another"),
        ]


class CaseCounter(models.Model):
    """The last number given by a unit (a place) on a day; counted up under its row lock."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    last = models.IntegerField()

    class Meta:
        db_table = "case_counter"
        constraints = [models.UniqueConstraint(fields=["place", "day"], name="case_counter_once")]


class CasePace(models.Model):
    """How long cases of one kind took a unit, told from its own past: counted working days from reaching `state` to
    the end of the term. Computed anew every night (`pace_table.rebuild_paces`), for the post and for its county."""

    procedure = models.CharField(max_length=48)
    state = models.CharField(max_length=48)
    role = models.CharField(max_length=32)
    scope = models.CharField(max_length=32)
    count = models.IntegerField()
    median = models.IntegerField()
    eightieth = models.IntegerField(help_text="four of five took no longer")

    class Meta:
        db_table = "case_pace"
        constraints = [
            models.UniqueConstraint(fields=["role", "scope", "procedure", "state"], name="case_pace_once")
        ]
