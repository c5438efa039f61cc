"""Packs: from the first file to the installed version."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.engines.cases.actions import rebuild_due
from linli.engines.cases.pins import count_pinned
from linli.engines.packs import actions, queries, schemas
from linli.engines.packs.check import Checked, check_folder
from linli.engines.packs.comparing import Contents, compare, of_folder, of_installed
from linli.engines.packs.faults import format_faults
from linli.engines.packs.folders import builtin, list_builtin
from linli.engines.packs.handbook.book import write_book
from linli.engines.packs.handbook.markdown import as_markdown
from linli.engines.packs.handbook.page import as_page
from linli.engines.packs.preview import preview
from linli.engines.packs.reading import read_pack
from linli.kernel import clock
from linli.kernel.actors import SYSTEM
from linli.kernel.errors import ConfigurationError
from linli.kernel.guard import acting_as
from linli.site.cli import skeleton
from linli.site.cli.rehearsal import rehearse_pack
from linli.site.cli.telling import tell_comparison, tell_preview


class PackFolder(click.Path):
    """A folder, or the name of a pack that comes with Linli."""

    name = "pack"

    def __init__(self) -> None:
        super().__init__(exists=True, file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        known = str(value) in list_builtin() and not Path(value).exists()
        return super().convert(builtin(str(value)) if known else value, param, ctx)


FOLDER = PackFolder()


@click.group(help="Packs: write, check, compare, install.")
def pack() -> None:
    pass


@pack.command(help="Begin a pack: one simple matter that passes the check, with comments to go on from.")
@click.argument("folder", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    files = skeleton.write(folder)
    schemas.write_schemas(folder / schemas.FOLDER)
    for file in files:
        click.echo(f"  {folder / file}")
    click.echo(_("Next: linli pack check %(folder)s") % {"folder": folder})


@pack.command(help="Report every fault of packs with file, line, column, value and mend. 0: none, 1: some.")
@click.argument("folders", metavar="DIR...", nargs=-1, required=True, type=FOLDER)
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", help="for whom")
def check(folders: tuple[Path, ...], shape: str) -> None:
    found = {folder: check_folder(folder) for folder in folders}
    if shape == "json":
        click.echo(json.dumps([_as_json(*one) for one in found.items()], ensure_ascii=False, indent=1))
    else:
        for folder, checked in found.items():
            _tell_faults(folder, checked, alone=len(found) == 1)
    if any(checked.faults for checked in found.values()):
        raise SystemExit(1)


def _as_json(folder: Path, checked: Checked) -> dict[str, object]:
    faults = [asdict(fault) for fault in checked.faults]
    return {"folder": str(folder), "faults": faults, "unchecked": asdict(checked.unchecked)}


def _tell_faults(folder: Path, checked: Checked, *, alone: bool) -> None:
    if not checked.faults:
        click.echo(_("%(folder)s: no faults") % {"folder": folder.resolve().name})
        return
    if not alone:
        click.echo(f"{folder}:", err=True)
    click.echo(format_faults(checked.faults, checked.unchecked), err=True)


@pack.command(
    help="Tell what an installation would change, and change nothing. 0: it can be done, 1: it cannot."
)
@click.argument("folder", metavar="DIR", type=FOLDER)
def plan(folder: Path) -> None:
    with acting_as(SYSTEM):
        found = preview(folder=folder, now=clock.now())
        pinned = count_pinned(item.id for item in found.older)
    click.echo(tell_preview(found, pinned))
    if found.faults:
        raise SystemExit(1)


@pack.command(help="Install a pack: all of it or nothing; again changes nothing.")
@click.argument("folder", metavar="DIR", type=FOLDER)
def install(folder: Path) -> None:
    with acting_as(SYSTEM):
        installed = actions.install(folder=folder, actor=SYSTEM, now=clock.now())
        moved = rebuild_due()  # the pack may have brought a calendar
    items = installed.items.count()
    told = ngettext("%(pack)s: %(count)d item", "%(pack)s: %(count)d items", items)
    click.echo(told % {"pack": installed, "count": items})
    if moved:
        click.echo(
            ngettext("%(count)d deadline moved", "%(count)d deadlines moved", moved) % {"count": moved}
        )


@pack.command(
    help="Compare two versions: folders, or installed ones as ID@VERSION. 0: the same, 1: they differ."
)
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
def diff(old: str, new: str) -> None:
    found = compare(_contents(old), _contents(new))
    if found.same:
        click.echo(_("They say the same."))
        return
    click.echo(tell_comparison(found))
    raise SystemExit(1)


def _contents(name: str) -> Contents:
    if (Path(name) / "pack.yaml").is_file():
        read = read_pack(Path(name))
        if read.faults:
            raise ConfigurationError(format_faults(read.faults))
        return of_folder(read)
    pack_id, _at, version = name.partition("@")
    found = queries.list_packs().filter(pack_id=pack_id)
    installed = (found.filter(version=version) if version else found).first()
    if installed is None:
        known = ", ".join(f"{one.pack_id}@{one.version}" for one in queries.list_packs())
        message = _("%(name)s is neither the folder of a pack nor an installed version. Installed: %(known)s")
        raise ConfigurationError(message % {"name": name, "known": known or _("none")})
    return of_installed(installed)


@pack.command(name="list", help="Every installed version: when, by which office, its digest; * is in force.")
def list_all() -> None:
    current = set(queries.current_packs().values_list("id", flat=True))
    for one in queries.list_packs().order_by("pack_id", "-id"):
        mark = "*" if one.id in current else " "
        when = clock.local(one.installed_at).strftime("%Y-%m-%d %H:%M")
        kind = _("the city's changes") if one.overlay else _("sample") if one.sample else ""
        parts = (one.title, kind, one.installed_office)
        told = " · ".join(part for part in parts if part)
        click.echo(f"{mark} {one.pack_id}@{one.version}  {when}  {bytes(one.digest).hex()[:12]}  {told}")


@pack.command(help="Write the pack as a handbook for people into OUT: one HTML file, and Markdown.")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("out", type=click.Path(file_okay=False, path_type=Path), default=Path())
def docs(folder: Path, out: Path) -> None:
    book = write_book(folder)
    out.mkdir(parents=True, exist_ok=True)
    for suffix, text in ((".html", as_page(book)), (".md", as_markdown(book))):
        target = out / f"{book.manifest.id}-{book.manifest.version}{suffix}"
        target.write_text(text, encoding="utf-8")
        click.echo(target)


@pack.command(
    name="schemas", help="Write the JSON Schemas beside a pack, so that an editor completes and explains."
)
@click.argument("folder", metavar="DIR", type=FOLDER)
def write_schemas(folder: Path) -> None:
    changed = schemas.write_schemas(folder / schemas.FOLDER)
    told = ngettext(
        "%(folder)s: %(count)d schema changed", "%(folder)s: %(count)d schemas changed", len(changed)
    )
    click.echo(told % {"folder": folder / schemas.FOLDER, "count": len(changed)})
    click.echo(_("First line of a file: %(line)s") % {"line": skeleton.schema_line("matter")})


pack.add_command(rehearse_pack)
