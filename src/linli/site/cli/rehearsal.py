"""`linli pack rehearse`: what a changed assignment table would do to the cases of the last days."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import click
from django.utils.translation import gettext as _

from linli.engines.cases.assignment import AssignmentTable, Comparison, rehearse
from linli.engines.cases.assignment.deciding import Reason
from linli.engines.cases.assignment.facts import past_cases
from linli.engines.cases.assignment.lint import unheld
from linli.engines.cases.assignment.rehearsal import Fate, Tally
from linli.engines.cases.assignment.using import procedures_asking
from linli.engines.cases.definitions import Procedure
from linli.engines.packs import queries
from linli.engines.packs.check import check_pack
from linli.engines.packs.faults import format_faults
from linli.engines.packs.reading import read_pack
from linli.kernel import clock
from linli.kernel.actors import SYSTEM
from linli.kernel.errors import ConfigurationError, NotFound
from linli.kernel.guard import acting_as
from linli.registers.organisations.queries import list_held_posts

Key = TypeVar("Key")


@click.command(
    name="rehearse",
    help="Decide the cases of the last days by the table in DIR and by the installed one; change nothing.",
)
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--assignment", "code", required=True, metavar="CODE", help="code of the table")
@click.option("--days", default=30, type=click.IntRange(1, 3660), help="how far back")
def rehearse_pack(folder: Path, code: str, days: int) -> None:
    new = _table_in(folder, code)
    day = clock.today()
    with acting_as(SYSTEM):
        try:
            old = queries.load(queries.get_item("assignment", code))
        except NotFound:
            click.echo(_("%(code)s is not installed yet: it is compared with itself.") % {"code": code})
            old = new
        held = {(post.role, post.scope.partition(":")[0]) for post in list_held_posts(day=day)}
        for fault in unheld(new, held):
            click.echo(
                _("Rule %(rule)d: %(fault)s") % {"rule": int(fault.path[1]) + 1, "fault": fault.message}
            )
        asking = _asking(folder, code)
        if not asking:
            raise ConfigurationError(_("No procedure asks the table %(code)s.") % {"code": code})
        past = past_cases(
            since=clock.now() - timedelta(days=days), day=day, state=next(iter(asking.values())),
            answers={*old.answers, *new.answers}, procedures=asking,
        )  # fmt: skip
        found = rehearse(old, new, past)
    click.echo("\n".join(tell(found, new)))


def _asking(folder: Path, code: str) -> dict[str, str]:
    """Procedures of the folder and of what is in force that ask the table, each with the state in which it does."""
    installed = map(queries.load, queries.effective_items().filter(section="procedure"))
    own = (item.model for item in read_pack(folder).items if item.section.name == "procedure")
    procedures = [one for one in (*installed, *own) if isinstance(one, Procedure)]
    return procedures_asking(procedures, code)


def _table_in(folder: Path, code: str) -> AssignmentTable:
    faults = check_pack(folder)
    if faults:
        raise ConfigurationError(format_faults(faults))
    for item in read_pack(folder).items:
        if (
            item.section.name == "assignment"
            and item.code == code
            and isinstance(item.model, AssignmentTable)
        ):
            return item.model
    raise ConfigurationError(
        _("%(folder)s has no assignment table %(code)s.") % {"folder": folder, "code": code}
    )


def tell(found: Comparison, new: AssignmentTable) -> Iterator[str]:
    """The comparison as lines of text: totals, moves, what nobody would get, how often each rule decides."""
    yield _("%(total)d cases, %(same)d stay where they are.") % {"total": found.total, "same": found.same}
    for (before, after), tally in _largest(found.moved.items()):
        yield f"  {_fate(before)} → {_fate(after)}: {_counted(tally)}"
    if found.unresolved:
        yield _("To be assigned by hand:")
    for fate, tally in _largest(found.unresolved.items()):
        yield f"  {_fate(fate)}: {_counted(tally)}"
    yield _("How often each rule decides:")
    for number, rule in enumerate(new.rows, 1):
        seat = rule.unit or rule.at
        yield f"  {number:3}  {found.hits_new[number]:8}  {rule.role}@{seat}  {rule.when or '—'}"


def _largest(found: Iterable[tuple[Key, Tally]]) -> list[tuple[Key, Tally]]:
    return sorted(found, key=lambda pair: -pair[1].count)


def _counted(tally: Tally) -> str:
    return f"{tally.count}  ({', '.join(tally.samples)}{' …' if tally.count > len(tally.samples) else ''})"


def _fate(fate: Fate) -> str:
    number, reason = fate
    words = {
        "": _("rule %(number)s"),
        Reason.NOBODY: _("nobody for rule %(number)s"),
        Reason.UNDECIDED: _("rule %(number)s cannot be judged"),
        Reason.NO_RULE: _("no rule"),
    }[reason]
    return words % {"number": number}
