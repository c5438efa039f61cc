"""What a form may refer to: people, households, places, units and uploads, as far as the one filling it in may."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from linli.engines.forms.questions import DOCUMENTS, Entry, FormField
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.crypto import unseal_text
from linli.registers.documents.queries import get_own
from linli.registers.organisations.queries import home_of
from linli.registers.organisations.search import get_organisation, search_organisations
from linli.registers.people import households as people
from linli.registers.people.models import Household, Person
from linli.registers.people.queries import visible_to
from linli.registers.people.sealing import CONTEXT_ID_NUMBER
from linli.registers.people.search import FoundPerson, find
from linli.registers.places.queries import get_names
from linli.registers.places.rules import SCOPED_LEVELS, parse_scope
from linli.registers.places.search import get_community, search_communities

FOUND_AT_MOST: Final = 12
SHORTEST: Final = 2
"""Characters that a search needs."""


class References:
    """The registers as one actor sees them. A resident names herself and who lives in her household; posts find
    people whose files they keep, and each search of theirs is recorded as a look."""

    def __init__(self, actor: Actor, *, now: datetime) -> None:
        self.actor, self.now, self.day = actor, now, clock.local_day(now)
        self._own: list[Person] | None = None

    def resolve(self, field: FormField, ref: str) -> str | None:
        """The name of what `ref` means, None if it is not for this actor to name."""
        if field.type in DOCUMENTS or field.type == "signature":
            return self._resolve_document(field, ref)
        match field.type:
            case "person":
                found = self._person(ref)
                return found.name if found else None
            case "household":
                return self._resolve_household(ref)
            case "place":
                place = get_community(ref)
                return place.full_name if place else None
            case "organisation":
                unit = get_organisation(int(ref)) if _is_number(ref) else None
                return unit.name if unit else None
        return None

    def offer(self, field: FormField, query: str) -> Sequence[Entry]:
        """What may be chosen: at once for a resident's people, otherwise by what was typed to search."""
        query = query.strip()
        if field.type == "person":
            return self._people(query)
        if field.type == "household":
            return self._households(query)
        if len(query) < SHORTEST:
            return ()
        if field.type == "place":
            found = search_communities(query, near=self._near(), limit=FOUND_AT_MOST)
            return [Entry(code=place.code, label=place.full_name) for place in found]
        units = search_organisations(query, limit=FOUND_AT_MOST)
        names = get_names({unit.place_id for unit in units})
        return [Entry(code=str(u.pk), label=u.name, note=names.get(u.place_id, "")) for u in units]

    def searches(self, field: FormField) -> bool:
        """A resident's people are few: they are offered at once."""
        return field.type in ("place", "organisation") or bool(self.actor.grants)

    def known(self) -> frozenset[str]:
        """Names, numbers and birth dates that the register has of a resident and of whom she lives with; of nobody for
        posts. For counting what is asked again: nothing of it is shown."""
        if self.actor.grants:
            return frozenset()
        return frozenset(filter(None, (text for person in self._household() for text in _texts(person))))

    def _near(self) -> int | None:
        """The county or community where one searches from."""
        home = home_of(self.actor, day=self.day)
        if home is not None:
            return home[0]
        scopes = [one for one in self.actor.scopes() if one.partition(":")[0] in SCOPED_LEVELS]
        return parse_scope(scopes[0])[1] if scopes else None

    def _person(self, ref: str) -> Person | None:
        if not _is_number(ref):
            return None
        if self.actor.grants:
            return visible_to(self.actor, day=self.day).filter(pk=int(ref)).first()
        return next((person for person in self._household() if person.pk == int(ref)), None)

    def _people(self, query: str) -> list[Entry]:
        if self.actor.grants:
            return [_person_entry(one.person_id, one.name, one.birth_date) for one in self._search(query)]
        return [_person_entry(one.pk, one.name, one.birth_date) for one in self._household()]

    def _search(self, query: str) -> Sequence[FoundPerson]:
        """Whom a post finds; the search itself records who was shown."""
        if len(query) < SHORTEST:
            return ()
        found = find(
            self.actor, query, now=self.now, limit=FOUND_AT_MOST, act="form.search", fields=("name", "birth_date"),
            purpose=_("Filling in a form"),
        )  # fmt: skip
        return found.people

    def _household(self) -> list[Person]:
        if self._own is None:
            self._own = people.list_own_household(self.actor, day=self.day)
        return self._own

    def _households(self, query: str) -> list[Entry]:
        if self.actor.grants:
            ids = [one.person_id for one in self._search(query)]
            members = list(visible_to(self.actor, day=self.day).filter(pk__in=ids)) if ids else []
        else:
            members = self._household()
        found = people.list_households(members, day=self.day)
        return [_household_entry(household, together) for household, together in found]

    def _resolve_household(self, ref: str) -> str | None:
        if self.actor.grants:
            found = people.get_household(self.actor, ref, day=self.day)
        else:
            own = people.list_households(self._household(), day=self.day)
            found = next((row for row in own if row[0].number == ref), None)
        return _household_entry(*found).label if found else None

    def _resolve_document(self, field: FormField, token: str) -> str | None:
        """An upload of one's own, of the kind that was asked."""
        document = get_own(self.actor, token)
        if document is None or (field.type != "file" and document.media_type != "image/jpeg"):
            return None
        return document.title


def _is_number(ref: str) -> bool:
    return ref.isascii() and ref.isdecimal() and len(ref) < 18


def _person_entry(person_id: int, name: str, birth_date: date | None) -> Entry:
    born = _("born %(year)s") % {"year": birth_date.year} if birth_date else ""
    return Entry(code=str(person_id), label=name, note=born)


def _household_entry(household: Household, members: Sequence[Person]) -> Entry:
    words = _("household of %(name)s, %(count)d people") % {
        "name": members[0].name if members else "?",
        "count": len(members),
    }
    return Entry(code=household.number, label=words)


def _texts(person: Person) -> tuple[str, str, str]:
    number = unseal_text(person.id_number_sealed, context=CONTEXT_ID_NUMBER)
    return person.name, number, person.birth_date.isoformat() if person.birth_date else ""
