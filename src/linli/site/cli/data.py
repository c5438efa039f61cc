"""Bringing data in: divisions; making what is counted from them."""

import click

from linli.insight.actions import compile_measures
from linli.kernel import clock
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
