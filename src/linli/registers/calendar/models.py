from django.contrib.postgres.fields import ArrayField
from django.db import models

from linli.registers.calendar.rules import Kind


class CalendarDay(models.Model):
    """A day that is not what its weekday says, in a region (empty: the whole nation; else the first 2, 4 or 6
    digits of its division codes). `supplier` is who put it here, such as `pack:national`; `source` who says
    so.
    """

    region_code = models.CharField(max_length=6, default="", blank=True)
    day = models.DateField()
    kind = models.CharField(
        max_length=7, choices=[(kind, kind) for kind in (Kind.HOLIDAY.value, Kind.MAKE_UP.value)]
    )
    name = models.CharField(max_length=64)
    source = models.CharField(max_length=200)
    provisional = models.BooleanField(default=False)
    supplier = models.CharField(max_length=64)

    class Meta:
        db_table = "calendar_day"
        constraints = [models.UniqueConstraint(fields=["region_code", "day"], name="calendar_day_once")]


class OfficeHoursRule(models.Model):
    """When offices of a region are open on working days (see `hours.HoursRule`); of one region, rules with a higher
    id lie over earlier ones. `intervals` are minutes since midnight, `season` months and days."""

    region_code = models.CharField(max_length=6, default="", blank=True)
    weekdays = ArrayField(models.SmallIntegerField())
    intervals = models.JSONField(help_text="[[opens, closes], …] in minutes since midnight")
    season = models.JSONField(null=True, help_text="[[month, day], [month, day]], each year")
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    source = models.CharField(max_length=200)
    example = models.BooleanField(default=False)
    supplier = models.CharField(max_length=64)

    class Meta:
        db_table = "calendar_office_hours"
