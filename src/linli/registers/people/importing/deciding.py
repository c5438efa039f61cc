"""What becomes of a row, given what the register says: new, changed, the same, in doubt, or refused. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from linli.registers.people.importing.checks import group
from linli.registers.people.importing.facts import Facts, Held, Known
from linli.registers.people.importing.given import Given
from linli.registers.people.sealing import digest_phone
from linli.registers.people.standards import HEAD

NAMED = "name:differs"
"""A number that is held under another name: asked about in each row, never all at once."""
ELSEWHERE = ("id_number", "elsewhere")
HOMES = {"registered": "registered_address", "dwelling": "dwelling_address"}
"""Kind of home → field that says where."""


@dataclass(slots=True)
class Verdict:
    """`state` as in `ImportRow`; `action` is what is done if it is taken; `changes` are fields that become others.

    `alike` are files that may be about the same person, `answer` and `follows` as in `ImportRow`: see `doubts`.
    """

    row: Given
    state: str
    action: str = ""
    changes: tuple[str, ...] = ()
    person: int | None = None
    revision: int | None = None
    alike: tuple[int, ...] = ()
    answer: str = ""
    follows: int = 0

    @property
    def reasons(self) -> list[str]:
        return self.row.faults or self.row.doubts


def decide(rows: Sequence[Given], facts: Facts, *, own: int | None = None) -> list[Verdict]:
    """The verdicts, in order. `own`: the file of who imports; nobody handles her own."""
    for number, members in group(rows).items():
        _check_household(members, facts.households.get(number))
    found = {row.position: _decide(row, facts, own) for row in rows if not row.joins}
    for row in rows:
        if row.joins:
            found[row.position] = _join(row, found[row.joins])
    _follow_heads(rows, found, facts)
    settled = [_settled(found[row.position]) for row in rows]
    for verdict in settled:
        _follow(verdict, found)
    return settled


def _check_household(members: Sequence[Given], known: Known | None) -> None:
    headed = any(row.relation == HEAD for row in members)
    for row in members:
        if known is None:
            if not headed:
                row.doubt("relation", "no-head")
        elif not known.here:
            row.fault("household", "elsewhere")
        elif known.dissolved:
            row.fault("household", "dissolved")
        elif row.household_kind and row.household_kind != known.kind:
            row.fault("household_kind", "differs")
        else:
            row.household_kind = known.kind


def _decide(row: Given, facts: Facts, own: int | None) -> Verdict:
    if row.faults:
        return Verdict(row, "refused")
    held = facts.holders.get(row.position) or _same_without_number(row, facts)
    if held is None:
        return _new(row, facts)
    if reason := unfit(row, held, own):
        row.fault(*reason)
        return Verdict(row, "refused", person=held.person if held.here else None)
    if row.name != held.name:
        row.doubts.append(NAMED)
    known = facts.households.get(row.household)
    if row.relation == HEAD and known and known.headed:
        current = held.households.get(row.kind)
        if current is None or current.number != row.household or current.relation != HEAD:
            row.doubt("relation", "head-held")
    changes = tuple(changes_of(row, held))
    action = "changed" if changes else "same"
    return Verdict(row, action, action, changes, held.person, held.revision)


def _same_without_number(row: Given, facts: Facts) -> Held | None:
    """The only file of this name and birth date that has no number either, in the same household or home."""
    if row.id_number or row.document_number:
        return None
    near = [
        one
        for one in facts.alike.get(row.position, ())
        if not one.numbered
        and (
            any(member.number == row.household for member in one.households.values() if row.household)
            or any(
                home.address and home.address == getattr(row, HOMES[kind]) for kind, home in one.homes.items()
            )
        )
    ]
    return near[0] if len(near) == 1 else None


def _new(row: Given, facts: Facts) -> Verdict:
    if not row.registered_address and not row.dwelling_address:
        row.fault("dwelling_address", "missing")
    known = facts.households.get(row.household)
    if row.relation == HEAD and known is not None and known.headed:
        row.doubt("relation", "head-held")
    alike = [one for one in facts.alike.get(row.position, ()) if not (one.numbered and row.id_number)]
    if alike:
        row.doubt("name", "alike")
    return Verdict(row, "new", "new", alike=tuple(one.person for one in alike))


def unfit(row: Given, held: Held, own: int | None) -> tuple[str, str] | None:
    """Why a file cannot be changed by an import; names and what hangs on them go through requests."""
    if not held.here:
        return ELSEWHERE
    if held.person == own:
        return "name", "own"
    if held.dead:
        return "name", "dead"
    if held.birth_date and row.birth_date and row.birth_date != held.birth_date:
        return "birth_date", "held"
    if held.sex in ("1", "2") and row.sex in ("1", "2") and row.sex != held.sex:
        return "sex", "held"
    return None


def changes_of(row: Given, held: Held) -> list[str]:
    found = [name for name in ("ethnicity", "marital") if getattr(row, name) not in ("", getattr(held, name))]
    if row.phone and digest_phone(row.phone) != held.phone_digest:
        found.append("phone")
    for kind, name in HOMES.items():
        home, address = held.homes.get(kind), getattr(row, name)
        if address and (home is None or (address, row.community) != (home.address, home.community)):
            found.append(name)
    if row.household:
        current = held.households.get(row.kind)
        if current is not None and current.number == row.household and "relation:missing" in row.doubts:
            row.doubts.remove("relation:missing")
            row.relation = current.relation
        if current is None or (current.number, current.relation) != (row.household, row.relation):
            found.append(f"{row.kind}_household")
            if current is not None and current.number != row.household:
                row.doubt("household", "other")
    return found


def _join(row: Given, first: Verdict) -> Verdict:
    """A second household of somebody who stands in a row before."""
    if row.faults:
        return Verdict(row, "refused")
    if first.state == "refused":
        row.fault("household", f"refused:{first.row.line}")
        return Verdict(row, "refused")
    row.doubts.extend(doubt for doubt in first.row.doubts if doubt not in row.doubts)
    state = "changed" if first.state == "same" else first.state
    return Verdict(row, state, "joined", (f"{row.kind}_household",), first.person, first.revision)


def _follow_heads(rows: Sequence[Given], found: Mapping[int, Verdict], facts: Facts) -> None:
    """Where the head of a new household is refused or in doubt, who belongs to it is in doubt."""
    for number, members in group(rows).items():
        heads = [found[row.position] for row in members if row.relation == HEAD]
        if not heads and number not in facts.households:
            for row in members:
                if "relation:no-head" not in row.doubts:
                    row.doubt("relation", "no-head")
        if len(heads) == 1 and heads[0].row.doubts and heads[0].action == "new":
            for row in members:
                if not row.doubts:
                    found[row.position].follows = heads[0].row.position
                row.doubts.extend(doubt for doubt in heads[0].row.doubts if doubt not in row.doubts)


def _settled(verdict: Verdict) -> Verdict:
    if verdict.row.faults:
        verdict.state = "refused"
    elif verdict.row.doubts and (verdict.action != "same" or NAMED in verdict.row.doubts):
        verdict.state = "doubtful"
    return verdict


def _follow(verdict: Verdict, found: Mapping[int, Verdict]) -> None:
    """Who is in doubt in one row is not asked about in the next."""
    joins = verdict.row.joins
    if joins and found[joins].state == "doubtful":
        verdict.follows = joins
    if verdict.state != "doubtful":
        verdict.follows = 0
