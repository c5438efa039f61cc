"""API keys: made here, shown once, kept only as a keyed digest."""

import secrets

import click

from linli.kernel import clock
from linli.kernel.accounts.models import ApiKey, User
from linli.kernel.actors import SYSTEM
from linli.kernel.audit.actions import record
from linli.kernel.crypto import digest
from linli.kernel.errors import ConfigurationError


@click.group(help="API keys.")
def key() -> None:
    pass


@key.command(help="Make a key that acts as an account; it is printed once.")
@click.argument("username")
@click.option("--label", required=True, help="what the key is for")
def create(username: str, label: str) -> None:
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise ConfigurationError(f"there is no account {username}")
    click.echo(create_key(user=user, label=label))


@key.command(name="list", help="List keys: number, account, what for, since when; revoked ones are marked.")
def list_keys() -> None:
    for row in ApiKey.objects.select_related("user").order_by("id"):
        since = f"{row.created_at:%Y-%m-%d}"
        click.echo(
            f"{row.pk}  {row.user.username}  {row.label}  {since}{'  revoked' if row.revoked_at else ''}"
        )


@key.command(help="Make a key useless, at once and for good.")
@click.argument("number", type=int)
def revoke(number: int) -> None:
    now = clock.now()
    if not ApiKey.objects.filter(pk=number, revoked_at__isnull=True).update(revoked_at=now):
        raise ConfigurationError(f"there is no working key {number}: see `linli key list`")
    record(actor=SYSTEM, now=now, kind="change", act="key.revoke", object_ref=f"key:{number}")
    click.echo(f"key {number}: revoked")


def create_key(*, user: User, label: str) -> str:
    """A new key's secret."""
    secret = secrets.token_urlsafe(32)
    made = ApiKey.objects.create(user=user, label=label, digest=digest("api_key", secret))
    record(actor=SYSTEM, now=clock.now(), kind="change", act="key.create", object_ref=f"key:{made.pk}")
    return secret
