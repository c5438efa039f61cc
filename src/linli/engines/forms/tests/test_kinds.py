"""Uploads, signatures, points and references: what is read, what is refused, what an expression sees of them."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.engines.forms import answers, points
from linli.engines.forms.definitions import FormDefinition
from linli.engines.forms.questions import Entry, FormField
from linli.engines.forms.summaries import summary

from .conftest import TODAY, make_form

NAMES = {"7": "王桂兰", "532301100001": "南山社区", "t" * 20: "卡.jpg"}


class Town:
    """Knows what stands in `NAMES`."""

    def resolve(self, field: FormField, ref: str) -> str | None:
        return NAMES.get(ref)

    def offer(self, field: FormField, query: str) -> Sequence[Entry]:
        return [Entry(code=code, label=name) for code, name in NAMES.items() if query and query in name]

    def searches(self, field: FormField) -> bool:
        return True


def one(kind: str, **keys: Any) -> FormDefinition:
    return make_form({"code": "x", "label": "甲", "type": kind, **keys})


def read(form: FormDefinition, raw: object) -> tuple[Any, str]:
    good, faults = answers.read(form, {"x": raw}, TODAY, Town())
    assert answers.read(form, answers.as_raw(form, good), TODAY, Town())[0] == good
    return good.get("x"), faults.get("x", "")


@pytest.mark.parametrize("kind", ["person", "household", "place", "organisation"])
def test_a_reference_is_kept_with_the_name_of_the_day(kind: str) -> None:
    assert read(one(kind), {"ref": "7", "find": "王"}) == ({"ref": "7", "name": "王桂兰"}, "")
    assert read(one(kind), "7") == ({"ref": "7", "name": "王桂兰"}, "")
    assert read(one(kind), {"ref": "8"})[1]
    assert read(one(kind), {"find": "王"})[1]
    assert read(one(kind, required=False), {"ref": "", "find": "王"}) == (None, "")


def test_without_a_register_nothing_can_be_referred_to() -> None:
    assert set(answers.read(one("place"), {"x": "7"}, TODAY)[1]) == {"x"}


@pytest.mark.parametrize("kind", ["photo", "file"])
def test_an_upload_is_named_by_its_token(kind: str) -> None:
    assert read(one(kind), {"ref": "t" * 20}) == ({"document": "t" * 20, "name": "卡.jpg"}, "")
    assert read(one(kind), {"ref": "u" * 20})[1]
    assert read(one(kind), "")[1]


def test_a_signature_is_drawn_or_typed_and_confirmed() -> None:
    form = one("signature")
    assert read(form, {"name": "王桂兰", "agreed": "true"}) == ({"name": "王桂兰"}, "")
    assert read(form, {"ref": "t" * 20, "name": ""}) == ({"document": "t" * 20, "name": ""}, "")
    assert "Tick" in read(form, {"name": "王桂兰"})[1]
    assert read(form, {"agreed": "true"})[1]
    assert read(form, {"ref": "u" * 20, "name": "王", "agreed": "true"})[1]


def test_an_expression_sees_the_code_of_a_reference() -> None:
    form = make_form(
        {"code": "x", "label": "地", "type": "place"},
        {"code": "why", "label": "因", "type": "text", "show_if": "x != '532301100001'"},
    )
    assert answers.read(form, {"x": "532301100001"}, TODAY, Town())[1] == {}
    assert set(answers.read(form, {"x": "7"}, TODAY, Town())[1]) == {"why"}


def test_a_point_of_a_map_app_is_shifted_back() -> None:
    good, _fault = read(one("point"), {"lon": "116.404", "lat": "39.915", "datum": "gcj02"})
    assert (good["lon"], good["lat"]) == pytest.approx((116.397755, 39.913595), abs=2e-5)
    assert read(one("point"), {"lon": "101.5", "lat": "25"})[0] == {
        "lon": 101.5,
        "lat": 25.0,
        "datum": "wgs84",
    }


@pytest.mark.parametrize(
    "raw",
    [{"lon": "101.5"}, {"lon": "x", "lat": "1"}, {"lon": "181", "lat": "1"}, {"lon": "1", "lat": "91"},
     {"lon": "1", "lat": "1", "datum": "bd09"}],
)  # fmt: skip
def test_a_point_that_is_none_says_the_mend(raw: dict[str, str]) -> None:
    assert read(one("point"), raw)[1]


@given(st.floats(73, 135), st.floats(18, 53))
def test_the_way_back_from_a_map_app_is_exact(lon: float, lat: float) -> None:
    assert points.to_wgs84(*points.to_gcj02(lon, lat)) == pytest.approx((lon, lat), abs=1e-7)


def test_a_summary_names_what_was_chosen_and_links_what_was_uploaded() -> None:
    form = make_form(
        {"code": "place", "label": "地", "type": "place"},
        {"code": "scan", "label": "件", "type": "file"},
        {"code": "sign", "label": "签", "type": "signature"},
        {"code": "at", "label": "点", "type": "point"},
    )
    typed = {
        "place": "532301100001", "scan": "t" * 20, "sign": {"name": "王桂兰", "agreed": True},
        "at": {"lon": 101.5, "lat": 25},
    }  # fmt: skip
    good = answers.clean(form, typed, TODAY, Town())
    rows = {row.code: row for part in summary(form, good) for row in part.rows}
    assert rows["place"].value == "南山社区"
    assert (rows["scan"].value, rows["scan"].document) == ("卡.jpg", "t" * 20)
    assert "王桂兰" in rows["sign"].value
    assert "101.5" in rows["at"].value
