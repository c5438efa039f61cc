"""Files that may be about the same person. Rules flag them, people decide; what was dismissed stays dismissed."""

from django.db import models
from django.db.models.functions import Now

from linli.registers.people.models.persons import Person


class DuplicatePair(models.Model):
    """Two files (the older one first) that a rule found alike."""

    class Rule(models.TextChoices):
        DOCUMENT = "document"
        NAME_BIRTH_PHONE = "name-birth-phone"
        NAME_BIRTH = "name-birth"
        SIMILAR = "similar"

    class State(models.TextChoices):
        FLAGGED = "flagged"
        DISMISSED = "dismissed"
        MERGED = "merged"

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=16, choices=Rule.choices, help_text="the strongest that held")
    state = models.CharField(max_length=9, choices=State.choices, default=State.FLAGGED)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "duplicate_pair"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="duplicate_pair_older_first"
            ),
        ]
