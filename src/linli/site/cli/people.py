"""Files of people: by what they are found."""

import click

from linli.kernel import clock
from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as
from linli.registers.people.search import reindex as reindex_people
from linli.registers.places.queries import get_by_code


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
