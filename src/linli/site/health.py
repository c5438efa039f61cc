"""What `linli doctor` looks at, and what the server refuses to start without."""

import shutil
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from linli.engines.cases.due import list_wrong_due
from linli.engines.notices.channels import configured, list_unusable
from linli.engines.packs.models import InstalledPack
from linli.engines.packs.queries import list_expired
from linli.insight.queries import list_stale
from linli.kernel import clock
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.errors import ConfigurationError
from linli.kernel.events.models import Delivery
from linli.kernel.installation.queries import get_installation
from linli.kernel.keys import KeyRing
from linli.kernel.postgresql.lock import find_fault
from linli.kernel.resealing.rotating import meet_keys
from linli.registers.organisations.queries import count_holders
from linli.registers.people.search import compare_some
from linli.registers.places.models import Place

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})
LOWEST_VERSION = 160_000
LEAST_FREE_GB = 2
DUE_COMPARED = 200
FILES_COMPARED = 200
LONGEST_WAIT = 60
"""Seconds; a worker that runs takes up what is due within a few."""

# What waits behind a parked delivery is the parked one's fault. A claim to send is taken up anew after two minutes.
_WAITS = """
SELECT
    (SELECT extract(epoch FROM now() - min(next_at))::bigint FROM delivery
        WHERE state = 'pending' AND NOT EXISTS (
            SELECT 1 FROM delivery AS earlier
            WHERE earlier.subscriber = delivery.subscriber AND earlier.subject = delivery.subject
              AND earlier.id < delivery.id AND earlier.state <> 'done')),
    (SELECT extract(epoch FROM now() - min(next_at + CASE state WHEN 'sending' THEN interval '2 minutes'
        ELSE interval '0' END))::bigint FROM dispatch WHERE state IN ('queued', 'sending')),
    (SELECT extract(epoch FROM %s - min(at))::bigint FROM audit_entry WHERE seal_id IS NULL)
"""


@dataclass(frozen=True, slots=True)
class Finding:
    subject: str
    fine: bool
    text: str


def check_may_serve() -> None:
    """Raises `ConfigurationError` if serving as configured would be wrong."""
    config = settings.CONFIG
    if config.host in LOOPBACK:
        return
    if get_installation().demo:
        raise ConfigurationError(
            f"LINLI_BIND={config.bind}: a demo has accounts without passwords and is served on 127.0.0.1 only"
        )
    if config.debug:
        raise ConfigurationError("LINLI_DEBUG: error pages with inner details are shown on 127.0.0.1 only")


def check_lock() -> None:
    """Raises `ConfigurationError` where a query that forgets whom it reads for would be answered."""
    if fault := find_fault():
        raise ConfigurationError(f"the second lock is open: {fault}")


def pending_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def examine() -> list[Finding]:
    """Every finding, good and bad; the text of a bad one says the mend."""
    version = _version()
    pending = pending_migrations()
    findings = [
        Finding("database", version >= LOWEST_VERSION, f"PostgreSQL {version // 10_000}.{version % 10_000}"),
        Finding(
            "tables",
            not pending,
            f"{pending} migrations to apply: run `linli migrate`" if pending else "current",
        ),
        _disk(),
    ]
    if pending:
        return findings
    packs, stale = InstalledPack.objects.count(), list_stale()
    places = Place.objects.exists()
    parked = Delivery.objects.filter(state=Delivery.State.PARKED).count()
    failed = Dispatch.objects.filter(state=Dispatch.State.FAILED).count()
    undelivered, unsent, unsealed = _read_waits()
    open_lock = find_fault()
    return [
        *findings,
        Finding("second lock", not open_lock, open_lock or "row-level security is in force"),
        Finding(
            "packs",
            packs > 0,
            f"{packs} installed" if packs else "none: run `linli pack install packs/national`",
        ),
        _administrators(),
        _validity(),
        _deadlines(),
        _finding(),
        Finding("places", places, "loaded" if places else "none: run `linli places import`"),
        Finding(
            "measures", not stale, f"{len(stale)} to compile: run `linli migrate`" if stale else "compiled"
        ),
        Finding(
            "events", not parked, f"{parked} parked: see `linli worker --parked`" if parked else "none parked"
        ),
        Finding(
            "messages",
            not failed,
            f"{failed} could not be sent: see `linli worker --parked`" if failed else "none failed",
        ),
        _channels(),
        _keys(),
        _wait("event to deliver", undelivered),
        _wait("message to send", unsent),
        _wait("audit entry to seal", unsealed),
    ]


