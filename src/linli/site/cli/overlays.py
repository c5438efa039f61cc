"""The city's own changes as files and as a workbook: out, and in as a proposal that a second person approves."""

from pathlib import Path

import click
from django.utils.translation import gettext as _

from linli.engines.overlays import actions
from linli.engines.overlays.files import export_overlay
from linli.engines.overlays.importing import read_overlay
from linli.engines.overlays.models import Proposal
from linli.kernel import clock
from linli.kernel.accounts.models import User
from linli.kernel.actors import Actor
from linli.kernel.errors import ConfigurationError
from linli.registers.organisations.queries import get_actor

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group(help="Overlays: what was changed here of the packs.")
def overlay() -> None:
    pass


@overlay.command(name="export", help="Write what is changed here as readable files into an empty folder.")
@click.argument("folder", type=FOLDER)
@click.option("--version", default="", help="an older version of the overlay")
def export_files(folder: Path, version: str) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise ConfigurationError(_("The folder is not empty: %(folder)s") % {"folder": folder})
    pack = export_overlay(folder, version)
    click.echo(
        _("Version %(version)s is written to %(folder)s.") % {"version": pack.version, "folder": folder}
    )


@overlay.command(
    name="import", help="Make a proposal from exported files; another administrator decides on it."
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--as", "username", required=True, help="account of the administrator who proposes it")
@click.option("--reason", default="", help="why; can be written on the page too")
def import_files(folder: Path, username: str, reason: str) -> None:
    actor, now = _administrator(username), clock.now()
    contents = read_overlay(folder)
    origin = Proposal.Origin.FILES
    made = actions.propose(
        actor=actor, now=now, origin=origin, contents=contents, on_newest=True, reason=reason
    )
    click.echo(_("Proposal %(number)d is a draft of %(who)s.") % {"number": made.pk, "who": username})


def _administrator(username: str) -> Actor:
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise ConfigurationError(_("There is no account %(name)s.") % {"name": username})
    actor = get_actor(user.pk, day=clock.today())
    if "administrator" not in actor.roles:
        raise ConfigurationError(_("%(name)s is no administrator.") % {"name": username})
    return actor
