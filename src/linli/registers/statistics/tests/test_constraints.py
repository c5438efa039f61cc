"""What the register of figures refuses to hold, whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from linli.registers.statistics.models import PopulationFigure

pytestmark = pytest.mark.django_db


def add(value: int = 1_200, *, kind: str = "households", day: date = date(2025, 12, 31)) -> PopulationFigure:
    return PopulationFigure.objects.create(
        county=1, community=2, kind=kind, day=day, value=value, source="yearbook"
    )


def test_a_community_has_one_figure_of_a_kind_on_a_day() -> None:
    add()
    add(kind="residents")
    add(day=date(2024, 12, 31))
    with pytest.raises(IntegrityError), transaction.atomic():
        add(1_300)


def test_a_figure_may_be_zero_but_not_less() -> None:
    add(0)
    with pytest.raises(IntegrityError), transaction.atomic():
        add(-1, kind="residents")
