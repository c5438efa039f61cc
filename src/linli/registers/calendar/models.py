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
