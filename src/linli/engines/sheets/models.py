from django.db import models
from django.db.models.functions import Now


class SheetMapping(models.Model):
    """Which columns an office gave to a header of this shape the last time (column from 0 → target, "" for none)."""

    kind = models.CharField(max_length=16, help_text="what the rows are about")
    office = models.CharField(max_length=128)
    shape_digest = models.BinaryField(max_length=16)
    columns = models.JSONField()
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "sheet_mapping"
        constraints = [
            models.UniqueConstraint(fields=["kind", "office", "shape_digest"], name="sheet_mapping_once")
        ]
