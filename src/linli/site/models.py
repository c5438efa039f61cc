from django.db import models
from django.db.models.functions import Now


class DemoStage(models.Model):
    """A finished stage of building a demo county, written in the stage's own transaction: half is none.

    `digest` (where the stage computes one) is the same for the same parameters in any fresh database.
    """

    county_code = models.CharField(max_length=6)
    name = models.CharField(max_length=32)
    parameters = models.CharField(max_length=64)
    rows = models.BigIntegerField()
    digest = models.BinaryField(max_length=32, null=True)
    done_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "demo_stage"
        constraints = [models.UniqueConstraint(fields=["county_code", "name"], name="demo_stage_once")]
