"""Keys by which programs act as an account: the secret is shown once, and only its keyed digest is kept."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.kernel.accounts.models import ApiKey, User
from linli.kernel.actors import Actor
from linli.kernel.audit.actions import record
from linli.kernel.crypto import digest
from linli.kernel.errors import Faults, NotFound
from linli.kernel.scopes import list_unknown

LABEL_LENGTH = 64


@transaction.atomic
def make_key(
    *, actor: Actor, now: datetime, user: User, label: str, scopes: Sequence[str], expires_at: datetime | None
) -> tuple[ApiKey, str]:
    """A key and its secret. Raises `Faults` for no label, no scope or one that does not exist, or an end that is past.

    Who may make one for whom, the caller decides.
    """
    _check(now=now, label=label, scopes=scopes, expires_at=expires_at)
    secret = secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        user=user, label=label, scopes=sorted(set(scopes)), expires_at=expires_at, digest=digest("api_key", secret)
    )  # fmt: skip
    record(
        actor=actor, now=now, kind="change", act="key.create", object_ref=f"user:{user.pk}",
        fields=[f"key:{key.pk}", *(scope[:48] for scope in key.scopes)], purpose=label,
    )  # fmt: skip
    return key, secret


@transaction.atomic
def revoke_key(*, actor: Actor, now: datetime, key_id: int) -> ApiKey:
    """Useless at once and for good. Raises `NotFound` for one that does not work any more."""
    key = ApiKey.objects.select_for_update().filter(pk=key_id, revoked_at__isnull=True).first()
    if key is None:
        raise NotFound(_("There is no working key with this number."))
    key.revoked_at = now
    key.save(update_fields=["revoked_at"])
    record(
        actor=actor, now=now, kind="change", act="key.revoke", object_ref=f"user:{key.user_id}",
        fields=[f"key:{key.pk}"], purpose=key.label,
    )  # fmt: skip
    return key


def revoke_all(*, actor: Actor, now: datetime, user_id: int) -> int:
    """Every key of the account that works still; returns how many."""
    working = list(
        ApiKey.objects.filter(user_id=user_id, revoked_at__isnull=True).values_list("pk", flat=True)
    )
    for key_id in working:
        revoke_key(actor=actor, now=now, key_id=key_id)
    return len(working)


def mark_used(*, key_id: int, day: date) -> None:
    """The last day on which the key opened something: one that nobody needs any more shows."""
    ApiKey.objects.filter(pk=key_id).update(last_used_on=day)


def _check(*, now: datetime, label: str, scopes: Sequence[str], expires_at: datetime | None) -> None:
    faults: dict[str, str] = {}
    if not label.strip() or len(label) > LABEL_LENGTH:
        faults["label"] = _("Say in at most 64 characters what the key is for.")
    unknown = list_unknown(scopes)
    if unknown or not scopes:
        faults["scopes"] = _("Choose what the key opens.") if not scopes else _(
            "There is no scope %(scopes)s."
        ) % {"scopes": ", ".join(unknown)}  # fmt: skip
    if expires_at is not None and expires_at <= now:
        faults["expires_at"] = _("The last day lies in the past.")
    if faults:
        raise Faults(faults)
