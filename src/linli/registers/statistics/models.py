from django.db import models

from linli.registers.places.models import Placed


class PopulationFigure(Placed):
    """One figure of a place on a reference day, with its source; the latest on or before a day counts."""

    class Kind(models.TextChoices):
        HOUSEHOLDS = "households", "居民户数"
        RESIDENTS = "residents", "常住人口"
        URBAN_RESIDENTS = "urban_residents", "城镇常住人口"
        VULNERABLE_ELDERLY = "vulnerable_elderly", "特殊困难老年人"
        VISITED_ELDERLY = "visited_elderly", "当月探访的特殊困难老年人"

    kind = models.CharField(max_length=24, choices=Kind.choices)
    day = models.DateField()
    value = models.BigIntegerField()
    source = models.CharField(max_length=128)
    synthetic = models.BooleanField(default=False)

    class Meta:
        db_table = "population_figure"
        constraints = [
            models.UniqueConstraint(fields=["community", "kind", "day"], name="population_figure_once"),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="population_figure_not_negative"),
        ]
        indexes = [models.Index(fields=["county", "kind", "day"], name="population_figure_county")]
