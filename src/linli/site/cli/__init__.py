"""The command line: `linli --help` lists everything. What is not called is not loaded: a wrong word is refused at once,
and only a command that asks tables waits for a database."""

from collections.abc import Mapping
from importlib import import_module
from typing import Final

import click

from linli import __version__

PARTS: Final[Mapping[str, str]] = {
    "access": "prove",
    "account": "accounts",
    "api": "api",
    "api-key": "keys",
    "audit": "prove",
    "demo": "demo",
    "doctor": "prove",
    "insight": "data",
    "keys": "rotation",
    "migrate": "run",
    "overlay": "overlays",
    "pack": "packs",
    "people": "people",
    "places": "data",
    "plan": "show",
    "retention": "retention",
    "serve": "run",
    "share": "sharing",
    "worker": "run",
}
"""Command → the module of this package in which it stands."""


class Door(click.Group):
    """A group whose commands are loaded when somebody asks for them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(PARTS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in PARTS:
            return None
        module = import_module(f"{__name__}.{PARTS[cmd_name]}")
        commands = (one for one in vars(module).values() if isinstance(one, click.Command))
        return next((command for command in commands if command.name == cmd_name), None)


@click.group(cls=Door, help="Linli 邻里: urban and rural community services.")
@click.version_option(__version__, prog_name="linli")
def cli() -> None:
    pass
