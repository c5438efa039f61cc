"""Spreadsheets of persons on their way into the register: how far they are, each row, what would undo them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from linli.registers.places.models import Placed


class PersonImport(Placed):
    """One spreadsheet. Placed where its rows belong: a community, or the place that has all of theirs.

    `plan` says which sheets, header rows and columns are read, as codes; `takes` are reasons for doubt with which rows
    are taken all the same. `rows` and `done` count the step that runs; the other figures are of the last check.
    `problem` is why the last step did not end: a code of `importing.words`. `story` tells who did what when, in order;
    it stays when the rows are forgotten (`importing.stories`).
    """

    class State(models.TextChoices):
        RECEIVED = "received"
        OUTLINED = "outlined"
        MAPPED = "mapped"
        CHECKED = "checked"
        ACCEPTED = "accepted"
        DONE = "done"
        UNDOING = "undoing"
        UNDONE = "undone"
        DROPPED = "dropped"
        FAILED = "failed"

    state = models.CharField(max_length=8, choices=State.choices, default=State.RECEIVED)
    place_id = models.BigIntegerField(help_text="that of the rows, unless a column names it")
    file_name = models.CharField(max_length=128)
    size = models.IntegerField(help_text="bytes of the file")
    digest = models.BinaryField(max_length=32, help_text="SHA-256 of the file")
    plan = models.JSONField(default=dict)
    takes = ArrayField(models.CharField(max_length=48), default=list)
    problem = models.CharField(max_length=32, db_default="", blank=True)
    story = models.JSONField(default=list)
    rows = models.IntegerField(db_default=0)
    done = models.IntegerField(db_default=0)
    new = models.IntegerField(db_default=0)
    changed = models.IntegerField(db_default=0)
    same = models.IntegerField(db_default=0)
    doubtful = models.IntegerField(db_default=0)
    refused = models.IntegerField(db_default=0)
    written = models.IntegerField(db_default=0, help_text="files made or changed")
    user_id = models.BigIntegerField(null=True)
    user_name = models.CharField(max_length=128, db_default="", blank=True)
    office = models.CharField(max_length=128, db_default="", blank=True)
    revision = models.IntegerField(
        db_default=0, help_text="counts steps, so that a second click does nothing"
    )
    created_at = models.DateTimeField(db_default=Now())
    written_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "person_import"
        indexes = [
            models.Index(
                fields=["state"],
                condition=models.Q(state__in=["received", "mapped", "accepted", "undoing"]),
                name="person_import_running",
            )
        ]


class ImportPart(models.Model):
    """What an import needs besides its rows, sealed: the file as it came, its outline, what was made by it."""

    batch = models.ForeignKey(PersonImport, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(max_length=10)
    sealed = models.BinaryField()

    class Meta:
        db_table = "person_import_part"
        constraints = [models.UniqueConstraint(fields=["batch", "kind"], name="person_import_part_once")]


class ImportRow(models.Model):
    """A row of a sheet as it was checked; what stands in it is sealed, and so is what would undo it.

    `action` is what becomes of it if it is taken: new, changed, same, joined (a second household of a row before).
    `answer` is what a person said to its doubts; a row that `follows` another one (by position) has that one's answer.
    """

    class Answer(models.TextChoices):
        SAME = "same"
        OTHER = "other"
        TAKE = "take"
        LEAVE = "leave"

    class State(models.TextChoices):
        NEW = "new"
        CHANGED = "changed"
        SAME = "same"
        DOUBTFUL = "doubtful"
        REFUSED = "refused"

    batch = models.ForeignKey(PersonImport, on_delete=models.CASCADE, related_name="lines", db_index=False)
    position = models.IntegerField(help_text="counted through the import, from 1")
    sheet = models.SmallIntegerField()
    line = models.IntegerField(help_text="row of the sheet, from 1")
    state = models.CharField(max_length=8, choices=State.choices)
    action = models.CharField(max_length=7, db_default="", blank=True)
    reasons = ArrayField(models.CharField(max_length=64), db_default=[])
    answer = models.CharField(max_length=5, choices=Answer.choices, db_default="", blank=True)
    follows = models.IntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    revision = models.IntegerField(null=True, help_text="of the file, when checked, then as written")
    sealed = models.BinaryField()
    undo = models.BinaryField(null=True)

    class Meta:
        db_table = "person_import_row"
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="person_import_row_once")]
        indexes = [models.Index(fields=["batch", "state", "position"], name="person_import_row_state")]
