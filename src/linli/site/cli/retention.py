"""How long records are kept, what is over its term, and what is held. Deleting takes two people at the desk."""

from datetime import date

import click
from django.db import transaction

from linli.kernel import clock
from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as
from linli.registers.retention.actions import find_all
from linli.registers.retention.models import Due, Hold, Ripe, Term
from linli.registers.retention.queries import list_terms

MOST = 10_000


@click.group(
    help="Retention: terms, what is due, holds. Nothing is deleted from here: that takes two clerks."
)
def retention() -> None:
    pass


@retention.command(
    help="List every term: kind, event, months, standing, basis, and the pack that brought it."
)
def terms() -> None:
    found = list_terms()
    for term in found:
        months = f"{term.months} months" if term.months is not None else "not set"
        click.echo(
            f"{term.kind:<12} {term.event:<10} {months:<10} {term.standing:<8} {term.basis}  ({term.supplier})"
        )
    if not found:
        click.echo("no terms: no installed pack holds any (retention/*.csv)")
    elif not any(_counts(term) for term in found if term.kind != "audit-log"):
        click.echo(
            "none of them makes anything due: adopt terms in a pack of your own (docs/operations.md, Retention)"
        )


def _counts(term: Term) -> bool:
    return term.months is not None and term.standing != Term.Standing.PROPOSAL


@retention.command(
    help="List what is over its term, or will be within 90 days, as the night found it; by number only."
)
@click.option(
    "--limit", type=click.IntRange(1, MOST), default=100, show_default=True, help="so many files at most"
)
def due(limit: int) -> None:
    today = clock.today()
    with acting_as(SYSTEM):
        files = list(Due.objects.order_by("due_on", "pk")[:limit])
        records = list(Ripe.objects.order_by("kind", "community", "pk"))
    for one in files:
        click.echo(f"file {one.person_id:<12} {one.event:<10} {_over(one.due_on, today)}  {one.basis}")
    for row in records:
        place = row.community or row.town or row.county
        click.echo(f"{row.kind:<12} place {place:<8} over {row.due}, within 90 days {row.soon}  {row.basis}")
    if len(files) == limit:
        click.echo(f"only the first {limit} files: --limit")
    if not files and not records:
        click.echo("nothing; the night looks at 2:30, or now: linli retention run")


def _over(day: date, today: date) -> str:
    return f"{'over since' if day <= today else 'runs until'} {day}"


@retention.command(help="List holds in force: file by number, reason, letter, last day, post.")
def holds() -> None:
    today = clock.today()
    with acting_as(SYSTEM):
        found = [
            one
            for one in Hold.objects.filter(lifted_at__isnull=True).order_by("pk")[:MOST]
            if one.until is None or one.until >= today
        ]
    for one in found:
        until = one.until or "until lifted"
        click.echo(f"file {one.person_id:<12} {one.reason:<13} {one.reference}  {until}  {one.office}")
    if not found:
        click.echo("no file is held")


@retention.command(help="Look now for what is over its term, as the night does. Deletes nothing.")
@click.option("--dry-run", is_flag=True, help="tell only; the lists at the desk stay as they are")
def run(dry_run: bool) -> None:
    with transaction.atomic():
        found = find_all(now=clock.now())
        transaction.set_rollback(dry_run)
    click.echo(f"files over their term: {found.files}")
    for kind, count in sorted(found.records.items()):
        click.echo(f"{kind} over their term: {count}")
    click.echo("nothing was written" if dry_run else "listed at the desk (/desk/keeping/): two clerks delete")
