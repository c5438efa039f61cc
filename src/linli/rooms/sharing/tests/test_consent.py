"""An agreement that rests on consent opens only who consents, and closes with the withdrawal."""

from datetime import timedelta

import pytest

from linli.engines.packs.actions import install
from linli.engines.packs.folders import builtin
from linli.kernel.actors import SYSTEM
from linli.kernel.errors import Faults
from linli.kernel.guard import acting_as
from linli.registers.consents.models import Consent
from linli.registers.consents.queries import list_notices, terms_of
from linli.rooms.sharing.actions import reading
from linli.rooms.sharing.queries.consenting import list_purposes
from linli.rooms.sharing.queries.covered import Wanted
from linli.rooms.sharing.queries.reuse import agreements_reusing
from tests.support.cast import NOW, TODAY, Cast, make_cast

from .conftest import Sharing

pytestmark = pytest.mark.django_db
PURPOSE = "care-visits"


@pytest.fixture
def sharing(db: None) -> Sharing:
    cast = make_cast()
    install(folder=builtin("national"), actor=SYSTEM, now=NOW)
    return Sharing(cast)


def says(cast: Cast, who: str, said: str) -> None:
    notice = next(one for one in list_notices() if one.purpose(PURPOSE))
    purpose = notice.purpose(PURPOSE)
    assert purpose
    Consent.objects.create(
        person=cast.people[who], notice=notice.row, purpose=PURPOSE, said=said, text_digest=bytes(32),
        terms_digest=terms_of(purpose), way="counter", at=NOW - timedelta(days=1),
    )  # fmt: skip


def read(sharing: Sharing, number: str) -> list[object]:
    actor = sharing.actor("recipient")
    with acting_as(actor, day=TODAY):
        page = reading.read_list(
            actor=actor, now=NOW, number=number, way="page", wanted=Wanted(), after=0, limit=50
        )
    return [row.values["name"] for row in page.rows]


def test_only_who_consents_is_opened_until_she_withdraws(sharing: Sharing) -> None:
    number = sharing.agree(basis="consent", consent=PURPOSE).number
    assert read(sharing, number) == []
    says(sharing.cast, "wang", "given")
    says(sharing.cast, "chen", "declined")
    assert read(sharing, number) == ["王桂兰"]
    wang = sharing.cast.people["wang"].pk
    assert [one.number for one in agreements_reusing(wang, day=TODAY)] == [number]
    says(sharing.cast, "wang", "withdrawn")
    assert read(sharing, number) == []
    assert agreements_reusing(wang, day=TODAY) == []


def test_an_agreement_names_a_purpose_that_people_are_asked_for(sharing: Sharing) -> None:
    assert PURPOSE in list_purposes()
    for consent in ("", "made-up"):
        with pytest.raises(Faults) as refusal:
            sharing.ask(basis="consent", consent=consent)
        assert set(refusal.value.faults) == {"consent"}
