"""Files of people: by what they are found, and spreadsheets of them."""

from pathlib import Path

import click
from django.utils.translation import gettext as _

from linli.engines.sheets.faults import NO_TABLE
from linli.engines.sheets.opening import NoTable, sniff
from linli.kernel import clock
from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as
from linli.registers.people.importing import batches
from linli.registers.people.importing.batches import RUNNING, State
from linli.registers.people.models import PersonImport
from linli.registers.people.search import reindex as reindex_people
from linli.registers.places.models import PlaceVersion
from linli.registers.places.queries import get_by_code
from linli.rooms.files.display import import_rows
from linli.rooms.files.display import imports as shown
from linli.rooms.files.jobs.imports import carry_on_one
from linli.site.demo.messy import write_messy


@click.group(help="Files of people.")
def people() -> None:
    pass


@people.command(
    help="Write anew by what files are found (after an upgrade, or where doctor says so); may be repeated."
)
@click.option("--place", "code", default="", help="only files with a home in the place of this code")
def reindex(code: str) -> None:
    with acting_as(SYSTEM):
        place = get_by_code(code).place_id if code else None
        wrong = reindex_people(day=clock.today(), place=place, tell=lambda done: click.echo(f"{done} files"))
    click.echo(f"{wrong} files were found by something wrong, or by nothing; none is now")


@people.command(
    "import",
    help="Import a spreadsheet of persons, as the page «Import spreadsheets» does, with proposed columns.",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--place", "code", required=True, help="code of the community, or of a town whose sheet names communities"
)
@click.option("--check", is_flag=True, help="only say what would change, and forget it")
@click.option(
    "--take", "takes", multiple=True, metavar="REASON", help="take rows with this doubt, such as phone:form"
)
def import_sheet(file: Path, code: str, check: bool, takes: tuple[str, ...]) -> None:
    data = file.read_bytes()
    try:
        sniff(data)
    except NoTable as refusal:
        raise click.ClickException(_(NO_TABLE[refusal.reason])) from None
    with acting_as(SYSTEM):
        place, day = get_by_code(code).place_id, clock.today()
        batch = batches.receive(
            actor=SYSTEM, now=clock.now(), day=day, place_id=place, file_name=file.name, data=data
        )
        batch = _carry_on(batch, State.OUTLINED)
        batch = batches.choose_columns(
            actor=SYSTEM, now=clock.now(), batch_id=batch.pk, revision=batch.revision, plan=batch.plan
        )
        batch = _carry_on(batch, State.CHECKED)
        _tell_check(batch)
        if check:
            batches.drop(actor=SYSTEM, now=clock.now(), batch_id=batch.pk, revision=batch.revision)
            return
        batch = batches.accept(
            actor=SYSTEM, now=clock.now(), batch_id=batch.pk, revision=batch.revision, takes=takes
        )
        batch = _carry_on(batch, State.DONE)
        click.echo(f"import {batch.pk}: {batch.written} files made or changed")


def _carry_on(batch: PersonImport, wanted: State) -> PersonImport:
    """Take the steps that the worker would; ends with what went wrong."""
    while True:
        carry_on_one(batch.pk, now=clock.now())
        batch = PersonImport.objects.get(pk=batch.pk)
        if batch.state == wanted and batch.problem in ("", "changed-since"):
            return batch
        if batch.state not in RUNNING:
            notice = shown.problem(batch)
            raise click.ClickException(notice.text if notice else batch.state)
        click.echo(f"{batch.state} {batch.done} of {batch.rows}")


def _tell_check(batch: PersonImport) -> None:
    for state, word in shown.TITLES.items():
        click.echo(f"{getattr(batch, state):>8}  {_(word)}")
    for state in ("doubtful", "refused"):
        for reason, count in batches.count_reasons(batch, state).items():
            wrong, _where, mend = import_rows.explain(reason, None, {})
            click.echo(f"{count:>8}  {state}  {reason}  {wrong}{mend}")


@people.command(help="Write a spreadsheet of made-up people as towns have them, to try the import with.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--place", "code", required=True, help="code of a community or a town")
@click.option("--rows", type=click.IntRange(1, 200_000), default=120, show_default=True)
def sample(file: Path, code: str, rows: int) -> None:
    with acting_as(SYSTEM):
        version, day = get_by_code(code), clock.today()
        inside = PlaceVersion.objects.filter(
            valid__contains=day, level="community", **{version.level: version.place_id}
        )
        names = sorted(inside.values_list("name", flat=True))
    messy = write_messy(rows, seed=rows, today=day, communities=names, numbers=300)
    file.write_bytes(messy.data)
    spoilt = ", ".join(f"{count} {how}" for how, count in messy.spoilt.items() if count)
    click.echo(f"{messy.people} people in {file}; spoilt: {spoilt or 'nothing'}")
