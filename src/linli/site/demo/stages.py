"""Building in stages: each is one transaction that leaves a marker; what has a marker is not built again."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from django.db import connection, transaction
from django.utils.translation import gettext as _

from linli.kernel.errors import DomainError
from linli.site.demo.spec import DemoSpec
from linli.site.models import DemoStage

_BUILDER_LOCK = 7_160_021

Tell = Callable[[str], None]
"""Takes one line of progress for a person."""


class DemoRefused(DomainError):
    """No demo may be built in this database, or not this one; the message says what to do instead."""

    code = "demo_refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many rows a stage wrote, and a digest of what they say (empty if none is computed)."""

    rows: int
    digest: bytes = b""


@dataclass(frozen=True, slots=True)
class Stage:
    """`work` writes rows in the transaction that it is called in, and tells its progress. `parameters` name
    what its rows depend on."""

    name: str
    work: Callable[[DemoSpec, Tell], Outcome]
    parameters: Callable[[DemoSpec], str] = attrgetter("parameters")


def run_stage(stage: Stage, spec: DemoSpec, tell: Tell) -> bool:
    """Carry out a stage unless it was; false if it was. Of two builders at the same time the second waits.

    Raises `DemoRefused` if the stage was built with other parameters.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_BUILDER_LOCK])
        done = DemoStage.objects.filter(county_code=spec.county, name=stage.name).first()
        if done is not None:
            _check_same(done, stage.parameters(spec))
            return False
        outcome = stage.work(spec, tell)
        DemoStage.objects.create(
            county_code=spec.county,
            name=stage.name,
            parameters=stage.parameters(spec),
            rows=outcome.rows,
            digest=outcome.digest or None,
        )
    return True


def _check_same(done: DemoStage, wanted: str) -> None:
    if done.parameters != wanted:
        raise DemoRefused(
            _(
                "The demo of %(county)s in this database was built with %(built)s, not %(wanted)s: "
                "ask for the same, or set LINLI_HOME to another folder for a second demo."
            )
            % {"county": done.county_code, "built": done.parameters, "wanted": wanted}
        )
