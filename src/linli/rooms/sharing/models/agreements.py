"""Share agreements: who gets which fields of whom, and how often they were used."""

from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from linli.registers.organisations.models import Organisation
from linli.rooms.sharing.rules import Terms
from linli.rooms.sharing.rules.needs import GROUPS, Need
from linli.rooms.sharing.rules.volume import Volume


class Counter(models.Model):
    """The last number given in a year: its row is locked while the next one is taken."""

    year = models.SmallIntegerField(primary_key=True)
    last = models.IntegerField()

    class Meta:
        db_table = "share_counter"


class Agreement(models.Model):
    """A department (`organisation`) gets data from the files of a county's places; what exactly, its versions say."""

    class Halt(models.TextChoices):
        SUSPENDED = "suspended"
        REVOKED = "revoked"

    number = models.CharField(max_length=16, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    county = models.BigIntegerField()
    halt = models.CharField(max_length=9, choices=Halt.choices, db_default="", blank=True)
    revision = models.IntegerField(default=0)
    asked_at = models.DateTimeField()

    class Meta:
        db_table = "share_agreement"
        indexes = [
            models.Index(fields=["county", "-id"], name="share_agreement_county"),
            models.Index(fields=["organisation", "-id"], name="share_agreement_organisation"),
        ]


class Version(models.Model):
    """One wording of an agreement; a trigger keeps its terms as they were asked for.

    `reach` are the places and all above them, so that everyone whose places it touches is found by overlap.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        APPROVED = "approved"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    seq = models.SmallIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    purpose = models.CharField(max_length=120)
    basis = models.CharField(max_length=9)
    ground = models.CharField(max_length=200)
    consent = models.CharField(max_length=48, db_default="", blank=True)
    fields = ArrayField(models.CharField(max_length=48))
    places = ArrayField(models.BigIntegerField())
    reach = ArrayField(models.BigIntegerField())
    label = models.CharField(max_length=32, db_default="", blank=True)
    youngest = models.SmallIntegerField(null=True)
    oldest = models.SmallIntegerField(null=True)
    ways = ArrayField(models.CharField(max_length=6))
    retention = models.SmallIntegerField(help_text="days for which the recipient may keep the data")
    needs = models.JSONField(
        default=dict, help_text="group of fields → purpose, basis, ground; none: one for all"
    )
    daily = models.IntegerField(null=True, help_text="persons looked up on a day at most")
    volume = models.IntegerField(null=True, help_text="persons looked up in the whole term at most")
    valid = DateRangeField()
    asked_by = models.BigIntegerField()
    decided_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "share_version"
        indexes = [
            GinIndex(fields=["reach"], name="share_version_reach"),
            GinIndex(fields=["places"], name="share_version_places"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "seq"], name="share_version_once"),
            models.UniqueConstraint(
                fields=["agreement"], condition=models.Q(state="asked"), name="share_version_one_asked"
            ),
            models.CheckConstraint(
                condition=models.Q(valid__upper_inf=False, valid__lower_inf=False),
                name="share_version_ends",
            ),
        ]

    @property
    def terms(self) -> Terms:
        return Terms(
            purpose=self.purpose,
            basis=self.basis,
            ground=self.ground,
            consent=self.consent,
            fields=tuple(self.fields),
            places=tuple(self.places),
            label=self.label,
            youngest=self.youngest,
            oldest=self.oldest,
            ways=tuple(self.ways),
            retention=self.retention,
            since=self.valid.lower,
            until=self.valid.upper - self.valid.upper.resolution,
            needs=tuple(Need(group, **self.needs[group]) for group in GROUPS if group in self.needs),
            volume=Volume(self.daily, self.volume) if self.daily and self.volume else None,
        )


class AgreementStep(models.Model):
    """History of an agreement: each step with who took it and why; only added to."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="steps")
    seq = models.SmallIntegerField(help_text="of the version that it is about")
    act = models.CharField(max_length=9)
    user_id = models.BigIntegerField(null=True)
    office = models.CharField(max_length=128, db_default="", blank=True)
    reason = models.CharField(max_length=200, db_default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "share_step"


class Use(models.Model):
    """How often an agreement was used in a month: reads, persons and fields that nobody was asked for again."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="uses")
    month = models.DateField(help_text="its first day")
    community = models.BigIntegerField(help_text="of the persons; 0 where they have none")
    way = models.CharField(max_length=6)
    reads = models.IntegerField()
    persons = models.IntegerField()
    fields = models.IntegerField()

    class Meta:
        db_table = "share_use"
        constraints = [
            models.UniqueConstraint(fields=["agreement", "month", "community", "way"], name="share_use_once")
        ]


class Tally(models.Model):
    """What one account looked up in an hour under a version: persons, and look-ups that found nobody (`vain`)."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="tallies", db_index=False)
    account = models.BigIntegerField()
    hour = models.DateTimeField(help_text="its beginning")
    persons = models.IntegerField()
    vain = models.IntegerField()

    class Meta:
        db_table = "share_tally"
        constraints = [
            models.UniqueConstraint(fields=["version", "hour", "account"], name="share_tally_once"),
        ]
