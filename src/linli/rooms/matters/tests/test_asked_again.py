"""What an application asked of people although a register had it: counted as it comes in, told without answers."""

import pytest
from django.db import connection

from linli.engines.cases.models import Case
from linli.insight.actions import compile_measures, rebuild
from linli.insight.models import MeasureValue
from linli.kernel.guard import acting_as
from linli.registers.people.models import Residence
from linli.rooms.matters import actions
from linli.rooms.matters.models import Collection
from tests.support.cast import NOW, TODAY
from tests.support.counter import Counter
from tests.support.world import MATTER, photo_of, typed

pytestmark = pytest.mark.django_db


def apply(counter: Counter, who: str = "wang", **given: object) -> Case:
    asked = {
        "actor": counter.cast.actor(who),
        "now": NOW,
        "code": MATTER,
        "raw": typed(who),
        "again": True,
    } | given
    return actions.apply(**asked)  # type: ignore[arg-type]


def kept(case: Case) -> Collection:
    return Collection.objects.get(case=case)


def test_what_the_register_filled_in_is_not_collected(counter: Counter) -> None:
    found = kept(apply(counter))
    assert (found.matter, found.community, found.day) == ("高龄津贴", found.case.community, TODAY)
    assert found.prefilled >= 5
    assert found.collected >= 3
    assert found.again == []


def test_a_register_s_own_words_typed_into_another_field_were_asked_again(counter: Counter) -> None:
    before = kept(apply(counter)).collected
    found = kept(apply(counter, raw=typed("wang", note="王桂兰")))
    assert len(found.again) == 1
    assert found.collected == before + 1
    assert "王桂兰" not in str(found.again)


def test_a_correction_of_what_was_filled_in_is_collected_and_not_asked_again(counter: Counter) -> None:
    home = Residence.objects.get(person=counter.cast.people["wang"], kind="dwelling").address
    first = kept(apply(counter, raw=typed("wang", address=home)))
    other = kept(apply(counter, raw=typed("wang", address="花园路99号9栋9单元901室")))
    assert (other.prefilled, other.collected, other.again) == (first.prefilled - 1, first.collected + 1, [])


def test_a_paper_that_she_gave_before_was_asked_again(counter: Counter) -> None:
    first = apply(counter, photos={"id-card": photo_of(counter, "wang", "one")})
    second = apply(counter, photos={"id-card": photo_of(counter, "wang", "two")})
    assert kept(first).again == []
    assert len(kept(second).again) == 1


def test_whose_case_it_is_not_sees_no_row(counter: Counter) -> None:
    case = apply(counter)
    with acting_as(counter.cast.actor("chen"), day=TODAY):
        assert not Collection.objects.filter(case=case).exists()


def test_the_indicator_s_parts_are_sums_of_these_rows(counter: Counter) -> None:
    rows = [kept(apply(counter, raw=typed("wang", note=note))) for note in ("听力不好", "王桂兰")]
    compile_measures(now=NOW)
    rebuild(county=counter.cast.places["532301"].place_id, day=TODAY, now=NOW)
    values = dict(
        MeasureValue.objects.filter(
            community=rows[0].community, day=TODAY, measure__startswith="fields_"
        ).values_list("measure", "value")
    )
    assert values["fields_collected"] == sum(row.collected for row in rows)
    assert values["fields_prefilled"] == sum(row.prefilled for row in rows)
    assert values["fields_asked_again"] == 1


def test_no_answer_stands_in_the_table(counter: Counter) -> None:
    apply(counter, raw=typed("wang", note="王桂兰"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(one)::text FROM case_collection AS one")
        text = cursor.fetchone()[0]
    assert not any(said in text for said in ("王桂兰", "1942-01-05", "9999"))
