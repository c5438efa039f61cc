"""One call of a route: whom it suits, what it needs, how it is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse

from linli.kernel.held import ASKED
from tests.support.world import World

Make = Callable[[World], Any]


@dataclass(frozen=True, slots=True)
class Sample:
    """One call. With a `case` (its name in the world), or `guarded`, it is about one thing: who may not see
    that gets 404. Otherwise it is a list or a form: `shows` is a text that the one inside finds on it, and
    the one outside does not. `roles` names for whom it makes sense (all, if empty); everybody else is refused
    it all the same. `form`: a call that is sent as a form, with files, not as JSON.
    """

    method: str
    case: str = ""
    args: Make = lambda _: ()
    data: Make = lambda _: {}
    shows: Make | None = None
    guarded: bool = False
    roles: frozenset[str] = frozenset()
    form: bool = False

    @property
    def about_one_thing(self) -> bool:
        return bool(self.case) or self.guarded

    def suits(self, role: str) -> bool:
        return not self.roles or role in self.roles

    def path(self, route: str, world: World) -> str:
        number = (world.cases[self.case],) if self.case else ()
        return reverse(route, args=(*number, *self.args(world)))

    def ask(self, route: str, world: World, username: str | None, **options: Any) -> HttpResponseBase:
        """Send it as `username` (None: nobody): with a session, or to the API with a key."""
        path, data = self.path(route, world), self.data(world)
        if not route.startswith("api:"):
            browser = world.client(username, **options)
            if self.method == "get":
                return browser.get(path, data)
            answer = browser.post(path, data)
            again = answer.headers.get("Location", "").startswith(f"{path}?{ASKED}=")
            return browser.get(answer.headers["Location"]) if again else answer
        program = world.client(None, **options)
        headers = {"Authorization": f"Bearer {world.keys[username]}"} if username else {}
        if self.method == "get":
            return program.get(path, data, headers=headers)
        if self.form:
            return program.post(path, data, headers=headers)
        return program.post(path, data, content_type="application/json", headers=headers)


def get(case: str = "", **more: Any) -> Sample:
    return Sample("get", case, **more)


def post(case: str = "", data: Any = None, **more: Any) -> Sample:
    return Sample("post", case, data=data if callable(data) else lambda _: data or {}, **more)


def always(value: Any) -> Make:
    return lambda _: value


def only(*roles: str) -> frozenset[str]:
    return frozenset(roles)


def number(name: str) -> Make:
    return lambda world: world.cases[name]


def step(action: str, note: str = "") -> dict[str, str]:
    return {"action": action, "note": note}
