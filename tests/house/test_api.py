"""The API as a whole: described as it answers, refused as problems, open to no key that is not meant for it."""

import json
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pydantic import BaseModel

from linli.kernel.installation.models import Installation
from linli.kernel.scopes import SCOPES, is_scope
from linli.registers.places.queries import forget
from linli.site.access import MATRIX, ROLES
from linli.site.api import api
from linli.site.openapi import list_operations, write
from linli.site.scopes import NEEDED
from tests.support.programs import key_of
from tests.support.routes import SAMPLES
from tests.support.world import INSIDE, World, rolled_back

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
ROUTES = sorted(route for route in MATRIX if route.startswith("api:"))
OPEN = sorted(route for route in ROUTES if MATRIX[route].cells["public"])
KEYED = sorted(route for route in ROUTES if route not in OPEN and any(MATRIX[route].cells.values()))
PROBLEM = "application/problem+json"


def described() -> Any:
    return json.loads(write(api.get_openapi_schema(path_prefix="/api/v1/")))


def test_the_committed_description_is_what_the_code_says() -> None:
    committed = (ROOT / "docs" / "openapi.json").read_text(encoding="utf-8")
    same = committed == write(api.get_openapi_schema(path_prefix="/api/v1/"))
    assert same, "write it anew: .venv/bin/linli api schema > docs/openapi.json"


def test_every_operation_has_a_name_of_its_own_a_summary_and_says_what_it_is() -> None:
    found = list(list_operations(described()))
    names = Counter(one["operationId"] for one in found)
    assert {name for name, times in names.items() if times > 1} == set()
    assert [name for name in names if f"api:{name}" not in MATRIX] == []
    for one in found:
        assert 5 < len(one["summary"]) < 60, one["operationId"]
        assert not one["summary"].endswith("."), one["operationId"]
        assert one["description"].partition("\n\nScope:")[0], f"{one['operationId']} has no docstring"


def test_two_shapes_of_one_name_do_not_hide_each_other() -> None:
    """The description knows shapes by their names only."""
    found: dict[str, set[str]] = defaultdict(set)
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                models = [*operation.models, *filter(None, operation.response_models.values())]
                for model in models:
                    for name, shape in shapes_of(model).items():
                        found[name].add(shape)
    assert {name for name, shapes in found.items() if len(shapes) > 1} == set()


def shapes_of(model: type[BaseModel]) -> dict[str, str]:
    if not isinstance(model, type):
        return {}
    definitions = model.model_json_schema(mode="serialization").get("$defs", {})
    return {name: json.dumps(shape, sort_keys=True) for name, shape in definitions.items()}


def test_every_number_of_a_row_is_bounded() -> None:
    """A number past what the database counts to is refused by the description, not by the database."""
    loose = [
        f"{one['operationId']}: {parameter['name']}"
        for one in list_operations(described())
        for parameter in one.get("parameters", ())
        if parameter["schema"].get("type") == "integer" and "maximum" not in parameter["schema"]
    ]
    loose += [
        f"{one['operationId']}: {parameter['name']}"
        for one in list_operations(described())
        for parameter in one.get("parameters", ())
        if parameter["schema"].get("type") == "string"
        and not {"maxLength", "enum", "format"} & parameter["schema"].keys()
        and parameter["in"] != "path"
    ]
    assert loose == []


def test_each_route_opens_to_one_scope_or_to_everybody_or_to_no_key() -> None:
    assert sorted(NEEDED) == KEYED, "one line for each route in src/linli/site/scopes.csv"
    names = {route: re.sub(r"\{\w+\}", "1", scope) for route, scope in NEEDED.items()}
    assert {route: scope for route, scope in names.items() if not is_scope(scope)} == {}
    assert set(SCOPES) - set(NEEDED.values()) == set(), "these open nothing"


def ask(world: World, route: str, key: str) -> Any:
    role = next(role for role in reversed(ROLES) if MATRIX[route].cells[role])
    sample = next(one for one in SAMPLES[route] if one.suits(role))
    username = INSIDE[role] or ""
    held = world.keys[username]
    world.keys[username] = key_of(world.cast.users[username], scopes=key.split()) if key else held
    try:
        return sample.ask(route, world, username)
    finally:
        world.keys[username] = held


@pytest.mark.parametrize("route", KEYED)
def test_a_key_without_the_scope_opens_nothing_and_says_what_it_lacks(route: str, world: World) -> None:
    others = " ".join(scope for scope in SCOPES if scope != NEEDED[route])
    cache.clear()
    with rolled_back():
        answer = ask(world, route, others)
    assert answer.status_code == 403
    assert answer.headers["Content-Type"] == PROBLEM
    body = answer.json()
    assert (body["code"], body["status"]) == ("key_scope", 403)
    assert body["scope"] in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("route", [route for route in KEYED if NEEDED[route] in SCOPES])
def test_a_key_with_this_scope_alone_does(route: str, world: World) -> None:
    cache.clear()
    with rolled_back():
        assert ask(world, route, NEEDED[route]).status_code < 400


@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
@pytest.mark.parametrize("path", ["/api/", "/api/v1/nothing", "/api/v1/people/0/nothing", "/api/v2/people"])
def test_an_address_that_is_not_there_is_a_problem_too(path: str, method: str, world: World) -> None:
    for headers in ({}, {"Authorization": f"Bearer {world.keys['clerk']}"}):
        answer = getattr(world.client(None), method)(path, headers=headers)
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == PROBLEM
        assert answer.json()["code"] == "not_found"


