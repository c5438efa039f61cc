"""Change requests: what is to happen to files, who drafted, checked and applied it, and how to undo a merge."""

from django.db import models
from django.db.models.functions import Now

from linli.registers.people.models.persons import Person, Provision
from linli.registers.places.models import Placed


class FileChange(Placed):
    """One change of files. Details, what stood in the files before,
    and what a merge needs to be undone are sealed; places are where it is handled."""

    class Kind(models.TextChoices):
        BIRTH = "birth"
        DEATH = "death"
        MOVE_IN = "move-in"
        MOVE_OUT = "move-out"
        MARRIAGE = "marriage"
        DIVORCE = "divorce"
        HOUSEHOLD_SPLIT = "household-split"
        HOUSEHOLD_MERGE = "household-merge"
        CORRECTION = "correction"
        DELETION = "deletion"
        DOCUMENT_ADDED = "document-added"
        GUARDIAN_NAMED = "guardian-named"
        GUARDIAN_ENDED = "guardian-ended"
        LABEL_GIVEN = "label-given"
        LABEL_ENDED = "label-ended"
        PERSON_MERGE = "person-merge"
        MERGE_UNDONE = "merge-undone"

    class State(models.TextChoices):
        DRAFT = "draft"
        CHECKED = "checked"
        APPLIED = "applied"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    details_sealed = models.BinaryField()
    before_sealed = models.BinaryField(null=True)
    undo_sealed = models.BinaryField(null=True)
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    source = models.CharField(max_length=10, choices=Provision.Source.choices)
    reference = models.CharField(max_length=64, db_default="", blank=True)
    drafted_by = models.BigIntegerField(null=True)
    checked_by = models.BigIntegerField(null=True)
    revision = models.IntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "file_change"
        indexes = [
            models.Index(
                fields=["community", "-id"],
                condition=models.Q(state__in=["draft", "checked"]),
                name="file_change_open",
            )
        ]


class FileChangePerson(models.Model):
    """A person whom a change touches, and the revision of the file that the draft was made from."""

    change = models.ForeignKey(FileChange, on_delete=models.PROTECT, related_name="persons")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="changes")
    revision = models.IntegerField()

    class Meta:
        db_table = "file_change_person"
        constraints = [models.UniqueConstraint(fields=["change", "person"], name="file_change_person_once")]


class FileChangeStep(models.Model):
    """History of a change: each step with who took it; only added to."""

    change = models.ForeignKey(FileChange, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=9, choices=FileChange.State.choices)
    user_id = models.BigIntegerField(null=True)
    office = models.CharField(max_length=128, db_default="", blank=True)
    reason = models.CharField(max_length=32, db_default="", blank=True, help_text="code of a refusal")
    at = models.DateTimeField()

    class Meta:
        db_table = "file_change_step"
