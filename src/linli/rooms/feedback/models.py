from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.engines.cases.models import Case
from linli.registers.places.models import Placed


class Rating(Placed):
    """One rating of one case (一事一评, GB/T 39734-2020). Words are sealed; `default` ones never count as quality."""

    class Level(models.IntegerChoices):
        VERY_SATISFIED = 5, _("Very satisfied")
        SATISFIED = 4, _("Satisfied")
        FAIRLY_SATISFIED = 3, _("Fairly satisfied")
        DISSATISFIED = 2, _("Dissatisfied")
        VERY_DISSATISFIED = 1, _("Very dissatisfied")

    class Source(models.TextChoices):
        ACTIVE = "active"
        DEFAULT = "default"

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="rating")
    level = models.SmallIntegerField(choices=Level.choices)
    options = ArrayField(models.CharField(max_length=48), default=list)
    comment_sealed = models.BinaryField(null=True)
    source = models.CharField(max_length=8, choices=Source.choices)
    given_at = models.DateTimeField()
    day = models.DateField(help_text="Asia/Shanghai")
    synthetic = models.BooleanField(default=False)

    class Meta:
        db_table = "rating"
        indexes = [
            models.Index(fields=["county", "day"], name="rating_county_day"),
            models.Index(fields=["community", "day"], name="rating_community_day"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(level__gte=1, level__lte=5), name="rating_five_levels")
        ]