def test_a_wrong_method_is_a_problem_that_names_the_right_one(world: World) -> None:
    answer = world.client(None).delete(
        "/api/v1/people", headers={"Authorization": f"Bearer {world.keys['clerk']}"}
    )
    assert (answer.status_code, answer.json()["code"]) == (405, "method")
    assert "GET" in answer.headers["Allow"]


def test_operations_of_one_address_have_rows_of_their_own() -> None:
    assert api.route_of("api:draft_change", "POST") == "api:draft_change"
    assert api.route_of("api:draft_change", "GET") == "api:changes"
    assert api.route_of("api:links", "POST") == "api:link"


def test_a_call_is_bounded_to_a_megabyte(world: World) -> None:
    headers = {"Authorization": f"Bearer {world.keys['clerk']}"}
    for path in ("/api/v1/people/search", "/api/v1/nothing", "/api/v1/changes"):
        answer = world.client(None).generic(
            "POST",
            path,
            b"x",
            content_type="application/json",
            CONTENT_LENGTH=str(1024 * 1024 + 1),
            headers=headers,
        )
        assert (answer.status_code, answer.headers["Content-Type"]) == (413, PROBLEM)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"text": "\\ud800\\u0041"}', 400),
        (b'{"text": "\\u0000"}', 400),
        (b'{"\\u0000": 1}', 400),
        (b'{"text": "\\\\u0000"}', 200),
        (b'{"text": NaN}', 400),
        (b'{"text": "a", "limit": "5"}', 422),
        (b'{"text": "a", "limit": true}', 422),
        (b'{"text": "a", "limit": 1e400}', 400),
        (b'{"text": "a", "limit": 99999999999999999999999999}', 422),
        (b'{"text": "a", "more": 1}', 422),
        (b'[' * 100_000, 400),
        (b'null', 422),
        (b'', 422),
    ],
)  # fmt: skip
def test_a_body_is_read_as_json_means_it(body: bytes, status: int, world: World) -> None:
    headers = {"Authorization": f"Bearer {world.keys['clerk']}"}
    answer = world.client(None).generic(
        "POST", "/api/v1/people/search", body, content_type="application/json", headers=headers
    )
    assert answer.status_code == status, answer.content
    assert status == 200 or answer.headers["Content-Type"] == PROBLEM


def test_a_fault_names_its_field_and_repeats_nothing(world: World) -> None:
    details = {
        "kind": "birth",
        "household": 1,
        "relation": "21",
        "child": {"name": 7, "sex": "2", "secret": "密"},
    }
    answer = world.client(None).post(
        "/api/v1/changes", {"details": details}, content_type="application/json",
        headers={"Authorization": f"Bearer {world.keys['clerk']}"},
    )  # fmt: skip
    faults = {one["field"]: one["pointer"] for one in answer.json()["errors"]}
    assert faults["details.child.name"] == "#/details/child/name"
    assert "密" not in answer.content.decode()


BUDGETS = {
    "api:form": 3, "api:my_cases": 4, "api:get_case": 8, "api:queue": 4, "api:links": 6,
    "api:find": 9, "api:people": 7, "api:person": 18, "api:provenance": 17, "api:unmask": 15,
    "api:households": 5, "api:household": 8, "api:dwellings": 3, "api:dwelling": 6, "api:places": 4, "api:labels": 3,
    "api:shared_people": 13, "api:shared_find": 13,
    "api:changes": 5, "api:person_changes": 6, "api:change": 7, "api:duplicates": 4, "api:protected_look": 7,
    "api:imports": 3, "api:import": 8, "api:import_rows": 8, "api:import_returned": 8,
    "api:notices": 4, "api:notice": 4, "api:person_consents": 12, "api:my_consents": 12, "api:papers": 10,
    "api:open_paper": 12, "api:person_bindings": 10, "api:person_mandates": 10,
}  # fmt: skip
"""Statements of a call that reads, at most; one of them says who asks."""
READING = {"api:shared_find", "api:find", "api:unmask", "api:protected_look", "api:open_paper"}


@pytest.mark.parametrize(
    "route", [route for route in KEYED if SAMPLES[route][0].method == "get" or route in READING]
)
def test_a_call_keeps_to_its_budget_of_statements(route: str, world: World) -> None:
    assert route in BUDGETS, "measure it and give it a budget"
    needed = {}
    for role in ROLES:
        for sample in SAMPLES[route] if MATRIX[route].cells[role] else ():
            if sample.suits(role):
                needed[f"{role}, {sample.case}"] = count(world, route, sample, role)
    assert {who: found for who, found in needed.items() if found > BUDGETS[route]} == {}


def count(world: World, route: str, sample: Any, role: str) -> int:
    with rolled_back():
        Installation.objects.update(demo=False)
        forget()
        sample.ask(route, world, INSIDE[role])
        path, data = sample.path(route, world), sample.data(world)
        headers = {"Authorization": f"Bearer {world.keys[INSIDE[role] or '']}"}
        program = world.client(None)
        with CaptureQueriesContext(connection) as statements:
            if sample.method == "get":
                answer = program.get(path, data, headers=headers)
            else:
                answer = program.post(path, data, content_type="application/json", headers=headers)
    forget()
    assert answer.status_code == 200
    return len([one for one in statements if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])
