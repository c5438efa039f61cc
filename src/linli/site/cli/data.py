"""Bringing data in: divisions and packs; making what is counted from them."""

from pathlib import Path

import click

from linli.engines.cases.actions import rebuild_due
from linli.engines.packs import actions as pack_actions
from linli.engines.packs import check as pack_check
from linli.insight.actions import compile_measures
from linli.kernel import clock
from linli.kernel.actors import SYSTEM
from linli.registers.places.actions import import_divisions


def tell(text: str) -> None:
    """Progress of long work, one line a step."""
    click.echo(f"  {text}", err=True)


@click.group(name="places", help="Places: division codes of the nation.")
def divisions() -> None:
    pass


@divisions.command(name="import", help="Load the division codes: the whole nation, or one branch of it.")
@click.option("--within", metavar="CODE", help="only this division, what is above it and below it")
def import_places(within: str | None) -> None:
    counts = import_divisions(within=within, progress=lambda done, total: tell(f"{done} of {total}"))
    click.echo(", ".join(f"{level} {count}" for level, count in counts.items()))


@click.group(help="Packs: check and install.")
def pack() -> None:
    pass


@pack.command(help="Report every fault of a pack with file, line, column, value and mend.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path) -> None:
    faults = pack_check.check_pack(folder)
    if faults:
        click.echo(pack_check.format_faults(faults), err=True)
        raise SystemExit(1)
    click.echo(f"{folder.name}: no faults")


@pack.command(help="Install a pack: all of it or nothing; again changes nothing.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def install(folder: Path) -> None:
    installed = pack_actions.install(folder=folder, actor=SYSTEM, now=clock.now())
    moved = rebuild_due()  # the pack may have brought a calendar
    click.echo(
        f"{installed.pack_id} {installed.version}: {installed.items.count()} items, {moved} deadlines moved"
    )


@click.group(help="Counting.")
def insight() -> None:
    pass


@insight.command(
    name="compile", help="Compile measures whose sources have changed to SQL; `--all` compiles every one."
)
@click.option("--all", "every", is_flag=True, help="also those that are current")
def compile_all(every: bool) -> None:
    codes = compile_measures(now=clock.now(), only_stale=not every)
    click.echo(f"compiled: {', '.join(codes)}" if codes else "all measures are current")
