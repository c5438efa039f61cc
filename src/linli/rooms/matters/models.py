from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from linli.engines.cases.models import Case
from linli.engines.packs.models import PackItem
from linli.registers.documents.models import Document


class CatalogueEntry(models.Model):
    """A matter as it is found: the newest installed version of each code, projected when a pack is installed."""

    code = models.CharField(max_length=64, unique=True)
    item = models.ForeignKey(PackItem, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=64)
    summary = models.CharField(max_length=300)
    need_tags = ArrayField(models.CharField(max_length=32), default=list)
    online = models.BooleanField()
    words = SearchVectorField()

    class Meta:
        db_table = "catalogue_entry"
        indexes = [
            GinIndex(fields=["words"], name="catalogue_entry_words"),
            GinIndex(fields=["need_tags"], name="catalogue_entry_needs"),
        ]


class BundleEntry(models.Model):
    """A bundle as it is found: the newest installed version of each code, projected when a pack is installed."""

    code = models.CharField(max_length=64, unique=True)
    item = models.ForeignKey(PackItem, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=64)
    summary = models.CharField(max_length=300)
    need_tags = ArrayField(models.CharField(max_length=32), default=list)
    matters = ArrayField(models.CharField(max_length=64), default=list)
    words = SearchVectorField()

    class Meta:
        db_table = "bundle_entry"


class Collection(models.Model):
    """What an application asked for, counted as it came in; no answer stands here.

    `collected` fields were typed or handed in, `prefilled` ones came from a register, `again` are the words of those
    questions and papers among the collected ones that a register had (S4-46).
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="+")
    community = models.BigIntegerField(null=True)
    day = models.DateField()
    matter = models.CharField(max_length=64)
    prefilled = models.IntegerField()
    collected = models.IntegerField()
    again = ArrayField(models.CharField(max_length=200))

    class Meta:
        db_table = "case_collection"
        indexes = [models.Index(fields=["community", "day"], name="case_collection_community")]


class CasePaper(models.Model):
    """A paper of a case's checklist as it stands: given as a photo, or sighted at the counter."""

    class State(models.TextChoices):
        GIVEN = "given"
        SIGHTED = "sighted"
        INSUFFICIENT = "insufficient"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    code = models.CharField(max_length=64)
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices)
    at = models.DateTimeField()

    class Meta:
        db_table = "case_paper"
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="case_paper_once")]


class OfficialNotice(models.Model):
    """A notice that the law or the procedure asks for, kept as issued: `facts` are codes and days, no names."""

    class Kind(models.TextChoices):
        SUPPLEMENT = "supplement"
        ACCEPTANCE = "acceptance"
        PUBLICITY = "publicity"
        DECISION = "decision"
        DECLINE = "decline"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    step_seq = models.IntegerField()
    issued_at = models.DateTimeField()
    office = models.CharField(max_length=128)
    facts = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "official_notice"
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "step_seq"], name="official_notice_once")
        ]
        indexes = [
            models.Index(
                fields=["kind", "-issued_at"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="official_notice_current",
            )
        ]
