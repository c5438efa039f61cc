"""Desks and what lies on them. A desk registers itself when Django's apps are ready; the frames draw it.

An item whose route does not exist (its room is not installed) shows nowhere.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from django.conf import settings
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.functional import Promise

from linli.kernel.actors import Actor

Text = str | Promise
EVERYONE = frozenset({"public"})


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of a desk. `lights` names further routes (`matters:case`) or whole namespaces (`matters:`)
    on which this entry is the current one; `group` is the heading it stands under."""

    code: str
    title: Text
    url_name: str
    icon: str = "doc"
    roles: Collection[str] = EVERYONE
    group: Text = ""
    lights: Collection[str] = ()

    def is_at(self, view_name: str) -> bool:
        return view_name == self.url_name or any(
            view_name == light or (light.endswith(":") and view_name.startswith(light))
            for light in self.lights
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """Who sits where. `verb` is the one main act of the top bar; `search_url_name` takes `?q=`."""

    code: str
    title: Text
    roles: Collection[str]
    items: Collection[NavItem] = field(default=())
    frame: Literal["staff", "resident"] = "staff"
    search_url_name: str = ""
    search_hint: Text = ""
    verb: NavItem | None = None


_DESKS: dict[str, Desk] = {}


def register(desk: Desk) -> None:
    """Add a desk, or replace the one of the same code."""
    _DESKS[desk.code] = desk


def list_desks(actor: Actor, *, frame: str = "") -> list[Desk]:
    """The desks this actor may sit at, in the order of their registration."""
    held = actor.roles
    return [desk for desk in _DESKS.values() if held.intersection(desk.roles) and frame in ("", desk.frame)]


def list_items(desk: Desk, actor: Actor) -> list[NavItem]:
    """The entries of `desk` that this actor may open and that exist."""
    held = actor.roles
    return [item for item in desk.items if held.intersection(item.roles) and find_url(item.url_name)]


def choose_desk(actor: Actor, *, frame: str, view_name: str) -> Desk | None:
    """The desk a page is shown on: one that has an entry for it, else the actor's first of that frame."""
    desks = list_desks(actor, frame=frame)
    return next(_at(desks, view_name), desks[0] if desks else None)


def find_url(url_name: str, **kwargs: object) -> str:
    """The address of a route, or an empty text if nobody serves it."""
    if kwargs:
        return _reverse(url_name, kwargs)
    return _find_plain(get_urlconf() or settings.ROOT_URLCONF, url_name)


@cache
def _find_plain(urlconf: str, url_name: str) -> str:
    """A frame asks for thirty of them on each page, and they never change."""
    return _reverse(url_name, None)


def _reverse(url_name: str, kwargs: dict[str, object] | None) -> str:
    if not url_name:
        return ""
    try:
        return reverse(url_name, kwargs=kwargs)
    except NoReverseMatch:
        return ""


def _at(desks: list[Desk], view_name: str) -> Iterator[Desk]:
    for desk in desks:
        if view_name.startswith(f"{desk.code}:") or any(item.is_at(view_name) for item in desk.items):
            yield desk
