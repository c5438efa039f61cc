"""Terms of an agreement as a form, and back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from linli.kernel.errors import Faults
from linli.kernel.ui import components as ui
from linli.kernel.ui.format import join_words
from linli.rooms.sharing.forms.typed import Typed
from linli.rooms.sharing.forms.words import BASES, WAYS, term_word
from linli.rooms.sharing.forms.words import GROUPS as GROUP_WORDS
from linli.rooms.sharing.queries.words import title_of
from linli.rooms.sharing.rules import CATALOGUE, LABEL, Terms, last_day
from linli.rooms.sharing.rules.needs import GROUPS, Need, groups_of
from linli.rooms.sharing.rules.volume import Volume


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be chosen: labels (code → title, and tier), places (id → level and name), purposes of consent."""

    labels: Mapping[str, str]
    tiers: Mapping[str, str]
    places: Mapping[int, tuple[str, str]]
    consents: Mapping[str, str]
    today: date


def ask(offer: Offer, typed: Typed, old: Terms | None = None) -> list[ui.Field]:
    """The form, filled with the terms that are renewed."""
    first = old or _blank(offer)
    return [*_why(offer, typed, first), *_what(offer, typed, first), *_how(typed, first)]


def _why(offer: Offer, typed: Typed, first: Terms) -> list[ui.Field]:
    bases = [(code, _(text)) for code, text in BASES.items()]
    article = _("Law and article")
    return [
        typed.text("purpose", term_word("purpose"), first.purpose, maxlength=120, wide=True),
        typed.select("basis", term_word("basis"), bases, first.basis, kind="radio", wide=True),
        typed.text("ground", term_word("ground"), first.ground, maxlength=200, wide=True, hint=article),
        *_consent(offer, typed, first),
    ]


def _what(offer: Offer, typed: Typed, first: Terms) -> list[ui.Field]:
    picked, named = _split(offer, first)
    larger = [(str(id_), name, "") for id_, (level, name) in offer.places.items() if level != "community"]
    bearers = [("", _("Anybody")), *offer.labels.items()]
    hint = _("Name each on a line of its own; leave the places above empty then.")
    return [
        field_picks(offer, typed, first.fields, term_word("fields")),
        typed.picks("places", term_word("places"), larger, picked, required=False),
        typed.text(
            "communities", _("Only these communities"), named, kind="textarea", required=False, wide=True, hint=hint
        ),
        typed.select("label", _("Only bearers of"), bearers, first.label, required=False, wide=True),
        *_ages(typed, first),
    ]  # fmt: skip


def _how(typed: Typed, first: Terms) -> list[ui.Field]:
    ways = [(code, _(text), "") for code, text in WAYS.items()]
    kept = str(first.retention or "")
    volume = first.volume
    daily, term = (str(volume.daily), str(volume.term)) if volume else ("", "")
    counted = _("Each row of a list counts, and each look-up. Exports are decided one by one.")
    return [
        typed.picks("ways", term_word("ways"), ways, first.ways),
        typed.text(
            "daily", _("Persons looked up on a day at most"), daily, kind="number", maxlength=7, hint=counted
        ),
        typed.text("volume", _("Persons in the whole term at most"), term, kind="number", maxlength=8),
        typed.text("retention", term_word("retention"), kept, kind="number", unit=_("days"), maxlength=4),
        typed.text("since", _("First day"), first.since.isoformat(), kind="date"),
        typed.text("until", _("Last day"), first.until.isoformat(), kind="date", hint=_("One year at most")),
    ]


@dataclass(frozen=True, slots=True)
class NeedFields:
    """The questions about one group of fields; `open` where something stands or is wrong there."""

    title: str
    members: str
    fields: Sequence[ui.Field]
    open: bool


def ask_needs(offer: Offer, typed: Typed, old: Terms | None = None) -> list[NeedFields]:
    """Why each group of fields is needed: no data without a reason of its own."""
    said = {one.group: one for one in old.needs} if old else {}
    return [_ask_need(code, offer, typed, said.get(code)) for code in GROUPS]


def _ask_need(code: str, offer: Offer, typed: Typed, said: Need | None) -> NeedFields:
    same = [("", _("As for the whole")), *((basis, _(text)) for basis, text in BASES.items())]
    purpose, basis, ground = (said.purpose, said.basis, said.ground) if said else ("", "", "")
    fields = [
        typed.text(f"need-{code}", _("What for"), purpose, maxlength=120, required=False, wide=True),
        typed.select(f"basis-{code}", term_word("basis"), same, basis, required=False),
        typed.text(f"ground-{code}", term_word("ground"), ground, maxlength=200, required=False),
    ]
    members = [title_of(field, offer.labels) for field in GROUPS[code]] or list(offer.labels.values())
    return NeedFields(
        _(GROUP_WORDS[code]), join_words(members), fields, any(one.error or one.value for one in fields)
    )


