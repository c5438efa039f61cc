from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Proposal(models.Model):
    """Changes that one person proposes and another approves. `state` follows from the steps; `reason` says why.

    `revision` counts every change of it, so that nobody decides on a page that is out of date. `pack` is the version
    of the overlay that came of it.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        APPROVED = "approved"
        RETURNED = "returned"
        WITHDRAWN = "withdrawn"

    class Origin(models.TextChoices):
        BROWSER = "browser"
        WORKBOOK = "workbook"
        FILES = "files"
        VERSION = "version"

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=128, default="", blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.BROWSER)
    reason = models.TextField(default="", blank=True)
    opened_at = models.DateTimeField(db_default=Now())
    revision = models.PositiveIntegerField(default=1)
    pack = models.OneToOneField(
        "packs.InstalledPack", null=True, on_delete=models.PROTECT, related_name="proposal"
    )

    class Meta:
        db_table = "overlay_proposal"
        constraints = [
            models.UniqueConstraint(
                fields=["author"],
                condition=models.Q(state="draft", origin="browser"),
                name="overlay_one_open_draft",
            ),
            models.CheckConstraint(
                condition=models.Q(pack__isnull=True) | models.Q(state="approved"),
                name="overlay_version_is_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class ProposalStep(models.Model):
    """What happened to a proposal, by whom and when; only ever added (database trigger)."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=10)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=128, default="", blank=True)
    at = models.DateTimeField()
    note = models.TextField(default="", blank=True)

    class Meta:
        db_table = "overlay_step"

    def __str__(self) -> str:
        return f"{self.proposal_id}:{self.verb}"


class Change(models.Model):
    """What a proposal makes of one item; `content` None gives the item back to its pack.

    `base` is the pack's version that the content was made from, `replaces` what was in force then.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="changes")
    section = models.CharField(max_length=32)
    code = models.CharField(max_length=64)
    base = models.ForeignKey("packs.PackItem", on_delete=models.PROTECT, related_name="+")
    replaces = models.ForeignKey("packs.PackItem", on_delete=models.PROTECT, related_name="+")
    content = models.JSONField(null=True)

    class Meta:
        db_table = "overlay_change"
        ordering = ["section", "code"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "section", "code"], name="overlay_change_once")
        ]

    def __str__(self) -> str:
        return f"{self.section}:{self.code}"


class OverlayItem(models.Model):
    """Which version of a pack an item of the overlay was made from, and which proposal last changed it; immutable."""

    item = models.OneToOneField(
        "packs.PackItem", primary_key=True, on_delete=models.PROTECT, related_name="overlay"
    )
    base = models.ForeignKey("packs.PackItem", on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="items")

    class Meta:
        db_table = "overlay_item"

    def __str__(self) -> str:
        return f"overlay of {self.item_id}"
