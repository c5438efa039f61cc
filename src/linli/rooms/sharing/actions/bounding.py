"""What is looked up through an agreement stays within its volume; who guesses is stopped earlier, and told of."""

from datetime import datetime
from typing import Any, ClassVar, Final

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.errors import DomainError
from linli.kernel.ui.format import format_moment
from linli.rooms.sharing.actions import telling
from linli.rooms.sharing.actions.agreeing import account_of
from linli.rooms.sharing.models import AgreementStep, Version
from linli.rooms.sharing.queries.opening import Opening
from linli.rooms.sharing.rules import volume as rules

_WORDS: Final[dict[rules.Bound, str]] = {
    "term": gettext_noop("All that was agreed for the whole term (%(most)d persons) has been looked up."),
    "day": gettext_noop("All that was agreed for today (%(most)d persons) has been looked up."),
    "hour": gettext_noop("This account has looked up a great many in this hour (%(most)d persons)."),
    "vain_day": gettext_noop("Today this account has looked up many who are not there (%(most)d times)."),
    "vain_hour": gettext_noop(
        "In this hour this account has looked up many who are not there (%(most)d times)."
    ),
}
_COUNTED: Final = """
SELECT coalesce(sum(persons), 0), coalesce(sum(persons) FILTER (WHERE hour >= %(day)s), 0),
    coalesce(sum(persons) FILTER (WHERE hour >= %(hour)s AND account = %(account)s), 0),
    coalesce(sum(vain) FILTER (WHERE hour >= %(day)s AND account = %(account)s), 0),
    coalesce(sum(vain) FILTER (WHERE hour >= %(hour)s AND account = %(account)s), 0)
FROM share_tally WHERE version_id = %(version)s
"""
_COUNT: Final = """
INSERT INTO share_tally (version_id, account, hour, persons, vain)
VALUES (%(version)s, %(account)s, %(hour)s, %(persons)s, %(vain)s)
ON CONFLICT (version_id, hour, account) DO UPDATE SET persons = share_tally.persons + excluded.persons,
    vain = share_tally.vain + excluded.vain
"""


class OverVolume(DomainError):
    """A bound of `rules.volume` is reached; `facts` name it, when there is more (`again`), and whom to ask."""

    code: ClassVar[str] = "share_over_volume"
    status: ClassVar[int] = 429


def admit(actor: Actor, now: datetime, opening: Opening) -> int:
    """How many persons may be read now. Whoever reads under the same version waits until this transaction ends, so
    that two at once do not pass the bound together. Raises `OverVolume`."""
    Version.objects.select_for_update(no_key=True).only("pk").get(pk=opening.version.pk)
    volume = opening.version.terms.volume or rules.UNSTATED
    counted = _counted(actor, now, opening)
    bound = rules.reached(volume, counted)
    if bound is not None:
        raise _refusal(bound, volume, now, opening)
    return rules.left(volume, counted)


def refuse_more(actor: Actor, now: datetime, opening: Opening) -> OverVolume:
    """The refusal of a look-up that would find more than is left."""
    volume = opening.version.terms.volume or rules.UNSTATED
    return _refusal(rules.tight(volume, _counted(actor, now, opening)), volume, now, opening)


def count(actor: Actor, now: datetime, opening: Opening, *, persons: int, vain: bool) -> None:
    """What was read; who found nobody has read one."""
    values = _keys(actor, now, opening) | {"persons": max(1, persons), "vain": int(vain)}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)


@transaction.atomic
def note_refused(actor: Actor, now: datetime, refusal: OverVolume) -> None:
    """Each refusal is an entry of the audit log; the owner is told once a day, of guessing the auditor too."""
    opening: Opening = refusal.facts["opening"]
    guessing = str(refusal.facts["bound"]).startswith("vain")
    agreement = opening.agreement
    record(
        actor=actor, now=now, kind="look", act="share.guessing" if guessing else "share.over_volume",
        object_ref=f"share:{agreement.number}", purpose=str(refusal.facts["bound"]), office=opening.office,
    )  # fmt: skip
    if guessing:
        telling.tell_guessing(agreement, opening.version, account=account_of(actor), now=now)
    else:
        telling.tell_full(agreement, opening.version, now=now)


def _counted(actor: Actor, now: datetime, opening: Opening) -> rules.Counted:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, _keys(actor, now, opening))
        return rules.Counted(*map(int, cursor.fetchone()))


def _keys(actor: Actor, now: datetime, opening: Opening) -> dict[str, Any]:
    hour = clock.local(now).replace(minute=0, second=0, microsecond=0)
    return {
        "version": opening.version.pk, "account": account_of(actor), "hour": hour, "day": hour.replace(hour=0),
    }  # fmt: skip


def _refusal(bound: rules.Bound, volume: rules.Volume, now: datetime, opening: Opening) -> OverVolume:
    most = {
        "term": volume.term, "day": volume.daily, "hour": volume.hourly, "vain_day": volume.vain_daily,
        "vain_hour": volume.vain_hourly,
    }[bound]  # fmt: skip
    until = opening.version.terms.until
    again = rules.again_at(bound, now=now, zone=clock.LOCAL, until=until)
    if bound == "term":
        then = _("More only by a renewal.")
    else:
        then = _("Again from %(when)s.") % {"when": format_moment(again, today=clock.local_day(now))}
    whom = _("If the task needs more, ask %(office)s.") % {"office": _owner(opening)}
    text = " ".join((_(_WORDS[bound]) % {"most": most}, then, whom))
    return OverVolume(text, bound=bound, opening=opening, again=again)


def _owner(opening: Opening) -> str:
    """The office that approved it."""
    steps = AgreementStep.objects.filter(agreement=opening.agreement, seq=opening.version.seq, act="approved")
    return steps.values_list("office", flat=True).first() or ""
