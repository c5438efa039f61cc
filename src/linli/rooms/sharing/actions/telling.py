"""Posts are told of agreements and exports, on their desks: within the caller's transaction, each thing once."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import structlog

from linli.engines.notices.actions import To, notify
from linli.kernel import clock
from linli.kernel.errors import NotFound
from linli.rooms.sharing.models import Agreement, Export, Version
from linli.rooms.sharing.policies import RECIPIENT, scope_of
from linli.rooms.sharing.queries import owners

log = structlog.get_logger(__name__)


def tell_asked(agreement: Agreement, version: Version, *, now: datetime) -> None:
    """The owner: an agreement or its renewal waits."""
    _tell_owners("asked", agreement, version, now, str(version.pk), renewal=version.seq > 1)


def tell_decided(agreement: Agreement, act: str, *, now: datetime) -> None:
    """The department: approved, refused, suspended, resumed, revoked."""
    _tell("sharing-" + act, agreement, [_department(agreement)], now, f"{agreement.pk}:{agreement.revision}")


def tell_ending(agreement: Agreement, version: Version, *, now: datetime) -> bool:
    """Both sides: the last day is near and no renewal waits. Once for each version."""
    posts = [_department(agreement), *_owners(version, now)]
    last = version.valid.upper - timedelta(days=1)
    return _tell("sharing-ending", agreement, posts, now, str(version.pk), day=last)


def tell_often(agreement: Agreement, version: Version, count: int, *, now: datetime) -> bool:
    """The owner: far more persons were read today than usual. Once a day."""
    day = clock.local_day(now)
    return _tell_owners("often", agreement, version, now, f"{agreement.pk}:{day}", day=day, count=count)


def tell_full(agreement: Agreement, version: Version, *, now: datetime) -> None:
    """The owner: what was agreed is used up. Once a day."""
    day = clock.local_day(now)
    _tell_owners("full", agreement, version, now, f"{agreement.pk}:{day}", day=day)


def tell_guessing(agreement: Agreement, version: Version, *, account: int, now: datetime) -> None:
    """The owner and the auditor: one account looked up many who are not there. Once a day."""
    day = clock.local_day(now)
    auditors = [To("supervisor", role=role, scope=scope) for role, scope in _auditors(version, now)]
    posts = [*_owners(version, now), *auditors]
    _tell("sharing-guessing", agreement, posts, now, f"{agreement.pk}:{account}:{day}", day=day)


def tell_export(export: Export, *, now: datetime) -> None:
    """Whoever decides about all its places, by another post than who asked: a list waits for a second person."""
    held = owners.owners_of(export.places, day=clock.local_day(now))
    posts = [
        To("handler", role=role, scope=scope) for role, scope in held if f"{role} {scope}" != export.post
    ]
    _notify(
        "sharing-export", f"export:{export.pk}", posts, now, f"sharing-export:{export.pk}",
        f"/desk/sharing/exports/{export.pk}/", {"number": str(export.pk), "count": export.rows},
    )  # fmt: skip


def _owners(version: Version, now: datetime) -> list[To]:
    held = owners.owners_of(version.places, day=clock.local_day(now))
    return [To("handler", role=role, scope=scope) for role, scope in held]


def _auditors(version: Version, now: datetime) -> list[owners.Post]:
    return owners.auditors_of(version.places, day=clock.local_day(now))


def _department(agreement: Agreement) -> To:
    return To("handler", role=RECIPIENT, scope=scope_of(agreement.organisation_id))


def _tell_owners(
    what: str, agreement: Agreement, version: Version, now: datetime, once: str, **more: object
) -> bool:
    return _tell(f"sharing-{what}", agreement, _owners(version, now), now, once, **more)


def _tell(
    event: str, agreement: Agreement, posts: Iterable[To], now: datetime, once: str, **more: object
) -> bool:
    facts = {"number": agreement.number, "unit": agreement.organisation.name, **more}
    link = f"/desk/sharing/{agreement.number}/"
    return _notify(event, f"share:{agreement.number}", posts, now, f"{event}:{once}", link, facts)


def _notify(
    event: str,
    subject: str,
    posts: Iterable[To],
    now: datetime,
    key: str,
    link: str,
    facts: dict[str, object],
) -> bool:
    """A step is taken also where the installed packs have no words for it yet: the log says so."""
    try:
        return notify(
            event=event, subject=subject, recipients=posts, facts=facts, now=now, key=key, link=link, label=event
        )  # fmt: skip
    except NotFound:
        log.warning("no_words", occasion=event)
        return False
