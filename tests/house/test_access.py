"""The permission matrix, walked: every route, every role, inside and outside its place, with real requests.

What a cell of `access.csv` says is what happens. A new route needs a row there and a line in
`tests/support/routes.py`.
"""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponseBase
from django.shortcuts import resolve_url

from linli.kernel.accounts.models import ApiKey, User
from linli.site.access import MATRIX, ROLES
from tests.support.routes import SAMPLES, list_routes
from tests.support.world import INSIDE, OUTSIDE, World, rolled_back

pytestmark = pytest.mark.django_db
ROUTES = sorted(MATRIX)


def outcome(response: HttpResponseBase) -> str:
    """What the answer means to the one who asked."""
    target = response.headers.get("Location", "")
    if target.startswith(resolve_url(settings.LOGIN_URL) + "?"):
        return "log in first"
    if response.status_code == 401:
        return "key missing"
    if response.status_code == 404:
        return "not found"
    return "in" if response.status_code < 400 else f"status {response.status_code}"


def text_of(response: HttpResponseBase) -> str:
    return response.getvalue().decode(response.charset or "utf-8", "replace")


def test_the_matrix_has_a_row_for_each_route_and_a_route_for_each_row() -> None:

    routes = set(list_routes())
    assert sorted(routes - set(MATRIX)) == [], "give each of these a row in src/linli/site/access.csv"
    assert sorted(set(MATRIX) - routes) == [], (
        "these rows of src/linli/site/access.csv have no route any more"
    )


@pytest.mark.parametrize("route", ROUTES)
def test_whom_the_matrix_admits_gets_in_and_nobody_else(route: str, world: World) -> None:
    assert SAMPLES.get(route), f"nothing to call {route} with: give it a sample in tests/support/routes.py"
    wrong = []
    for role in ROLES:
        admitted = MATRIX[route].cells[role]
        samples = [sample for sample in SAMPLES[route] if sample.suits(role) or not admitted]
        if not samples:
            wrong.append(f"{role}: no sample suits, add one to tests/support/routes.py")
        for sample in samples:
            cache.clear()  # everybody here asks from the same address
            with rolled_back():
                response = sample.ask(route, world, INSIDE[role])
                found = outcome(response)
                if (
                    found == "in"
                    and admitted
                    and sample.shows
                    and sample.shows(world) not in text_of(response)
                ):
                    found = f"in, but does not find {sample.shows(world)}"
            wanted = "in" if admitted else refusal_for(role, route)
            if found != wanted:
                wrong.append(f"{role}, {sample.method} {sample.case}: {found}, should be {wanted}")
    assert wrong == []


def refusal_for(role: str, route: str) -> str:
    if role != "public":
        return "not found"
    return "key missing" if MATRIX[route].for_programs else "log in first"


@pytest.mark.parametrize(
    "route", [route for route in ROUTES if {"own", "place"} & set(MATRIX[route].cells.values())]
)
def test_the_same_role_of_the_next_place_finds_nothing(route: str, world: World) -> None:

    wrong = []
    for role, cell in MATRIX[route].cells.items():
        if cell not in ("own", "place"):
            continue
        for sample in SAMPLES[route]:
            cache.clear()
            with rolled_back():
                response = sample.ask(route, world, OUTSIDE[role])
                found = outcome(response)
                if found == "in" and sample.shows and sample.shows(world) in text_of(response):
                    found = f"in, and sees {sample.shows(world)}"
            wanted = "not found" if sample.about_one_thing else "in"
            if found != wanted:
                wrong.append(
                    f"{role} ({OUTSIDE[role]}), {sample.method} {sample.case}: {found}, should be {wanted}"
                )
    assert wrong == []


@pytest.mark.parametrize(
    "route", [route for route in ROUTES if MATRIX[route].for_programs and not MATRIX[route].cells["public"]]
)
def test_a_program_without_a_key_hears_so_as_a_problem(route: str, world: World) -> None:

    for sample in SAMPLES[route]:
        response = sample.ask(route, world, None)
        assert response.status_code == 401
        assert response.headers["Content-Type"] == "application/problem+json"


def test_a_session_does_not_open_the_api(world: World) -> None:
    assert world.client("clerk").get("/api/v1/queue").status_code == 401


def test_a_revoked_key_and_a_closed_account_are_refused(world: World) -> None:

    call = {"Authorization": f"Bearer {world.keys['clerk']}"}
    assert world.client(None).get("/api/v1/queue", headers=call).status_code == 200
    with rolled_back():
        ApiKey.objects.filter(user__username="clerk").update(revoked_at=world.now)
        assert world.client(None).get("/api/v1/queue", headers=call).status_code == 401
    with rolled_back():
        User.objects.filter(username="clerk").update(is_active=False)
        assert world.client(None).get("/api/v1/queue", headers=call).status_code == 401
