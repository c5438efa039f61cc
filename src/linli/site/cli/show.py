"""Showing what pages show, in a terminal."""

import click

from linli.kernel import clock
from linli.kernel.actors import Actor, Grant
from linli.registers.places.queries import get_position
from linli.registers.places.rules import scope
from linli.rooms.planning.display.text import render_text
from linli.rooms.planning.queries import get_table


@click.group(help="Plans and where we stand.")
def plan() -> None:
    pass


@plan.command(help="Print a plan's targets against live records, community by community.")
@click.option("--place", "place_code", required=True, metavar="CODE", help="division code, such as 532301")
@click.option("--plan", "plan_code", required=True, metavar="PLAN", help="plan code, such as yunnan")
def show(place_code: str, plan_code: str) -> None:
    day = clock.today()
    position = get_position(code=place_code, day=day)
    office = Grant("planner", scope(position.level, position.place_id), "command line")
    operator = Actor(user_id=None, name="command line", grants=(office,))
    click.echo(render_text(get_table(operator, position, plan_code, day)))