def field_picks(offer: Offer, typed: Typed, chosen: tuple[str, ...], label: str) -> ui.Field:
    """Every field of the catalogue; sealed ones say so."""
    sealed = _("sealed")
    options = [
        (field, title_of(field, offer.labels), sealed if tier == "sealed" else "")
        for field, tier in CATALOGUE.items()
    ]
    options += [
        (
            LABEL + code,
            _("Label: %(title)s") % {"title": title},
            sealed if offer.tiers.get(code) == "sealed" else "",
        )
        for code, title in offer.labels.items()
    ]
    return typed.picks("fields", label, options, chosen, hint=_("Only what the purpose needs"))


def read(offer: Offer, typed: Typed) -> Terms:
    """What the form says; raises `Faults` for what is no terms at all. The action checks the rest."""
    faults = dict(_faults(typed))
    places = _places(offer, typed, faults)
    if faults:
        raise Faults(faults)
    basis = typed.get("basis")
    return Terms(
        purpose=typed.get("purpose"),
        basis=basis,
        ground=typed.get("ground"),
        consent=typed.get("consent") if basis == "consent" else "",
        fields=tuple(dict.fromkeys(typed.many("fields"))),
        places=places,
        label=typed.get("label"),
        youngest=typed.number("youngest"),
        oldest=typed.number("oldest"),
        ways=tuple(dict.fromkeys(typed.many("ways"))),
        retention=typed.number("retention") or 0,
        since=typed.day("since") or offer.today,
        until=typed.day("until") or offer.today,
        needs=tuple(_needs(typed, basis)),
        volume=Volume(typed.number("daily") or 0, typed.number("volume") or 0),
    )


def _needs(typed: Typed, basis: str) -> Iterator[Need]:
    """What was said for each group that was chosen; where nothing else is said, the basis of the whole."""
    for code in groups_of(typed.many("fields")):
        if typed.get(f"need-{code}"):
            chosen = typed.get(f"basis-{code}") or basis
            yield Need(code, typed.get(f"need-{code}"), chosen, typed.get(f"ground-{code}"))


def _faults(typed: Typed) -> Iterator[tuple[str, str]]:
    for name in ("since", "until"):
        if typed.day(name) is None:
            yield name, _("Please fill this in.")
    for name in ("youngest", "oldest"):
        if typed.get(name) and typed.number(name) is None:
            yield name, _("This does not fit: please look at it again.")


def _places(offer: Offer, typed: Typed, faults: dict[str, str]) -> tuple[int, ...]:
    found = {int(one) for one in typed.many("places") if one.isascii() and one.isdecimal() and len(one) < 19}
    by_name: dict[str, list[int]] = {}
    for id_, (_level, name) in offer.places.items():
        by_name.setdefault(name, []).append(id_)
    for line in filter(None, map(str.strip, typed.get("communities").splitlines())):
        fitting = by_name.get(line, [])
        if len(fitting) != 1:
            faults["communities"] = _("No single place is called %(name)s.") % {"name": line}
        found.update(fitting)
    return tuple(sorted(found))


def _consent(offer: Offer, typed: Typed, first: Terms) -> list[ui.Field]:
    if not offer.consents:
        return []
    options = [("", _("None")), *offer.consents.items()]
    hint = _("Where the basis is consent: which one")
    return [typed.select("consent", term_word("consent"), options, first.consent, required=False, hint=hint)]


def _ages(typed: Typed, first: Terms) -> list[ui.Field]:
    given = {"youngest": first.youngest, "oldest": first.oldest}
    names = {"youngest": _("From what age"), "oldest": _("Up to what age")}
    return [
        typed.text(
            name, names[name], "" if age is None else str(age), kind="number", maxlength=3, required=False
        )
        for name, age in given.items()
    ]


def _split(offer: Offer, first: Terms) -> tuple[list[str], str]:
    """Larger places as picks, communities by name."""
    known = [(id_, *offer.places[id_]) for id_ in first.places if id_ in offer.places]
    larger = [str(id_) for id_, level, _name in known if level != "community"]
    return larger, "\n".join(name for _id, level, name in known if level == "community")


def _blank(offer: Offer) -> Terms:
    return Terms(
        purpose="", basis="duty", ground="", fields=(), places=(), ways=("page",), retention=0, since=offer.today,
        until=last_day(offer.today),
    )  # fmt: skip


def continued(old: Terms, *, today: date) -> Terms:
    """The terms of a renewal: as before, from the day after the last on, for as long as can be."""
    since = max(today, old.until + timedelta(days=1))
    return replace(old, since=since, until=last_day(since))
