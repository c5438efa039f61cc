"""Over random agreements: no byte of a field, and nothing of a person, that is not agreed ever leaves."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.kernel import codes
from linli.kernel.crypto import seal
from linli.kernel.guard import acting_as
from linli.registers.people.models import Household, Label, Membership, Person, Residence
from linli.registers.people.queries import age_on
from linli.registers.people.sealing import CONTEXT_LABEL, digest_label, seal_person_numbers
from linli.rooms.sharing.actions import reading
from linli.rooms.sharing.queries.covered import Wanted
from linli.rooms.sharing.queries.words import Telling, titles_of
from linli.rooms.sharing.rules import CATALOGUE
from linli.rooms.sharing.rules.sheets import WRITERS, Mark
from tests.support.cast import ALWAYS, NOW, TODAY, Cast

from .conftest import BEIHU, LIANHUA, NANSHAN, Sharing

pytestmark = pytest.mark.django_db
COMMUNITIES = (NANSHAN, BEIHU, LIANHUA)
PLACES = (*COMMUNITIES, "532301100", "532301")
LABELS = ("old-age", "chronic-illness")
FIELDS = (*CATALOGUE, *(f"label:{code}" for code in LABELS))
TRUE_FALSE_OR_SHORT = {
    "sex",
    "ethnicity",
    "nationality",
    "marital",
    "age",
    "household_relation",
    "household_size",
}
"""Values too short to be told from others in a stream of bytes: keys and columns speak for them."""


@pytest.fixture
def town(sharing: Sharing) -> Sharing:
    """Two persons in each community, every value of every field known by its own text."""
    for at, code in enumerate(COMMUNITIES):
        place = sharing.cast.places[code].columns()
        for number in (2 * at, 2 * at + 1):
            _person(sharing.cast, number, place)
    return sharing


def _person(cast: Cast, at: int, place: dict[str, Any]) -> None:
    born = date(1940 + 9 * at, 3, 4 + at)
    numbers = seal_person_numbers(
        id_number=codes.id_number_for("532301", born, 100 + at), phone=f"1390000{at:04d}"
    )
    person = Person.objects.create(
        name=f"名甲乙{at}", former_names=[f"曾丙丁{at}"], sex="1", birth_date=born, ethnicity="03", marital="20",
        id_number_sealed=numbers.id_number_sealed, id_number_digest=numbers.id_number_digest,
        phone_sealed=numbers.phone_sealed, phone_digest=numbers.phone_digest,
    )  # fmt: skip
    for kind in ("registered", "dwelling"):
        Residence.objects.create(person=person, kind=kind, address=f"{kind}路{at}号", valid=ALWAYS, **place)
    house = Household.objects.create(number=f"HH-{at}", **place)
    Membership.objects.create(household=house, person=person, relation="02", valid=ALWAYS)
    if at % 2:
        Label.objects.create(person=person, code="old-age", valid=ALWAYS, source="counter")
    else:
        sealed = seal("chronic-illness", context=CONTEXT_LABEL)
        Label.objects.create(
            person=person, code_sealed=sealed, code_digest=digest_label("chronic-illness"), valid=ALWAYS,
            source="counter",
        )  # fmt: skip


def texts_of(person: Person) -> dict[str, str]:
    """Field → the text by which it would be known in any stream of bytes."""
    from linli.kernel.crypto import mask_id_number, mask_phone, unseal_text  # noqa: PLC0415

    number = unseal_text(person.id_number_sealed, context="person.id_number")
    phone = unseal_text(person.phone_sealed, context="person.phone")
    house = Membership.objects.filter(person=person).values_list("household__number", flat=True).first()
    assert person.birth_date
    return {
        "name": person.name,
        "former_names": "".join(person.former_names) or "-",
        "birth_date": person.birth_date.isoformat(),
        "id_number": number,
        "phone": phone,
        "id_number_masked": mask_id_number(number),
        "phone_masked": mask_phone(phone),
        "registered_address": Residence.objects.get(person=person, kind="registered").address,
        "dwelling_address": Residence.objects.get(person=person, kind="dwelling").address,
        "household_number": house or "-",
    }


def streams(page: reading.Page) -> Iterator[str]:
    """What leaves: the values as JSON would have them, and both kinds of files."""
    fields = page.opening.fields
    yield repr([dict(row.values) for row in page.rows]).replace("datetime.date", "")
    yield "\n".join(str(value) for row in page.rows for value in row.values.values())
    telling = Telling(fields)
    rows = [telling.row(row.values) for row in page.rows]
    yield WRITERS["csv"](titles_of(fields), rows, Mark("标记", "标", "来源")).decode()


agreed = st.fixed_dictionaries(
    {
        "fields": st.lists(st.sampled_from(FIELDS), min_size=1, max_size=8, unique=True).map(tuple),
        "places": st.lists(st.sampled_from(PLACES), min_size=1, max_size=3, unique=True).map(tuple),
        "label": st.sampled_from(("", *LABELS)),
        "youngest": st.sampled_from((None, 18, 40)),
        "oldest": st.sampled_from((None, 60, 80)),
    }
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=agreed)
def test_only_agreed_fields_of_agreed_persons_leave(town: Sharing, changes: dict[str, Any]) -> None:
    sid = transaction.savepoint()
    number = town.agree(**changes).number
    actor = town.actor("recipient")
    with acting_as(actor, day=TODAY):
        page = reading.read_list(
            actor=actor, now=NOW, number=number, way="page", wanted=Wanted(), after=0, limit=50
        )
    everybody = {person.pk: person for person in Person.objects.all()}
    wanted = {pk for pk, person in everybody.items() if _is_agreed(town.cast, person, changes)}
    assert {row.person for row in page.rows} == wanted
    known = {pk: texts_of(person) for pk, person in everybody.items()}
    allowed = {known[pk][field] for pk in wanted for field in changes["fields"] if field in known[pk]}
    forbidden = {text for one in known.values() for text in one.values()} - allowed
    for row in page.rows:
        assert tuple(row.values) == changes["fields"]
    for stream in streams(page):
        found = {text for text in forbidden if text in stream and text != "-"}
        assert not {text for text in found if not any(text in more for more in allowed)}
    transaction.savepoint_rollback(sid)


def _is_agreed(cast: Cast, person: Person, changes: dict[str, Any]) -> bool:
    places = {cast.places[code].place_id for code in changes["places"]}
    homes = Residence.objects.filter(person=person).values_list("county", "town", "community")
    if not any(places.intersection(row) for row in homes):
        return False
    label = changes["label"]
    held = {label.code or "chronic-illness" for label in person.labels.all()}
    assert person.birth_date
    age = age_on(person.birth_date, TODAY)
    youngest, oldest = changes["youngest"], changes["oldest"]
    return (
        (not label or label in held)
        and (youngest is None or age >= youngest)
        and (oldest is None or age <= oldest)
    )


def test_columns_that_are_not_agreed_are_not_even_read(town: Sharing, django_assert_num_queries: Any) -> None:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    number, actor = town.agree(fields=("sex",)).number, town.actor("recipient")
    with CaptureQueriesContext(connection) as statements, acting_as(actor, day=TODAY):
        reading.read_list(
            actor=actor,
            now=NOW + timedelta(days=1),
            number=number,
            way="page",
            wanted=Wanted(),
            after=0,
            limit=50,
        )
    said = " ".join(one["sql"].split(" FROM ")[0] for one in statements)
    for column in ('"name"', "id_number_sealed", "phone_sealed", '"address"', "birth_date"):
        assert f'"person"."{column.strip(chr(34))}"' not in said
        assert f'"residence".{column}' not in said
