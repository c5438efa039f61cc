from django.db import models
from django.db.models.functions import Now


class InstalledPack(models.Model):
    """One version of a pack as it was installed; never changed (database trigger).

    `region_code` is the division the pack speaks for, empty for everywhere. `digest` is SHA-256 over the
    canonical content: the same version with another digest is refused. `sample` packs are illustrations.
    `manifest` is the pack.yaml as it was written.
    `overlay` packs hold what the city changed: their items stand before those of the same code in other packs.
    """

    pack_id = models.CharField(max_length=64)
    version = models.CharField(max_length=32)
    title = models.CharField(max_length=128)
    region_code = models.CharField(max_length=15, default="", blank=True)
    sample = models.BooleanField(default=False)
    overlay = models.BooleanField(default=False, db_default=False)
    licence = models.CharField(max_length=64, default="", blank=True)
    source = models.TextField(default="", blank=True)
    depends = models.JSONField(default=list, help_text="ids of the packs it builds on")
    manifest = models.JSONField(default=dict)
    digest = models.BinaryField(max_length=32)
    installed_at = models.DateTimeField(db_default=Now())
    installed_office = models.CharField(max_length=128, default="", blank=True)

    class Meta:
        db_table = "installed_pack"
        constraints = [
            models.UniqueConstraint(fields=["pack_id", "version"], name="installed_pack_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.version}"


class PackItem(models.Model):
    """One thing a pack holds (a matter, a procedure, a form …); never changed, so that a case can pin it."""

    pack = models.ForeignKey(InstalledPack, on_delete=models.PROTECT, related_name="items")
    section = models.CharField(max_length=32)
    code = models.CharField(max_length=64)
    content = models.JSONField()
    sample = models.BooleanField(default=False)

    class Meta:
        db_table = "pack_item"
        indexes = [models.Index(fields=["section", "code"], name="pack_item_section_code")]
        constraints = [models.UniqueConstraint(fields=["pack", "section", "code"], name="pack_item_once")]

    def __str__(self) -> str:
        return f"{self.section}:{self.code}"
