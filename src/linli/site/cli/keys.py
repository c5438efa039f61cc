"""API keys: made here, shown once, kept only as a keyed digest."""

import secrets

import click

from linli.kernel.accounts.models import ApiKey, User
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


def create_key(*, user: User, label: str) -> str:
    """A new key's secret."""
    secret = secrets.token_urlsafe(32)
    ApiKey.objects.create(user=user, label=label, digest=digest("api_key", secret))
    return secret
