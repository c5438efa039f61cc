from django.contrib.postgres.fields import DateRangeField
from django.db import models

from linli.registers.places.models import Placed


class CommunityWorker(Placed):
    """A community worker (社区工作者) in service at a place during `valid`. Counted by KPI-05."""

    number = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=64)
    certificate = models.CharField(max_length=32, default="", blank=True)
    valid = DateRangeField()
    synthetic = models.BooleanField(default=False)

    class Meta:
        db_table = "community_worker"
        indexes = [models.Index(fields=["county", "community"], name="community_worker_place")]
