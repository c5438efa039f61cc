import pytest

from linli.kernel.actors import ANONYMOUS, Actor, Grant
from linli.kernel.ui import navigation
from linli.kernel.ui.navigation import Desk, NavItem

CLERK = Actor(user_id=1, grants=(Grant("clerk", "place:1"),))
BOTH = Actor(user_id=2, grants=(Grant("clerk", "place:1"), Grant("planner", "place:1")))


@pytest.fixture
def desks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_DESKS", {})
    navigation.register(
        Desk(
            "work",
            "Work",
            ["clerk"],
            [
                NavItem("prefs", "Preferences", "ui:preferences", roles=["clerk"], lights=("matters:",)),
                NavItem("boss", "Boss", "ui:gallery", roles=["decider"]),
                NavItem("gone", "Gone", "nobody:serves_this", roles=["clerk"]),
            ],
        )
    )
    navigation.register(
        Desk("plan", "Plan", ["planner"], [NavItem("gallery", "Gallery", "ui:gallery", roles=["planner"])])
    )


def test_everyone_sees_only_their_desks(desks: None) -> None:
    assert [desk.code for desk in navigation.list_desks(CLERK)] == ["work"]
    assert [desk.code for desk in navigation.list_desks(BOTH)] == ["work", "plan"]
    assert navigation.list_desks(ANONYMOUS) == []


def test_an_entry_shows_if_the_role_fits_and_the_route_exists(desks: None) -> None:
    (work,) = navigation.list_desks(CLERK)
    assert [item.code for item in navigation.list_items(work, CLERK)] == ["prefs"]


def test_a_page_is_shown_on_the_desk_that_has_an_entry_for_it(desks: None) -> None:
    def chosen(view_name: str) -> str:
        desk = navigation.choose_desk(BOTH, frame="staff", view_name=view_name)
        return desk.code if desk else ""

    assert chosen("plan:cockpit") == "plan"
    assert chosen("matters:case") == "work"
    assert chosen("somewhere:else") == "work"
    assert navigation.choose_desk(ANONYMOUS, frame="staff", view_name="x") is None
