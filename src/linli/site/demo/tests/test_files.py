"""What a made-up file says besides names and homes fits the household it is in."""

from datetime import date

import pytest

from linli.registers.people import standards
from linli.site.demo.files import ethnicity_of, kin_of, labels_of, marital_of, sealed_labels_of
from linli.site.demo.households import Member

TODAY = date(2026, 3, 2)


def member(age: int, relation: str, sex: str = "2") -> Member:
    return Member("某某", sex, date(TODAY.year - age, 1, 1), relation)


COUPLE = [member(40, "02", "1"), member(38, "12"), member(12, "22", "1")]


def test_kin_of_a_household_are_known_both_ways() -> None:
    assert set(kin_of(COUPLE)) == {
        (0, 1, "spouse"), (1, 0, "spouse"), (2, 0, "parent"), (0, 2, "child"), (2, 1, "parent"), (1, 2, "child"),
    }  # fmt: skip
    assert list(kin_of([member(80, "02")])) == []


@pytest.mark.parametrize(
    ("household", "expected"),
    [
        (COUPLE, ["20", "20", "10"]),
        ([member(80, "02")], ["30"]),
        ([member(45, "02"), member(9, "31")], ["40", "10"]),
    ],
)
def test_marital_status_fits_the_household(household: list[Member], expected: list[str]) -> None:
    assert [marital_of(one, household, TODAY) for one in household] == expected


def test_an_old_woman_by_herself_is_labelled_so() -> None:
    old = member(85, "02")
    assert {"living-alone", "old-age"} <= set(labels_of(old, [old], number="1", today=TODAY))
    assert "living-alone" not in labels_of(old, [old, member(50, "21")], number="1", today=TODAY)
    assert "empty-nest" in labels_of(old, [old, member(84, "11")], number="1", today=TODAY)


def test_sealed_labels_are_drawn_by_the_number_alone() -> None:
    drawn = [sealed_labels_of(member(70, "02"), number=str(lot), today=TODAY) for lot in range(1_000)]
    assert 30 < sum(map(len, drawn)) < 90
    assert drawn == [sealed_labels_of(member(70, "02"), number=str(lot), today=TODAY) for lot in range(1_000)]


def test_ethnicities_are_codes_of_the_standard_and_differ_by_region() -> None:
    drawn = {
        region: {ethnicity_of(f"H{lot}", region) for lot in range(500)} for region in ("532301", "120118")
    }
    assert drawn["532301"] == {"01", "07", "14", "03"}
    assert drawn["120118"] <= drawn["532301"] <= standards.ETHNICITIES
