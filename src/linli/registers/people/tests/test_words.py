"""Every kind and state of files has words."""

import pytest

from linli.registers.people import words
from linli.registers.people.details import KINDS
from linli.registers.people.models import (
    DuplicatePair,
    Dwelling,
    FileChange,
    IdentityDocument,
    Person,
    Provision,
    Relationship,
    Residence,
)


@pytest.mark.parametrize(
    ("known", "codes"),
    [
        (words.CHANGES, FileChange.Kind.values),
        (words.CHANGES, list(KINDS)),
        (words.STATES, FileChange.State.values),
        (words.SOURCES, Provision.Source.values),
        (words.KIN, Relationship.Kind.values),
        (words.DOCUMENTS, IdentityDocument.Kind.values),
        (words.NUMBERS, Person.NumberKind.values),
        (words.RULES, DuplicatePair.Rule.values),
        (words.HOMES, Residence.Kind.values),
        (words.DWELLINGS, Dwelling.Kind.values),
    ],
)
def test_every_code_has_words(known: dict[str, str], codes: list[str]) -> None:
    assert set(known) == set(codes)
