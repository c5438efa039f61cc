"""Lists that leave the house: asked for, approved, made, fetched once."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from linli.rooms.sharing.models.agreements import Agreement


class Export(models.Model):
    """A list of persons as a file: under an agreement, or (without one) by staff who keep the files of a place.

    `post` is the role and scope by which it was asked; whoever approves acts by another one. `digest` is the SHA-256
    of the file in hexadecimal; file and digest exist once it is made, the file until it is fetched or forgotten.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        APPROVED = "approved"
        REFUSED = "refused"
        MADE = "made"
        FETCHED = "fetched"
        DROPPED = "dropped"
        FAILED = "failed"

    class Format(models.TextChoices):
        XLSX = "xlsx"
        CSV = "csv"

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, related_name="exports")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    format = models.CharField(max_length=4, choices=Format.choices)
    fields = ArrayField(models.CharField(max_length=48))
    reach = ArrayField(models.BigIntegerField(), help_text="the places it is about, and all above them")
    places = ArrayField(models.BigIntegerField())
    label = models.CharField(max_length=32, db_default="", blank=True)
    youngest = models.SmallIntegerField(null=True)
    oldest = models.SmallIntegerField(null=True)
    reason = models.CharField(max_length=120)
    asked_by = models.BigIntegerField()
    asked_office = models.CharField(max_length=128)
    post = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    second = models.BooleanField(help_text="a second person approves it")
    decided_by = models.BigIntegerField(null=True)
    decided_office = models.CharField(max_length=128, db_default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_reason = models.CharField(max_length=200, db_default="", blank=True)
    rows = models.IntegerField(null=True)
    digest = models.CharField(max_length=64, db_default="", blank=True, db_index=True)
    made_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=48, db_default="", blank=True)

    class Meta:
        db_table = "share_export"
        indexes = [
            models.Index(fields=["id"], condition=models.Q(state="approved"), name="share_export_to_make"),
            models.Index(fields=["made_at"], condition=models.Q(state="made"), name="share_export_kept"),
            models.Index(fields=["asked_by", "-id"], name="share_export_asked_by"),
        ]


class ExportFile(models.Model):
    """The file itself, sealed."""

    export = models.OneToOneField(Export, on_delete=models.PROTECT, primary_key=True, related_name="file")
    sealed = models.BinaryField()

    class Meta:
        db_table = "share_export_file"
