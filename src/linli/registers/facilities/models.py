from django.contrib.postgres.fields import DateRangeField
from django.db import models

from linli.registers.places.models import Placed


class Facility(Placed):
    """A community service facility. Areas in cm²."""

    number = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=128)
    kind = models.CharField(max_length=32, help_text="code list facility-kind")
    floor_area = models.BigIntegerField(help_text="cm²")
    activity_area = models.BigIntegerField(null=True, help_text="cm² that residents use; null: not measured")
    valid = DateRangeField(help_text="in service")
    synthetic = models.BooleanField(default=False)

    class Meta:
        db_table = "facility"
        indexes = [models.Index(fields=["county", "community"], name="facility_place")]
        constraints = [
            models.CheckConstraint(condition=models.Q(floor_area__gt=0), name="facility_area_positive"),
            models.CheckConstraint(
                condition=models.Q(activity_area__isnull=True)
                | models.Q(activity_area__gte=0, activity_area__lte=models.F("floor_area")),
                name="facility_activity_area_within",
            ),
        ]


class FacilityShare(models.Model):
    """A village (`community`) that uses a facility standing in another one."""

    facility = models.ForeignKey(Facility, on_delete=models.CASCADE, related_name="shares")
    community = models.BigIntegerField(db_index=True)

    class Meta:
        db_table = "facility_share"
        constraints = [models.UniqueConstraint(fields=["facility", "community"], name="facility_share_once")]
