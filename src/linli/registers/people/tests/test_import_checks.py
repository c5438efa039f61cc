"""Rows of an import by themselves and together, without the register."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.codes import id_number_for
from linli.registers.people.importing.checks import check_row, check_together
from linli.registers.people.importing.given import Given, from_json, to_json

TODAY = date(2026, 3, 2)
BORN = date(1990, 1, 1)


def number(sequence: int = 1, born: date = BORN) -> str:
    return id_number_for("999999", born, sequence)


def row(position: int = 1, **more: Any) -> Given:
    values: dict[str, Any] = {
        "name": "张三", "id_number": number(position), "relation": "02", "household": "01", "community": 5,
        "dwelling_address": "翠湖路1号",
    }  # fmt: skip
    phones = more.pop("phones", ())
    found = Given(position=position, line=position + 1, **(values | more))
    check_row(found, today=TODAY, phones=phones)
    return found


def together(*rows: Given) -> None:
    check_together(rows)


def test_the_number_says_birth_date_and_sex() -> None:
    one = row()
    assert (one.birth_date, one.sex, one.faults, one.doubts) == (BORN, "1", [], [])


@pytest.mark.parametrize(
    ("given", "faults", "doubts"),
    [
        ({"name": ""}, ["name:missing"], []),
        ({"id_number": "53230119900101321"}, ["id_number:length"], []),
        ({"id_number": number()[:-1] + ("0" if number()[-1] != "0" else "1")}, ["id_number:check"], []),
        ({"birth_date": date(1990, 1, 2)}, [], ["birth_date:differs"]),
        ({"sex": "2"}, [], ["sex:differs"]),
        ({"id_number": "110105491231002"}, [], ["id_number:widened"]),
        ({"household": ""}, ["household:missing"], []),
        ({"relation": ""}, [], ["relation:missing"]),
        ({"community": None}, ["community:missing"], []),
        ({"phones": ["138"]}, [], ["phone:form"]),
        ({"phones": ["13800001111", "13800002222"]}, [], ["phone:several"]),
        ({"id_number": "", "sex": "1", "birth_date": date(2025, 1, 1)}, [], []),
        ({"id_number": "", "sex": "1", "birth_date": date(1980, 1, 1)}, [], ["id_number:adult"]),
        ({"id_number": "", "sex": "1"}, ["birth_date:missing"], []),
        ({"id_number": "", "birth_date": date(2025, 1, 1)}, ["sex:missing"], []),
        (
            {"id_number": "", "sex": "1", "birth_date": date(2025, 1, 1), "household": "", "relation": "",
             "dwelling_address": ""},
            ["id_number:homeless"], [],
        ),
        (
            {"id_number": "", "document_kind": "passport", "document_number": "E12345678", "sex": "1",
             "birth_date": BORN}, [], [],
        ),
        (
            {"id_number": "", "document_kind": "passport", "document_number": "护照", "sex": "1", "birth_date": BORN},
            ["id_number:document"], [],
        ),
    ],
)  # fmt: skip
def test_a_row_by_itself(given: dict[str, Any], faults: list[str], doubts: list[str]) -> None:
    one = row(**given)
    assert (one.faults, one.doubts) == (faults, doubts)


def test_a_row_twice_is_refused_and_names_the_first() -> None:
    one, two = row(), row(2, id_number=number(), relation="12")
    together(one, two)
    assert (one.faults, two.faults) == ([], ["id_number:repeated:2"])


def test_a_row_that_is_refused_does_not_stand_in_the_way_of_the_mended_one() -> None:
    one, two = row(relation="", household=""), row(2, id_number=number())
    one.fault("name", "missing")
    together(one, two)
    assert two.faults == []


def test_a_child_without_number_twice_in_one_household_is_refused() -> None:
    child = {"id_number": "", "sex": "2", "birth_date": date(2025, 5, 5), "relation": "30"}
    one, two, other = row(2, **child), row(3, **child), row(4, **(child | {"household": "02"}))
    together(row(), one, two, other)
    assert (one.faults, two.faults, other.faults) == ([], ["name:repeated:3"], [])


def test_a_member_of_two_households_of_different_kinds_joins_both() -> None:
    one = row(household_kind="registered")
    two = row(2, id_number=number(), household="99", household_kind="dwelling")
    three = row(3, id_number=number(), household="98", household_kind="dwelling")
    together(one, two, three)
    assert (two.joins, two.faults) == (1, [])
    assert three.faults == ["id_number:repeated:2"]


def test_a_member_of_two_households_whose_kind_nobody_said_is_asked_for_it() -> None:
    one, two = row(), row(2, id_number=number(), household="99")
    together(one, two)
    assert two.faults == ["household:second:2"]


def test_a_second_head_is_refused() -> None:
    one, two = row(), row(2)
    together(one, two)
    assert (one.faults, two.faults) == ([], ["relation:second-head:2"])


def test_an_address_that_only_the_head_tells_holds_for_the_household() -> None:
    wife = row(2, relation="12", dwelling_address="")
    together(wife, row(dwelling_address="翠湖路1号"))
    assert wife.dwelling_address == "翠湖路1号"


def test_who_tells_another_home_keeps_her_own() -> None:
    wife = row(2, relation="12", dwelling_address="", registered_address="文昌巷2号")
    together(wife, row(dwelling_address="翠湖路1号"))
    assert wife.dwelling_address == ""


texts = st.text(max_size=12)
days = st.dates(min_value=date(1900, 1, 1), max_value=TODAY)


@given(
    st.builds(
        Given, position=st.integers(1, 9), name=texts, id_number=texts, birth_date=st.none() | days, household=texts,
        relation=st.sampled_from(["", "02", "12"]), community=st.none() | st.integers(1, 9), since=st.none() | days,
        raw=st.lists(texts, max_size=3),
    )
)  # fmt: skip
def test_any_row_is_checked_and_kept_as_it_is(one: Given) -> None:
    assert from_json(to_json(one)) == one
    check_row(one, today=TODAY, phones=[one.name])
    check_together([one])
    kept = from_json(to_json(one))
    assert (kept.id_number, kept.birth_date, kept.household) == (one.id_number, one.birth_date, one.household)
