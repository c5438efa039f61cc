"""The auditor's list: who looked at whose data, when, as what, what for; the file itself stays closed."""

from typing import Any

import pytest
from django.urls import reverse

from linli.engines.cases.models import Case
from linli.kernel.audit.actions import record, seal_batch
from linli.registers.people.models import Residence
from linli.registers.people.queries import read_file
from tests.support.cast import NOW, TODAY, make_place, make_staff
from tests.support.counter import Counter
from tests.support.html import Html

pytestmark = pytest.mark.django_db
LOOKS = reverse("workbench:looks")


@pytest.fixture
def number(counter: Counter) -> str:
    """A case of 王桂兰 that the clerk has opened, and asked the full number of."""
    found = counter.open_case("wang")
    browser = counter.client("clerk")
    browser.get(reverse("matters:case", args=[found]))
    browser.post(reverse("matters:reveal", args=[found]), {"purpose": "核对银行户名"})
    return found


def id_number_of(counter: Counter, who: str) -> str:
    return read_file(counter.cast.people[who], day=TODAY).id_number


def ask(counter: Counter, query: str, who: str = "auditor", **more: str) -> Any:
    answer = counter.client(who).post(LOOKS, {"q": query} | more)
    assert answer.status_code == 200
    return answer.context


def test_a_case_and_the_number_of_its_applicant_lead_to_the_same_list(counter: Counter, number: str) -> None:
    by_case, by_person = ask(counter, number), ask(counter, f" {id_number_of(counter, 'wang').lower()} ")
    assert [row["act"] for row in by_person["table"]] == [
        "audit.search",
        *(r["act"] for r in by_case["table"]),
    ]
    assert {row["number"] for row in by_person["table"]} == {number}
    assert [row["words"] for row in by_case["table"]][:3] == ["办件页", "完整身份证号", "办件页"]
    assert [(row["act"], row["who"], row["office"]) for row in by_case["table"]] == [
        ("case.page", "李芳", "南山社区服务站 · 综合窗口"),
        ("case.reveal", "李芳", "南山社区服务站 · 综合窗口"),
        ("case.page", "李芳", "南山社区服务站 · 综合窗口"),
        ("case.open", "王桂兰", ""),
    ]


def test_a_row_says_what_was_seen_and_what_for(counter: Counter, number: str) -> None:
    reveal = next(row for row in ask(counter, number)["table"] if row["act"] == "case.reveal")
    assert (reveal["fields"], reveal["purpose"], reveal["kind"]) == ("身份证号", "核对银行户名", "查看")


def test_the_number_of_a_case_shows_looks_at_that_case_only(counter: Counter, number: str) -> None:
    other = counter.open_case("wang")
    counter.client("clerk").get(reverse("matters:case", args=[other]))
    assert {row["number"] for row in ask(counter, other)["table"]} == {other}
    assert {row["number"] for row in ask(counter, id_number_of(counter, "wang"))["table"]} == {number, other}


def test_the_file_stays_closed(counter: Counter, number: str) -> None:
    page = counter.client("auditor").post(LOOKS, {"q": number}).content.decode()
    file = read_file(counter.cast.people["wang"], day=TODAY)
    assert [word for word in (file.id_number, file.phone, file.address, "花园路") if word in page] == []
    assert counter.client("auditor").get(reverse("matters:case", args=[number])).status_code == 404


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("532301100001-20260302-9999-1", "您管的地方没有这个编号的办件。"),
        *((query, "您管的地方没有这个号码的人。") for query in ("999999194201050023", "王桂兰", "%", "1")),
    ],
)
def test_what_fits_nobody_finds_nobody_and_says_what_was_looked_for(
    counter: Counter, number: str, query: str, told: str
) -> None:
    context = ask(counter, query)
    assert (context["person"], context["table"], context["unknown"]) == (None, [], told)


def test_an_auditor_of_another_county_finds_neither_person_nor_case(counter: Counter, number: str) -> None:
    make_county_beside(counter)
    for query in (number, id_number_of(counter, "wang")):
        assert ask(counter, query, "auditor-next")["person"] is None


def make_county_beside(counter: Counter) -> None:
    cast = counter.cast
    cast.places["532322"] = make_place(cast, "532322", "双柏县", "county", "5323")
    make_staff(cast, "auditor-next", "尹静", "auditor", "532322", "双柏县审计局", "审计岗")


def test_who_moved_away_is_found_where_she_lives_now(counter: Counter, number: str) -> None:
    """Where a case of hers was handled, it is still found by its number."""
    make_county_beside(counter)
    beside = counter.cast.places["532322"].columns()
    Residence.objects.filter(person=counter.cast.people["wang"]).update(**beside)
    assert ask(counter, id_number_of(counter, "wang"))["person"] is None
    assert ask(counter, id_number_of(counter, "wang"), "auditor-next")["person"] is not None
    assert ask(counter, number)["person"] is not None


def test_a_row_says_whether_it_is_sealed(counter: Counter, number: str) -> None:
    assert {row["sealed"] for row in ask(counter, number)["table"]} == {False}


def test_older_rows_follow_by_key(counter: Counter, number: str) -> None:
    clerk, person = counter.cast.actor("clerk"), counter.cast.people["wang"].pk
    ref = f"case:{Case.objects.get(number=number).pk}"
    for page in range(60):
        record(actor=clerk, now=NOW, kind="look", act=f"page-{page}", persons=[person], object_ref=ref)
    first = ask(counter, number)
    assert [row["act"] for row in first["table"]] == [f"page-{page}" for page in range(59, 9, -1)]
    second = ask(counter, number, after=str(first["after"]))
    assert [row["act"] for row in second["table"]][:10] == [f"page-{page}" for page in range(9, -1, -1)]
    assert second["after"] is None


def test_someone_nobody_looked_at_is_told_from_someone_unknown(counter: Counter, number: str) -> None:
    def says(query: str) -> str:
        return Html(counter.client("auditor").post(LOOKS, {"q": query}).content.decode()).text

    assert "没有人看过" in says(id_number_of(counter, "chen"))
    assert "没有人看过" not in says("999999194201050023")


@pytest.mark.django_db
def test_the_administrator_sees_packs_and_seals_and_nobodys_data(counter: Counter, number: str) -> None:
    seal_batch()
    page = counter.client("administrator").get(reverse("workbench:installation")).content.decode()
    assert "national" in page
    assert "全国基线包" in page
    assert [word for word in ("王桂兰", "李芳", number) if word in page] == []
