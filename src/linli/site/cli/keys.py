"""API keys: made here, shown once, kept only as a keyed digest."""

from datetime import timedelta

import click

from linli.kernel import clock
from linli.kernel.accounts.keys import make_key, revoke_key
from linli.kernel.accounts.models import ApiKey, User
from linli.kernel.actors import SYSTEM
from linli.kernel.errors import ConfigurationError, DomainError
from linli.kernel.scopes import SCOPES

DAYS = 365
LONGEST = 3 * DAYS


@click.group(name="api-key", help="Keys of programs for the JSON API; `linli keys` are those that seal.")
def api_key() -> None:
    pass


@api_key.command(help="Make a key that acts as an account, for the scopes named; it is printed once.")
@click.argument("username")
@click.option("--label", required=True, help="what the key is for")
@click.option(
    "--scope", "scopes", multiple=True, required=True, help="what it opens; see `linli api-key scopes`"
)
@click.option("--days", type=click.IntRange(1, LONGEST), default=DAYS, show_default=True, help="works for")
def create(username: str, label: str, scopes: tuple[str, ...], days: int) -> None:
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise ConfigurationError(f"there is no account {username}")
    now = clock.now()
    until = now + timedelta(days=days)
    try:
        _made, secret = make_key(
            actor=SYSTEM, now=now, user=user, label=label, scopes=scopes, expires_at=until
        )
    except DomainError as refusal:
        raise ConfigurationError(f"{refusal} (linli api-key scopes)") from refusal
    click.echo(secret)


@api_key.command(name="scopes", help="List what a key can open.")
def list_scopes() -> None:
    for code, words in SCOPES.items():
        click.echo(f"{code.ljust(20)}{words}")
    click.echo(f"{'shared:NUMBER'.ljust(20)}Read what the share agreement of this number gives")


@api_key.command(
    name="list", help="List keys: number, account, what for, what it opens, since and until when."
)
def list_keys() -> None:
    for row in ApiKey.objects.select_related("user").order_by("id"):
        until = f"{row.expires_at:%Y-%m-%d}" if row.expires_at else "no end"
        columns = (
            str(row.pk), row.user.username, row.label, ",".join(row.scopes) or "opens nothing",
            f"{row.created_at:%Y-%m-%d}", until, "revoked" if row.revoked_at else "",
        )  # fmt: skip
        click.echo("  ".join(filter(None, columns)))


@api_key.command(help="Make a key useless, at once and for good.")
@click.argument("number", type=int)
def revoke(number: int) -> None:
    try:
        revoke_key(actor=SYSTEM, now=clock.now(), key_id=number)
    except DomainError:
        raise ConfigurationError(f"there is no working key {number}: see `linli api-key list`") from None
    click.echo(f"key {number}: revoked")
