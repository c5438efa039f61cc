"""Keys that seal: what each still seals, a new one, another master, taking one out of use."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from django.conf import settings

from linli.kernel import clock, masters
from linli.kernel.actors import SYSTEM
from linli.kernel.audit.actions import record
from linli.kernel.crypto import current_head
from linli.kernel.errors import ConfigurationError
from linli.kernel.keyfile import DataKey
from linli.kernel.keys import KeyRing
from linli.kernel.resealing import retiring, rotating
from linli.site.sealed import TABLES

_KINDS = {
    "none": "no master key: the keys lie open in the key file",
    "key": "wrapped by the master key",
    "command": "wrapped by the master key behind LINLI_MASTER_KEY_COMMAND",
}


@click.group(help="Keys that seal personal data: what each seals, rotation, the master key.")
def keys() -> None:
    pass


@keys.command(help="Every key, and how many values of which table it seals; large tables are estimated.")
@click.option("--exact", is_flag=True, help="count large tables too, which reads all of them")
def status(exact: bool) -> None:
    ring: KeyRing = settings.KEYS
    ring.look()
    rotating.meet_keys(ring)
    click.echo(f"{ring.path}: {_KINDS[ring.content.master]}; new data: {settings.CONFIG.cipher}")
    for number, key in sorted(ring.content.sealing.items()):
        click.echo(f"key {number}: {_state(ring, number)}, {_age(key)}")
    for number, day in sorted(ring.content.retired.items()):
        click.echo(f"key {number}: retired on {day}")
    if ring.content.rotating:
        click.echo("a rotation has begun and not ended: run `linli keys rotate`")
    for share in retiring.read_shares(TABLES, exact=exact):
        values = ", ".join(f"{count:,} by key {number}" for number, count in sorted(share.values.items()))
        click.echo(f"  {share.table}: {'about ' if share.estimated else ''}{values}")


@keys.command(
    help="Make a new key and seal everything with it, while the server runs; may be killed and repeated."
)
@click.option(
    "--prepare", is_flag=True, help="only make the key, to give the key file to other machines first"
)
@click.option("--digest", is_flag=True, help="refused: see docs/operations.md")
def rotate(prepare: bool, digest: bool) -> None:
    if digest:
        raise ConfigurationError(
            "the digest key is not rotated: API keys and slips are known by nothing else, and would be lost; "
            "docs/operations.md tells what to do where it became known"
        )
    ring: KeyRing = settings.KEYS
    if prepare:
        _prepare(ring)
        return
    if ring.content.rotating:
        click.echo(f"going on with the rotation to key {max(ring.content.sealing)}")
    outcome = rotating.rotate(TABLES, tell=_tell)
    _finish("keys.rotate", outcome)


@keys.command(
    help="Seal anew what another key or cipher than that of now has sealed (after a change of LINLI_CIPHER)."
)
def reseal() -> None:
    with rotating.alone():
        _finish("keys.reseal", rotating.reseal_all(TABLES, tell=_tell))


@keys.command(help="Wrap the keys by a new master key, or for the first time by the one that is set.")
@click.option("--to-file", type=click.Path(path_type=Path), help="file that holds the new master key")
@click.option("--to-command", default="", help="command that wraps and unwraps by the new master key")
def rewrap(to_file: Path | None, to_command: str) -> None:
    ring: KeyRing = settings.KEYS
    named = to_file is not None or bool(to_command)
    master = (
        masters.choose(key="", file=to_file, command=to_command, cipher=settings.CONFIG.cipher)
        if named
        else settings.MASTER
    )
    if master.kind == "none":
        raise ConfigurationError(
            "no master key is set: set LINLI_MASTER_KEY_FILE, LINLI_MASTER_KEY or LINLI_MASTER_KEY_COMMAND, or name "
            "the new one with --to-file or --to-command"
        )
    ring.rewrap(master)
    record(actor=SYSTEM, now=clock.now(), kind="change", act="keys.rewrap", object_ref=f"key:{ring.current}")
    click.echo(f"{ring.path}: {_KINDS[master.kind]}")
    if named:
        setting = "LINLI_MASTER_KEY_COMMAND" if to_command else "LINLI_MASTER_KEY_FILE"
        click.echo(
            f"set {setting} to it before the next start; what runs goes on with the keys that it knows"
        )


@keys.command(
    help="Take a key out of use that seals nothing any more; refused while a value is sealed with it."
)
@click.argument("number", type=int)
@click.option("--grace", type=click.IntRange(min=0), default=10, show_default=True,
              help="minutes for which it must have been closed; less only while nothing runs")  # fmt: skip
def retire(number: int, grace: int) -> None:
    kept = retiring.retire(TABLES, number=number, grace=timedelta(minutes=grace))
    record(actor=SYSTEM, now=clock.now(), kind="change", act="keys.retire", object_ref=f"key:{number}")
    click.echo(
        f"key {number} is out of use; {kept} keeps it and opens older backups: put it beside them, or destroy it"
    )


def _prepare(ring: KeyRing) -> None:
    with rotating.alone():
        ring.look()
        rotating.meet_keys(ring)
        if ring.content.rotating:
            raise ConfigurationError("a rotation has begun already: run `linli keys rotate` to go on with it")
        number = rotating.prepare(ring)
    click.echo(
        f"key {number} is made and seals nothing yet; give {ring.path} to every machine, then run this"
    )
    click.echo("again without --prepare")


def _finish(act: str, outcome: rotating.Resealed) -> None:
    ring: KeyRing = settings.KEYS
    record(actor=SYSTEM, now=clock.now(), kind="change", act=act, object_ref=f"key:{ring.current}")
    click.echo(f"{outcome.done:,} rows sealed anew; everything is sealed by key {current_head()[1]}")
    for table, rows in outcome.broken.items():
        shown = ", ".join(map(str, sorted(rows)[:10]))
        click.echo(
            f"{table}: {len(rows)} rows do not open with any key and stay as they are: {shown}", err=True
        )
    if outcome.broken:
        raise SystemExit(1)


def _tell(table: str, done: int) -> None:
    click.echo(f"{table}: {done:,}")


def _state(ring: KeyRing, number: int) -> str:
    if number == ring.content.current:
        return "seals what is new"
    return "prepared" if number == ring.content.prepared else "opens what it sealed"


def _age(key: DataKey) -> str:
    if key.made_at is None:
        return "made at an unknown time"
    days = (datetime.now(UTC) - key.made_at).days
    return f"made on {key.made_at:%Y-%m-%d} ({days} days)"
