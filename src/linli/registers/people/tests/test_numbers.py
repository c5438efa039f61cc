"""Identity numbers and phones: unreadable in the database, found by their exact value, one holder each."""

import pytest
from django.db import IntegrityError, connection, transaction

from linli.registers.people import queries
from linli.registers.people.models import Person
from linli.registers.people.sealing import digest_id_number, digest_phone, seal_person_numbers
from tests.support.cast import TODAY, Cast

ID_NUMBER, PHONE = "999999194201050029", "13800001111"


def test_sealing_twice_gives_other_bytes_and_the_same_digest() -> None:
    first, second = (seal_person_numbers(id_number=ID_NUMBER, phone=PHONE) for _ in range(2))
    assert first.id_number_sealed != second.id_number_sealed
    assert first.phone_sealed != second.phone_sealed
    assert (first.id_number_digest, first.phone_digest) == (second.id_number_digest, second.phone_digest)


def test_a_number_that_is_not_known_is_neither_sealed_nor_found() -> None:
    numbers = seal_person_numbers(phone=PHONE)
    assert (numbers.id_number_sealed, numbers.id_number_digest) == (None, None)
    assert numbers.phone_digest == digest_phone(PHONE)


def test_the_same_digits_as_identity_number_and_as_phone_have_nothing_in_common() -> None:
    assert digest_id_number(PHONE) != digest_phone(PHONE)


def test_the_table_holds_neither_number_nor_digits_of_it(cast: Cast) -> None:
    file = queries.read_file(cast.people["wang"], day=TODAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT person::text FROM person WHERE id = %s", [file.person_id])
        (row,) = cursor.fetchone()
    assert "王桂兰" in row
    for number in (file.id_number, file.phone):
        assert number not in row
        assert number.encode().hex() not in row


@pytest.mark.django_db
def test_two_files_with_one_identity_number_are_refused_by_the_database(cast: Cast) -> None:
    file = queries.read_file(cast.people["wang"], day=TODAY)
    numbers = seal_person_numbers(id_number=file.id_number)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(
            name="同号", sex="2", id_number_sealed=numbers.id_number_sealed,
            id_number_digest=numbers.id_number_digest,
        )  # fmt: skip


def test_many_may_share_a_phone_or_have_no_number_at_all(cast: Cast) -> None:
    numbers = seal_person_numbers(phone=queries.read_file(cast.people["wang"], day=TODAY).phone)
    for name in ("女儿", "邻居"):
        Person.objects.create(
            name=name, sex="2", phone_sealed=numbers.phone_sealed, phone_digest=numbers.phone_digest
        )
    assert Person.objects.filter(phone_digest=numbers.phone_digest).count() == 3
    assert Person.objects.filter(id_number_digest=None).count() == 2


def test_a_file_without_numbers_or_home_reads_as_empty(cast: Cast) -> None:
    person = Person.objects.create(name="某人", sex="1")
    file = queries.read_file(person, day=TODAY)
    assert (file.id_number, file.phone, file.address) == ("", "", "")
    assert (file.age, file.community, file.county, file.registered_county) == (None, None, None, None)
