"""The command line: `linli --help` lists everything."""

import click

from linli import __version__
from linli.site.cli.accounts import account
from linli.site.cli.data import divisions, insight
from linli.site.cli.demo import demo
from linli.site.cli.keys import key
from linli.site.cli.overlays import overlay
from linli.site.cli.packs import pack
from linli.site.cli.prove import access, audit, doctor
from linli.site.cli.rehearsal import rehearse_pack
from linli.site.cli.run import migrate, serve, worker
from linli.site.cli.show import plan


@click.group(help="Linli 邻里: urban and rural community services.")
@click.version_option(__version__, prog_name="linli")
def cli() -> None:
    pass


for command in (
    access,
    account,
    audit,
    demo,
    divisions,
    doctor,
    insight,
    key,
    migrate,
    overlay,
    pack,
    plan,
    serve,
    worker,
):
    cli.add_command(command)
pack.add_command(rehearse_pack)