def _administrators() -> Finding:
    """Two security administrators at least, one system and one audit administrator, who hold their posts today."""
    needed = {"administrator": 1, "auditor": 1, "security": 2}
    held = count_holders(needed, day=clock.today())
    missing = [role for role, number in needed.items() if held[role] < number]
    mend = "see «The first administrators» in docs/operations.md"
    text = (
        f"too few: {', '.join(missing)} ({mend})" if missing else "system, security and audit: all are there"
    )
    return Finding("administrators", not missing, text)


def _validity() -> Finding:
    """What is installed stays in force; that its own days are over has to be seen by a person."""
    expired = list_expired(clock.today())
    if not expired:
        return Finding("validity", True, "no pack is past its last day")
    shown = ", ".join(f"{pack} (until {until})" for pack, until in expired)
    return Finding(
        "validity", False, f"past their last day, still in force: {shown}; install a newer version of each"
    )


def _deadlines() -> Finding:
    """Whether the newest open cases are due when their ledgers say; the night compares all of them."""
    wrong = list_wrong_due(most=DUE_COMPARED)
    shown = ", ".join(wrong[:3])
    return Finding(
        "deadlines",
        not wrong,
        f"{len(wrong)} shown with a wrong due day ({shown}): run `linli pack install` again, or wait for the night"
        if wrong
        else f"right in the newest {DUE_COMPARED} open cases",
    )


def _finding() -> Finding:
    """Whether the files that were changed last are found by what they say."""
    compared = compare_some(day=clock.today(), most=FILES_COMPARED)
    return Finding(
        "finding people",
        not compared.wrong,
        f"{compared.wrong} of {compared.files} files are found by something wrong, or by nothing: run"
        " `linli people reindex`"
        if compared.wrong
        else f"right in the {compared.files} files changed last",
    )


def _keys() -> Finding:
    """Whether the key file is this database's, wrapped by a master key, and read by its owner only."""
    ring: KeyRing = settings.KEYS
    try:
        meet_keys(ring)
    except ConfigurationError as error:
        return Finding("keys", False, str(error))
    if ring.path.stat().st_mode & 0o077:
        return Finding("keys", False, f"{ring.path} can be read by others: run `chmod 600 {ring.path}`")
    if ring.content.rotating:
        return Finding("keys", False, "a rotation has begun and not ended: run `linli keys rotate`")
    if ring.content.master != "none":
        return Finding("keys", True, f"wrapped by a master key; key {ring.content.current} seals what is new")
    fit = get_installation().demo
    mend = "" if fit else ": set LINLI_MASTER_KEY_FILE and run `linli keys rewrap`"
    return Finding("keys", fit, f"they lie open in {ring.path.name}, which is fit for demos only{mend}")


def _channels() -> Finding:
    unusable, ways = list_unusable(), sorted(configured())
    if unusable:
        return Finding(
            "channels", False, f"LINLI_CHANNELS: Apprise knows no service at {', '.join(unusable)}"
        )
    return Finding("channels", True, ", ".join(ways) or "none set up: messages stand in the app only")


def _read_waits() -> tuple[int, int, int]:
    """Seconds that the oldest delivery, message and unsealed entry have been due; 0 where none is."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITS, [clock.now()])  # entries bear the time of the demo's clock
        undelivered, unsent, unsealed = (max(int(seconds or 0), 0) for seconds in cursor.fetchone())
    return undelivered, unsent, unsealed


def _wait(subject: str, seconds: int) -> Finding:
    if seconds <= LONGEST_WAIT:
        return Finding(subject, True, "none waits for long")
    return Finding(
        subject,
        False,
        f"one has waited for {seconds} s: is a worker running? `linli serve` or `linli worker`",
    )


def _version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        return int(cursor.fetchone()[0])


def _disk() -> Finding:
    free = shutil.disk_usage(settings.CONFIG.home).free // 1024**3
    return Finding("disk", free >= LEAST_FREE_GB, f"{free} GB free in {settings.CONFIG.home.name}/")
