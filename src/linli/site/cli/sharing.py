"""Lists that left the house: whose a file is that turned up elsewhere."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import click

from linli.kernel import clock
from linli.kernel.accounts.models import User
from linli.kernel.actors import SYSTEM
from linli.kernel.audit.actions import record
from linli.kernel.errors import ConfigurationError
from linli.kernel.guard import acting_as
from linli.rooms.sharing.queries.exports import Traced, trace

_LARGEST = 256 * 1024 * 1024


@click.group(help="Lists that left under share agreements, or from the files of a place.")
def share() -> None:
    pass


@share.command(name="trace", help="Tell which export a file came from, by its digest or any marked row.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def trace_file(file: Path) -> None:
    data = file.read_bytes()
    if len(data) > _LARGEST:
        raise ConfigurationError("the file is larger than 256 MB: cut a few rows out of it and trace these")
    with acting_as(SYSTEM):
        found = trace(data, _texts(data))
        for one in found:
            record(
                actor=SYSTEM, now=clock.now(), kind="look", act="share.traced", object_ref=f"export:{one.export.pk}"
            )  # fmt: skip
            click.echo(_told(one))
    if not found:
        raise click.exceptions.Exit(_say_nothing())


def _say_nothing() -> int:
    click.echo("no export of this installation: neither its digest nor a mark of ours in it")
    return 1


def _texts(data: bytes) -> Iterator[str]:
    """The file as text, whatever it is; of a workbook (or another zipped document) everything in it."""
    for encoding in ("utf-8", "gb18030", "utf-16"):
        yield data.decode(encoding, "ignore")
    try:
        with ZipFile(BytesIO(data)) as archive:
            for entry in archive.infolist():
                if entry.file_size <= _LARGEST:
                    yield archive.read(entry).decode("utf-8", "ignore")
    except (BadZipFile, NotImplementedError, RuntimeError):
        return


def _told(one: Traced) -> str:
    export = one.export
    how = "unchanged, by its digest" if one.whole else "changed or cut, by its marks"
    name = User.objects.filter(pk=export.asked_by).values_list("username", flat=True).first()
    source = export.agreement.number if export.agreement else "files of people"
    at = [
        ("found", how),
        ("from", f"{source}: {export.reason}"),
        ("asked by", f"{name} ({export.asked_office}), {clock.local(export.asked_at):%Y-%m-%d %H:%M}"),
        ("approved by", export.decided_office or "nobody else was needed"),
        (
            "made",
            f"{clock.local(export.made_at):%Y-%m-%d %H:%M}, {export.rows} rows" if export.made_at else "not",
        ),
        (
            "fetched",
            f"{clock.local(export.fetched_at):%Y-%m-%d %H:%M}" if export.fetched_at else "not by this way",
        ),
        ("sha-256", export.digest),
    ]
    return "\n".join([f"export {export.pk}", *(f"  {label:<12}{text}" for label, text in at)])
