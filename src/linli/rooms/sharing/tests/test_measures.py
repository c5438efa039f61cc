"""Fields that nobody was asked for again, counted by community."""

import pytest

from linli.insight.actions import compile_measures, rebuild
from linli.insight.models import MeasureValue
from linli.kernel.guard import acting_as
from linli.rooms.sharing.actions import reading
from linli.rooms.sharing.queries.covered import Wanted
from tests.support.cast import NOW, TODAY

from .conftest import NANSHAN, Sharing

pytestmark = pytest.mark.django_db


def counted(sharing: Sharing) -> int | None:
    compile_measures(now=NOW)
    rebuild(county=sharing.cast.places["532301"].place_id, day=TODAY, now=NOW)
    place = sharing.cast.places[NANSHAN].place_id
    values = MeasureValue.objects.filter(measure="fields_shared", community=place, day=TODAY)
    return values.values_list("value", flat=True).first()


def test_each_field_of_each_person_counts_where_she_lives(sharing: Sharing) -> None:
    number, actor = sharing.agree(fields=("name", "sex", "age")).number, sharing.actor("recipient")
    assert not counted(sharing)
    with acting_as(actor, day=TODAY):
        for _ in range(2):
            reading.read_list(
                actor=actor, now=NOW, number=number, way="page", wanted=Wanted(), after=0, limit=50
            )
    assert counted(sharing) == 12
