"""What every page's frame needs, computed only when a frame asks for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from linli.kernel import clock
from linli.kernel.actors import ANONYMOUS, Actor
from linli.kernel.ui import navigation
from linli.kernel.ui.components import Station
from linli.kernel.ui.format import format_date
from linli.kernel.ui.middleware import get_preferences
from linli.kernel.ui.preferences import Preferences

_UNDER_THE_THUMB = 4


@dataclass(frozen=True, slots=True)
class NavLink:
    href: str
    title: str
    icon: str
    current: bool = False
    count: str = ""
    hot: bool = False


@dataclass(frozen=True, slots=True)
class NavGroup:
    title: str
    links: tuple[NavLink, ...]


@dataclass(frozen=True, slots=True)
class DeskView:
    """One desk as the frame draws it."""

    code: str
    title: str
    href: str
    groups: tuple[NavGroup, ...]
    search_href: str
    search_hint: str
    verb: NavLink | None

    @property
    def links(self) -> tuple[NavLink, ...]:
        return tuple(link for group in self.groups for link in group.links)

    @property
    def thumb(self) -> tuple[NavLink, ...]:
        """What stands under the thumb on a small screen; everything else is one tap further, in the menu."""
        return self.links[:_UNDER_THE_THUMB]


@dataclass(frozen=True, slots=True)
class DemoAccount:
    username: str
    name: str
    office: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class DemoStrip:
    """The proof mark of a demo, with a change of role and a clock that can be set forward."""

    accounts: tuple[DemoAccount, ...]
    today: str
    enter_href: str
    clock_href: str


class Frame:
    """`frame` in every template. Pages may set on the request: `station` (Station), `nav_counts`
    ({item code: number or text}), `nav_hot` (codes whose count is pressing), `nav_current` (item code),
    `nav_query` (what to fill the search box with)."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def preferences(self) -> Preferences:
        return get_preferences(self.request)

    @cached_property
    def actor(self) -> Actor:
        found = getattr(self.request, "actor", None)
        return found if isinstance(found, Actor) else ANONYMOUS

    @property
    def lang(self) -> str:
        return self.preferences.html_language

    @property
    def elder(self) -> bool:
        return self.preferences.elder

    @property
    def signed_in(self) -> bool:
        return self.actor.user_id is not None

    @cached_property
    def here(self) -> str:
        """Where the small forms of the frame come back to."""
        return self.request.get_full_path() if self.request.method == "GET" else self.request.path

    @cached_property
    def query(self) -> str:
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return sent.get("q", "") or str(getattr(self.request, "nav_query", ""))

    @cached_property
    def urls(self) -> dict[str, str]:
        """Addresses the frame needs; one that nobody serves is empty, and its control is left out."""
        names = {
            "preferences": "ui:preferences",
            "sign_in": "account_login",
            "sign_out": "account_logout",
            "security": "mfa_index",
        }
        return {code: navigation.find_url(name) for code, name in names.items()} | {
            "home": navigation.find_url("home") or "/"
        }

    @cached_property
    def staff(self) -> DeskView | None:
        return self._desk("staff")

    @cached_property
    def resident(self) -> DeskView | None:
        return self._desk("resident")

    @cached_property
    def desks(self) -> list[NavLink]:
        """All desks of this actor, to change between them."""
        found = [(desk, _first_url(desk, self.actor)) for desk in navigation.list_desks(self.actor)]
        return [NavLink(href=href, title=str(desk.title), icon="swap") for desk, href in found if href]

    @cached_property
    def station(self) -> Station | None:
        found = getattr(self.request, "station", None)
        return found if isinstance(found, Station) else None

    @cached_property
    def demo(self) -> DemoStrip | None:
        accounts: Iterable[dict[str, Any]] = getattr(self.request, "demo_accounts", None) or ()
        rows = tuple(
            DemoAccount(
                username=str(row["username"]),
                name=str(row["name"]),
                office=str(row.get("office") or row.get("note") or ""),
                current=bool(row.get("current")),
            )
            for row in accounts
        )
        if not rows:
            return None
        return DemoStrip(
            accounts=rows,
            today=format_date(clock.today()),
            enter_href=navigation.find_url("accounts:enter_demo"),
            clock_href=navigation.find_url("accounts:shift_clock"),
        )

    def _desk(self, kind: str) -> DeskView | None:
        match = self.request.resolver_match
        view_name = match.view_name if match else ""
        desk = navigation.choose_desk(self.actor, frame=kind, view_name=view_name)
        if desk is None:
            return None
        items = navigation.list_items(desk, self.actor)
        current = getattr(self.request, "nav_current", "") or next(
            (item.code for item in items if item.is_at(view_name)), ""
        )
        verb = desk.verb
        show_verb = verb is not None and self.actor.roles.intersection(verb.roles)
        return DeskView(
            code=desk.code,
            title=str(desk.title),
            href=_first_url(desk, self.actor),
            groups=tuple(self._groups(items, current)),
            search_href=navigation.find_url(desk.search_url_name),
            search_hint=str(desk.search_hint) or _("Search"),
            verb=self._link(verb, "") if verb is not None and show_verb else None,
        )

    def _groups(self, items: list[navigation.NavItem], current: str) -> Iterable[NavGroup]:
        titles = list(dict.fromkeys(str(item.group) for item in items))
        for title in titles:
            yield NavGroup(
                title, tuple(self._link(item, current) for item in items if str(item.group) == title)
            )

    def _link(self, item: navigation.NavItem, current: str) -> NavLink:
        counts = getattr(self.request, "nav_counts", {})
        return NavLink(
            href=navigation.find_url(item.url_name),
            title=str(item.title),
            icon=item.icon,
            current=item.code == current,
            count=str(counts.get(item.code, "")),
            hot=item.code in getattr(self.request, "nav_hot", ()),
        )


def frame(request: HttpRequest) -> dict[str, Any]:
    return {"frame": Frame(request)}


def _first_url(desk: navigation.Desk, actor: Actor) -> str:
    return next((navigation.find_url(item.url_name) for item in navigation.list_items(desk, actor)), "")
