"""What `linli doctor` looks at, and what the server refuses to start without."""

import shutil
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from linli.engines.packs.models import InstalledPack
from linli.insight.queries import list_stale
from linli.kernel.audit.models import AuditEntry
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.errors import ConfigurationError
from linli.kernel.events.models import Delivery
from linli.kernel.installation.queries import get_installation
from linli.registers.places.models import Place

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})
LOWEST_VERSION = 160_000
LEAST_FREE_GB = 2
MANY_UNSEALED = 10_000


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
    unsealed = AuditEntry.objects.filter(seal__isnull=True).count()
    return [
        *findings,
        Finding(
            "packs",
            packs > 0,
            f"{packs} installed" if packs else "none: run `linli pack install packs/national`",
        ),
        Finding("places", places, "loaded" if places else "none: run `linli places import`"),
        Finding(
            "measures", not stale, f"{len(stale)} to compile: run `linli migrate`" if stale else "compiled"
        ),
        Finding(
            "events", not parked, f"{parked} parked: see `linli worker --parked`" if parked else "none parked"
        ),
        Finding("messages", not failed, f"{failed} could not be sent" if failed else "none failed"),
        Finding(
            "audit",
            unsealed < MANY_UNSEALED,
            f"{unsealed} entries wait for the sealer"
            + ("" if unsealed < MANY_UNSEALED else ": is a worker running?"),
        ),
    ]


def _version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        return int(cursor.fetchone()[0])


def _disk() -> Finding:
    free = shutil.disk_usage(settings.CONFIG.home).free // 1024**3
    return Finding("disk", free >= LEAST_FREE_GB, f"{free} GB free in {settings.CONFIG.home.name}/")
