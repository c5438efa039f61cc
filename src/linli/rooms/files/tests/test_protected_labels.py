"""Labels that only a few may know of: read, given, shared, taken back, ended; and not a character of it for others."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from linli.engines.packs.queries import forget as forget_packs
from linli.kernel.audit.models import AuditEntry
from linli.kernel.guard import acting_as
from linli.registers.people import actions
from linli.registers.people.models import NeedToKnow, RestrictedLabel
from tests.support.world import World

from .conftest import Visit

pytestmark = pytest.mark.django_db
LOOK = {"verb": "look", "why": "service", "words": "入户前核对"}
GIVEN = {
    "verb": "give", "give-code": "child-protection", "give-day": "2026-02-01", "give-until": "", "give-why": "service",
    "give-words": "学校报告",
}  # fmt: skip
OTHERS = (
    "colleague",
    "inspector",
    "stranger",
    "reviewer",
    "decider",
    "auditor",
    "administrator",
    "wang",
    "chen",
)
CHANGING = re.compile(r'(nonce|csrfmiddlewaretoken|name="key")[^>]*|\d+:\d\d|asked=[\w-]+')
"""What of a page differs each time."""


def path(world: World) -> str:
    return reverse("files:protected", args=[world.cast.people["wang"].pk])


def give(world: World, who: str = "clerk", code: str = "domestic-violence") -> int:
    actor = world.cast.actor(who)
    with acting_as(actor):
        return actions.give_restricted_label(
            actor=actor, now=world.now, person_id=world.cast.people["wang"].pk, code=code, day=date(2020, 1, 1),
            needs=[], purpose="告诫书",
        )  # fmt: skip


def told(visit: Visit, world: World, who: str) -> list[str]:
    cards = visit(path(world), who, LOOK)[0].context["cards"]
    return [card.title for card in cards]


def test_it_is_told_to_whom_it_names_for_a_purpose_and_the_look_names_no_person(
    world: World, visit: Visit
) -> None:
    label = give(world)
    refused, entries = visit(path(world), "clerk", {**LOOK, "words": ""})
    assert (refused.status_code, refused.context["cards"]) == (422, None)
    assert "people.protected_look" not in {entry.act for entry in entries}
    assert told(visit, world, "clerk") == ["家庭暴力"]
    look = AuditEntry.objects.get(act="people.protected_look")
    assert (look.object_ref, look.persons) == (f"restricted:{label}", [])
    assert look.purpose.endswith("：入户前核对")
    assert visit(path(world), "clerk")[0].context["cards"] is None
    assert told(visit, world, "colleague") == []


def test_whoever_keeps_the_file_gives_one_and_names_who_else_has_to_know(world: World, visit: Visit) -> None:
    sent = {**GIVEN, "give-needs": [f"u{world.cast.users['inspector'].pk}"], "key": "one"}
    for _click in range(2):
        assert visit(path(world), "clerk", sent)[0].status_code == 302
    assert RestrictedLabel.objects.count() == 1
    assert told(visit, world, "clerk") == told(visit, world, "inspector") == ["未成年人保护个案"]
    assert told(visit, world, "colleague") == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"give-code": ""}, "give-code"),
        ({"give-day": "2026-02-31"}, "give-day"),
        ({"give-until": "2026-01-01"}, "give-until"),
        ({"give-words": ""}, "give-words"),
    ],
)
def test_a_label_that_is_refused_comes_back_with_what_was_typed(
    world: World, visit: Visit, changed: dict[str, str], field: str
) -> None:
    sent = {**GIVEN, **changed}
    response, _entries = visit(path(world), "clerk", sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert f'id="f-{field}-error"' in page
    assert f'value="{sent["give-words"]}"' in page
    assert not RestrictedLabel.objects.exists()


def step(visit: Visit, world: World, label: int, verb: str, **more: Any) -> Any:
    sent = {**LOOK, "verb": verb, "label": str(label), **more}
    return visit(path(world), "clerk", sent)[0]


def test_who_knows_lets_others_know_and_takes_it_back_but_somebody_has_to_know(
    world: World, visit: Visit
) -> None:
    label, mine = give(world), f"u{world.cast.users['clerk'].pk}"
    other = f"u{world.cast.users['colleague'].pk}"
    assert step(visit, world, label, "revoke", need=mine).status_code == 422
    assert step(visit, world, label, "grant", need="u999999").status_code == 422
    assert step(visit, world, label, "grant", need=other).status_code == 302
    assert told(visit, world, "colleague") == ["家庭暴力"]
    assert step(visit, world, label, "revoke", need=other).status_code == 302
    assert told(visit, world, "colleague") == []
    acts = set(AuditEntry.objects.filter(object_ref=f"restricted:{label}").values_list("act", flat=True))
    assert {"people.protected_grant", "people.protected_revoke"} <= acts


def test_a_post_that_is_named_knows_whoever_holds_it(world: World, visit: Visit) -> None:
    label, place = give(world), world.cast.places["532301100001"].place_id
    assert step(visit, world, label, "grant", need=f"clerk community:{place}").status_code == 302
    assert told(visit, world, "colleague") == ["家庭暴力"]
    assert told(visit, world, "inspector") == []


def test_it_ends_on_a_later_day_than_it_began(world: World, visit: Visit) -> None:
    label = give(world)
    response = step(visit, world, label, "end", day="2020-01-01")
    assert response.status_code == 422
    assert 'id="f-day-error"' in response.content.decode()
    assert step(visit, world, label, "end", day="2026-03-02").status_code == 302
    assert told(visit, world, "clerk") == []


@pytest.mark.parametrize("verb", ["grant", "revoke", "end"])
def test_nobody_who_is_not_named_takes_a_step(world: World, visit: Visit, verb: str) -> None:
    label, other = give(world), f"u{world.cast.users['colleague'].pk}"
    sent = {**LOOK, "verb": verb, "label": str(label), "need": other, "day": "2026-03-02"}
    assert visit(path(world), "colleague", sent)[0].status_code == 404
    assert NeedToKnow.objects.filter(label=label).count() == 1
    assert told(visit, world, "clerk") == ["家庭暴力"]


def test_giving_what_is_there_already_tells_nothing(world: World, visit: Visit) -> None:
    give(world)
    sent = {**GIVEN, "give-code": "domestic-violence"}
    assert visit(path(world), "colleague", sent)[0].status_code == 302
    assert told(visit, world, "clerk") == ["家庭暴力"]
    assert told(visit, world, "colleague") == ["家庭暴力"]
    assert visit(path(world), "colleague", sent)[0].status_code == 422


def test_the_person_herself_reads_of_an_ordinary_look_only(world: World, visit: Visit) -> None:
    give(world)
    told(visit, world, "clerk")
    wang = world.cast.people["wang"].pk
    acts = set(AuditEntry.objects.filter(persons__contains=[wang]).values_list("act", flat=True))
    assert "files.person" in acts
    assert not [act for act in acts if "protected" in act]


Asked = tuple[str, str, dict[str, str] | None]


def asked(world: World) -> list[Asked]:
    """Whatever somebody might find it by."""
    wang = world.cast.people["wang"].pk
    ways: list[tuple[str, dict[str, str] | None]] = [
        (path(world), None),
        (path(world), LOOK),
        (reverse("files:person", args=[wang]), None),
        (f"{reverse('files:people')}?label=domestic-violence", None),
        (reverse("files:household", args=[world.household]), None),
        (reverse("files:changes"), None),
        (reverse("workbench:find"), {"q": "家庭暴力"}),
        (reverse("workbench:find"), {"q": "王桂兰"}),
    ]
    return [(who, *way) for who in OTHERS for way in ways]


def shape(visit: Visit, one: Asked) -> tuple[int, str, int]:
    """Status, the page but for what differs each time, and how many statements it took."""
    who, address, sent = one
    forget_packs()  # what is kept for some seconds is read again at another moment, whatever the page
    with CaptureQueriesContext(connection) as queries:
        response, _entries = visit(address, who, sent)
    return response.status_code, CHANGING.sub("", response.content.decode()), len(queries)


def test_for_others_everything_is_as_if_there_were_none(world: World, visit: Visit) -> None:
    ways = asked(world)
    for way in ways:  # a first look is itself a line on later pages
        shape(visit, way)
    without = [shape(visit, way) for way in ways]
    give(world)
    for way, before in zip(ways, without, strict=True):
        assert shape(visit, way) == before, way
