"""Tables of the files. Every one is guarded: see the migrations, and docs/decisions/0016-files-of-people.md."""

from linli.registers.people.models.bindings import BindingSlip, FormerPhone, PersonAccount
from linli.registers.people.models.changes import FileChange, FileChangePerson, FileChangeStep
from linli.registers.people.models.duplicates import DuplicatePair
from linli.registers.people.models.households import Dwelling, Household, Membership, Relationship, Residence
from linli.registers.people.models.imports import ImportPart, ImportRow, PersonImport
from linli.registers.people.models.keys import PersonKey
from linli.registers.people.models.labels import Label, LabelKind, NeedToKnow, RestrictedLabel
from linli.registers.people.models.persons import IdentityDocument, Person, Provision

__all__ = [
    "BindingSlip",
    "DuplicatePair",
    "Dwelling",
    "FileChange",
    "FileChangePerson",
    "FileChangeStep",
    "FormerPhone",
    "Household",
    "IdentityDocument",
    "ImportPart",
    "ImportRow",
    "Label",
    "LabelKind",
    "Membership",
    "NeedToKnow",
    "Person",
    "PersonAccount",
    "PersonImport",
    "PersonKey",
    "Provision",
    "Relationship",
    "Residence",
    "RestrictedLabel",
]
