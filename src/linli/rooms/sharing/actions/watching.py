"""What nobody does, time does: agreements come to their end, and some are read far more than usual."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Sum
from django.db.models.functions import TruncDate

from linli.kernel import clock
from linli.rooms.sharing.actions import telling
from linli.rooms.sharing.models import Tally, Version
from linli.rooms.sharing.rules import volume as rules

SOON: Final = timedelta(days=30)
"""So long before the last day both sides are told."""
_BEFORE: Final = timedelta(days=28)


def tell_due(*, now: datetime) -> int:
    """Whatever is due today, each once however often this runs; returns how many were told."""
    return sum(_tell_ending(now)) + sum(_tell_often(now))


def _tell_ending(now: datetime) -> list[bool]:
    day = clock.local_day(now)
    later = Version.objects.filter(
        agreement=OuterRef("agreement"), seq__gt=OuterRef("seq"), state__in=("asked", "approved")
    )
    ending = Version.objects.filter(
        ~Exists(later), state=Version.State.APPROVED, valid__contains=day, valid__endswith__lte=day + SOON,
        agreement__halt="",
    )  # fmt: skip
    found = ending.select_related("agreement__organisation").order_by("pk")
    return [telling.tell_ending(one.agreement, one, now=now) for one in found]


def _tell_often(now: datetime) -> list[bool]:
    today = clock.local_day(now)
    days = _days(now)
    versions = Version.objects.filter(pk__in=days).select_related("agreement__organisation").order_by("pk")
    return [
        telling.tell_often(one.agreement, one, days[one.pk][today], now=now)
        for one in versions
        if rules.unusual(
            days[one.pk][today],
            [count for day, count in days[one.pk].items() if day != today],
            volume=one.terms.volume or rules.UNSTATED,
        )
    ]


def _days(now: datetime) -> dict[int, dict[object, int]]:
    """Version → day → persons, of those that were read today."""
    midnight = clock.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Tally.objects.filter(hour__gte=midnight, hour__lte=now).values("version")
    rows = Tally.objects.filter(version__in=today, hour__gte=midnight - _BEFORE, hour__lte=now)
    by_day = rows.annotate(day=TruncDate("hour", tzinfo=clock.LOCAL)).values_list("version", "day")
    found: dict[int, dict[object, int]] = defaultdict(dict)
    for version, day, persons in by_day.annotate(persons=Sum("persons")).order_by():
        found[version][day] = persons
    return found
