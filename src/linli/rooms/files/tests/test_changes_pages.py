"""Changes through the pages: drafted, checked by a second person, applied; refused ones keep what was typed."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from linli.kernel.crypto import unseal_text
from linli.registers.people.details import KINDS
from linli.registers.people.models import FileChange, Label, Person, Residence
from linli.registers.people.sealing import CONTEXT_PHONE
from linli.rooms.files.display.details import _ROWS
from linli.rooms.files.pages.drafting import FORMS
from tests.support.world import World, jpeg

from .conftest import Visit

pytestmark = pytest.mark.django_db
CORRECTED = {
    "name": "王桂芝", "sex": "2", "birth_date": "1942-01-05", "ethnicity": "", "nationality": "CHN", "marital": "",
    "address": "532301100001号院1号楼2单元301", "id_number": "", "phone": "13900009999",
}  # fmt: skip
UNASKED = {"person-merge", "merge-undone"}
"""Started from a pair and from the merge itself."""


def start(world: World, kind: str, who: str = "wang") -> str:
    return reverse("files:draft", args=[world.cast.people[who].pk, kind])


def take(visit: Visit, change: FileChange, verb: str, who: str, **more: Any) -> HttpResponse:
    change.refresh_from_db()
    sent = {"verb": verb, "revision": str(change.revision), **more}
    return visit(reverse("files:step", args=[change.pk]), who, sent)[0]


def newest() -> FileChange:
    return FileChange.objects.latest("id")


def test_every_kind_can_be_started_and_is_told_in_words() -> None:
    assert set(FORMS) == set(KINDS) - UNASKED
    assert set(_ROWS) == set(KINDS)


def test_a_death_is_drafted_checked_by_another_and_applied(world: World, visit: Visit) -> None:
    wang = world.cast.people["wang"]
    response, _entries = visit(start(world, "death"), sent={"day": "2026-01-02", "key": "one"})
    change = newest()
    assert response.headers["Location"] == reverse("files:change", args=[change.pk])
    page = visit(response.headers["Location"])[0].content.decode()
    assert "要由另一个人核对" in page
    assert 'value="check"' not in page
    assert take(visit, change, "check", "clerk").status_code == 422
    assert take(visit, change, "check", "colleague").status_code == 302
    assert take(visit, change, "apply", "clerk").status_code == 302
    wang.refresh_from_db()
    assert wang.deceased_on == date(2026, 1, 2)
    page = visit(reverse("files:person", args=[wang.pk]))[0].content.decode()
    assert '<span class="date">2026年1月2日</span>去世' in page
    assert f"/changes/{change.pk}/" in page


def test_the_same_form_sent_twice_is_one_change(world: World, visit: Visit) -> None:
    before = FileChange.objects.count()
    for _time in range(2):
        visit(start(world, "death"), sent={"day": "2026-01-02", "key": "one"})
    assert FileChange.objects.count() == before + 1


def test_a_correction_shows_before_and_after_and_masks_numbers(world: World, visit: Visit) -> None:
    wang = world.cast.people["wang"]
    visit(start(world, "correction"), sent=CORRECTED)
    page = visit(reverse("files:change", args=[newest().pk]))[0].content.decode()
    assert "王桂兰" in page
    assert "王桂芝" in page
    assert "139****9999" in page
    assert "13900009999" not in page
    take(visit, newest(), "check", "colleague")
    take(visit, newest(), "apply", "colleague")
    wang.refresh_from_db()
    assert (wang.name, wang.former_names) == ("王桂芝", ["王桂兰"])
    assert unseal_text(wang.phone_sealed, context=CONTEXT_PHONE) == "13900009999"


@pytest.mark.parametrize(
    ("kind", "sent", "fault"),
    [
        ("death", {"day": "2099-01-02"}, "f-day-error"),
        ("death", {"day": ""}, "f-day-error"),
        (
            "correction",
            {"name": "王桂芝", "sex": "2", "nationality": "CHN", "id_number": "12345"},
            "f-id_number-error",
        ),
        ("marriage", {"day": "2020-01-02", "second": "11010519491231002X"}, "f-second-error"),
        (
            "document-added",
            {"paper.kind": "passport", "paper.issuer": "CHN", "paper.number": ""},
            "f-paper.number-error",
        ),
        ("label-given", {"code": "low-income", "day": "2020-01-02"}, "f-evidence-error"),
        ("birth", {"child.name": "王小宝", "child.sex": "1", "relation": "22"}, "f-child.birth_date-error"),
        ("household-merge", {"other": "H-none", "day": "2020-01-02"}, "f-other-error"),
    ],
)
def test_a_refused_draft_comes_back_with_what_was_typed(
    world: World, visit: Visit, kind: str, sent: dict[str, str], fault: str
) -> None:
    before = FileChange.objects.count()
    response, _entries = visit(start(world, kind), sent=sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert f'id="{fault}"' in page
    for text in sent.values():
        assert f'value="{text}"' in page
    assert FileChange.objects.count() == before


def test_somebody_arrives_and_has_a_file_where_the_clerk_works(world: World, visit: Visit) -> None:
    place = world.cast.places["532301100001"].place_id
    typed = {
        "arrival.name": "赵新来", "arrival.sex": "1", "arrival.birth_date": "1990-05-06", "arrival.nationality": "CHN",
        "home": "dwelling", "place": str(place), "address": "花园路1号", "day": "2026-02-01", "relation": "",
    }  # fmt: skip
    visit(reverse("files:arrive"), sent=typed)
    take(visit, newest(), "check", "clerk")
    take(visit, newest(), "apply", "clerk")
    home = Residence.objects.get(person=Person.objects.get(name="赵新来"))
    assert (home.kind, home.community, home.address) == ("dwelling", place, "花园路1号")


def test_who_has_no_identity_number_arrives_with_a_passport(world: World, visit: Visit) -> None:
    place = world.cast.places["532301100001"].place_id
    typed = {
        "arrival.name": "Anna Petrova", "arrival.sex": "2", "arrival.birth_date": "1990-05-06",
        "arrival.nationality": "RUS", "arrival.paper.number": "990000017", "home": "dwelling", "place": str(place),
        "address": "花园路1号", "day": "2026-02-01", "relation": "",
    }  # fmt: skip
    refused, _entries = visit(reverse("files:arrive"), sent=typed)
    assert 'id="f-arrival.paper.kind-error"' in refused.content.decode()
    visit(reverse("files:arrive"), sent={**typed, "arrival.paper.kind": "passport"})
    page = visit(reverse("files:change", args=[newest().pk]))[0].content.decode()
    assert "990000017" not in page
    take(visit, newest(), "check", "clerk")
    take(visit, newest(), "apply", "clerk")
    (paper,) = Person.objects.get(name="Anna Petrova").documents.all()
    assert (paper.kind, paper.issuer) == ("passport", "RUS")


def test_a_proof_is_kept_while_the_form_comes_back(world: World, visit: Visit) -> None:
    photo = SimpleUploadedFile("proof.jpg", jpeg(), "image/jpeg")
    typed = {"code": "low-income", "day": "", "evidence": photo}
    response, _entries = visit(start(world, "label-given"), sent=typed)
    token = response.context["fields"][-1].value
    assert response.status_code == 422
    assert token
    visit(start(world, "label-given"), sent={"code": "low-income", "day": "2026-01-02", "token": token})
    take(visit, newest(), "check", "clerk")
    take(visit, newest(), "apply", "clerk")
    assert Label.objects.get(code="low-income").evidence is not None


def test_what_waits_is_sorted_by_who_has_the_turn(world: World, visit: Visit) -> None:
    visit(start(world, "death"), sent={"day": "2026-01-02"})
    mine = newest()
    first, colleague = (
        {
            group.title: [row.href for row in group.rows]
            for group in visit(reverse("files:changes"), who)[0].context["groups"]
        }
        for who in ("clerk", "colleague")
    )
    href, other = f"/desk/people/changes/{mine.pk}/", f"/desk/people/changes/{world.change}/"
    assert (first["等同事核对"], first["等您核对"]) == ([href], [other])
    assert colleague["等您核对"] == [href, other]


def test_a_change_is_turned_down_for_a_reason(world: World, visit: Visit) -> None:
    change = FileChange.objects.get(pk=world.change)
    assert take(visit, change, "refuse", "clerk").status_code == 422
    assert take(visit, change, "refuse", "clerk", reason="unproven").status_code == 302
    change.refresh_from_db()
    assert change.state == "refused"
    assert "没有凭据" in visit(reverse("files:change", args=[change.pk]))[0].content.decode()


def test_what_stood_before_is_told_after_it_was_applied_too(world: World, visit: Visit) -> None:
    visit(start(world, "correction"), sent=CORRECTED)
    change = newest()
    take(visit, change, "check", "colleague")
    take(visit, change, "apply", "clerk")
    rows = visit(reverse("files:change", args=[change.pk]))[0].context["rows"]
    told = {row.label: (row.before, row.after) for row in rows}
    assert told["姓名"] == ("王桂兰", "王桂芝")
    assert told["电话"] == ("138****1111", "139****9999")


def test_a_second_click_takes_the_step_once(world: World, visit: Visit) -> None:
    visit(start(world, "death"), sent={"day": "2026-01-02"})
    change = newest()
    sent = {"verb": "check", "revision": str(change.revision), "key": "one"}
    answers = [visit(reverse("files:step", args=[change.pk]), "colleague", sent)[0] for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert change.steps.count() == 2
    other = {**sent, "verb": "refuse", "reason": "unproven"}
    assert visit(reverse("files:step", args=[change.pk]), "colleague", other)[0].status_code == 409


def test_a_page_that_is_out_of_date_takes_no_step(world: World, visit: Visit) -> None:
    change = FileChange.objects.get(pk=world.change)
    sent = {"verb": "check", "revision": str(change.revision + 1)}
    assert visit(reverse("files:step", args=[change.pk]), "clerk", sent)[0].status_code == 409
