"""What a template must hold to be installed."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from linli.engines.notices import occasions
from linli.engines.notices.checks import check_template
from linli.engines.notices.definitions import NoticeTemplate
from linli.engines.packs.sections import Finding

GOOD: dict[str, Any] = {
    "code": "matters-ended",
    "title": "结果告知",
    "tell": [
        {"to": ["applicant"], "when": "outcome == 'granted'", "text": "“{title}”已批准。"},
        {"to": ["applicant"], "text": "“{title}”办结了。"},
    ],
}


class Empty:
    def codes(self, section: str) -> frozenset[str]:
        return frozenset()

    def get(self, section: str, code: str) -> None:
        return None

    def is_partial(self, section: str) -> bool:
        return True


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def findings(**changes: Any) -> list[Finding]:
    return list(check_template(NoticeTemplate.model_validate(GOOD | changes), Empty()))


def rule(text: str, **more: Any) -> dict[str, Any]:
    return {"to": ["applicant"], "text": text, **more}


def test_a_good_template_has_no_findings() -> None:
    assert findings() == []


def test_an_occasion_that_nobody_declares_is_named_with_the_one_meant() -> None:
    (found,) = findings(code="matters-endet")
    assert (found.path, "matters-ended" in found.mend) == (("code",), True)


@pytest.mark.parametrize(
    ("tell", "path", "says"),
    [
        ([rule("“{titel}”")], ("tell", 0, "text"), "fact"),
        ([rule("x", sms="{nobody}")], ("tell", 0, "sms"), "fact"),
        ([rule("x", when="outcom == 'granted'"), rule("y")], ("tell", 0, "when"), "not known"),
        ([rule("x", when="outcome"), rule("y")], ("tell", 0, "when"), "must give"),
        ([rule("x", to=["handler"]), rule("y")], ("tell", 0, "to", 0), "audience"),
        ([rule("x", when="outcome == 'granted'")], ("tell", 0, "to", 0), "nobody of this audience"),
        ([rule("x"), rule("y")], ("tell", 1, "to", 0), "never reached"),
        ([rule("{name}")], ("tell", 0, "text"), "personal"),
        ([rule("好" * 71)], ("tell", 0, "text"), "2 parts"),
    ],
)
def test_a_fault_is_found_where_it_stands(tell: list[Any], path: tuple[object, ...], says: str) -> None:
    found = findings(tell=tell)
    assert [one.path for one in found] == [path]
    assert says in found[0].message


def test_what_is_personal_may_stand_in_the_app_or_in_a_text_message_that_says_so() -> None:
    assert findings(tell=[rule("{name}", sms="您的申请办结了。")]) == []
    assert findings(tell=[rule("{name}")], sms_may_name=["name"]) == []


def test_long_words_are_fine_beside_short_ones_or_with_more_parts_paid_for() -> None:
    assert findings(tell=[rule("好" * 300, sms="短")]) == []
    assert findings(tell=[rule("好" * 100)], sms_parts=2) == []
    assert "3 parts" in findings(tell=[rule("好" * 180)], sms_parts=2)[0].message


def test_an_occasion_is_declared_once() -> None:
    known = occasions.get("matters-step")
    occasions.declare(known)
    with pytest.raises(ValueError, match="twice"):
        occasions.declare(occasions.Occasion("matters-step", "别的", (), {}))
    with pytest.raises(ValueError, match="there is no nobody"):
        occasions.Occasion("x", "x", ("nobody",), {})
