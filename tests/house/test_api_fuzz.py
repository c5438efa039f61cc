"""Schemathesis asks every operation of the API whatever its description allows, and what it does not: no answer is a
failure of ours, and each is one that the description tells of."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
import schemathesis
from django.core.cache import cache as answers
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CheckContext
from schemathesis.config import SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from linli.site.access import MATRIX
from tests.support.calls import dwelling, notice, protected, proven
from tests.support.drawing import examples
from tests.support.imports import make_import
from tests.support.world import INSIDE, MATTER, World, rolled_back

pytestmark = pytest.mark.django_db
DESCRIPTION = Path(__file__).resolve().parents[2] / "docs" / "openapi.json"
EVERYDAY: Final = 8
"""Calls of each operation, besides those that the edges of its description give."""
ROLES: Final = ("clerk", "resident", "recipient", "reviewer", "decider")

_application = cache(get_wsgi_application)
schema = schemathesis.openapi.from_path(DESCRIPTION, config=SchemathesisConfig(seed=1))
schema.config.update(base_url="http://localhost")
schema.app = lambda environ, start: _application()(environ, start)


@pytest.fixture(scope="module", autouse=True)
def _one_connection() -> Iterator[None]:
    """The end of a request does not end the transaction in which the world stands."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def aims(world: World) -> dict[str, list[Any]]:
    """What there is, by the names that calls have for it: a call about nothing finds out little."""
    wang, chen = world.cast.people["wang"].pk, world.cast.people["chen"].pk
    named = ("person_id", "person", "first", "second", "survivor", "other", "guardian")
    return {name: [wang, chen] for name in named} | {
        "household_id": [world.household],
        "household": [world.household],
        "change_id": [world.change],
        "import_id": [make_import(world, state).pk for state in ("outlined", "checked", "done")],
        "pair_id": [world.pair],
        "dwelling_id": list(dwelling(world)),
        "label_id": list(protected("clerk")(world)),
        "notice_id": [notice()],
        "notice": [notice()],
        "paper": [proven(world)[1]],
        "purpose": ["care-visits"],
        "place": [world.cast.places["532301100001"].place_id],
        "task": [1],
        "revision": [0, 1],
        "number": list(world.cases.values()),
        "code": [MATTER, "child-protection", "old-age"],
        "relation": ["02", "21"],
    }


@schema.parametrize()
@settings(
    max_examples=examples(EVERYDAY), deadline=None, derandomize=True, database=None,
    phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_no_call_breaks_the_api_or_its_description(
    case: Any, world: World, aims: dict[str, list[Any]]
) -> None:
    route = f"api:{case.operation.definition.raw['operationId']}"
    role = next(role for role in ROLES if MATRIX[route].cells[role])
    case.path_parameters = aimed(case.path_parameters, aims)
    if (body := aimed(case.body, aims)) != case.body:  # a form with a file that is set anew counts as unfit
        case.body = body
    headers = {"Authorization": f"Bearer {world.keys[INSIDE[role] or '']}", "Accept-Encoding": "identity"}
    answers.clear()
    with rolled_back():
        case.call_and_validate(
            headers=headers, additional_checks=[] if is_form(case) else [what_fits_is_read],
            excluded_checks=excluded(case),
        )  # fmt: skip


def is_form(case: Any) -> bool:
    """Whether a file fits is no matter of the description (any bytes do), and a form that was aimed has become
    another one: of forms it is checked that none breaks the API, and that answers are as described."""
    return str(case.media_type or "").startswith("multipart/")


def excluded(case: Any) -> list[Any]:
    """A header that is missing or that nobody reads breaks no call: it is taken."""
    about = getattr(case.meta.phase.data, "parameter_location", None) if case.meta else None
    return [
        positive_data_acceptance,
        *([negative_data_rejection] if about == ParameterLocation.HEADER or is_form(case) else []),
    ]


def aimed(sent: Any, aims: dict[str, list[Any]]) -> Any:
    """Every other id that fits its description is one that there is."""
    if isinstance(sent, list):
        return [aimed(one, aims) for one in sent]
    if not isinstance(sent, dict):
        return sent
    return {name: aim(value, aims.get(name, [])) or aimed(value, aims) for name, value in sent.items()}


def aim(value: Any, real: list[Any]) -> Any:
    if type(value) is int and value > 0 and real and isinstance(real[0], int):
        return real[value // 2 % len(real)] if value % 2 else None
    if isinstance(value, str) and value and real and isinstance(real[0], str):
        return real[len(value) % len(real)] if ord(value[0]) % 2 else None
    return None


def what_fits_is_read(ctx: CheckContext, response: Response, case: Any) -> None:
    """A rule may refuse a call that fits its description (the status is 422 then, too), but under a code of its own."""
    if case.meta is not None and case.meta.generation.mode.is_positive and response.status_code == 422:
        assert response.json()["code"] != "not_as_described", response.content
