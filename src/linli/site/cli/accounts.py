"""Accounts and posts of a real installation: made on the server's own command line, each audited."""

import click
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from linli.kernel import clock
from linli.kernel.accounts.models import User
from linli.kernel.accounts.sessions import end_sessions
from linli.kernel.actors import SYSTEM
from linli.kernel.audit.actions import record
from linli.kernel.errors import ConfigurationError
from linli.kernel.roles import ROLES
from linli.registers.organisations.actions import appoint, end_appointments
from linli.registers.places.queries import get_position

REASON = "命令行"
"""What the log says of why: whoever may run commands on the server gives no other reason."""


@click.group(
    help="Accounts and posts, to begin with: afterwards security administrators do it at their desk."
)
def account() -> None:
    pass


@account.command(help="Make an account; the password is asked for.")
@click.argument("username")
@click.option("--name", required=True, help="the person's name")
@click.password_option()
def create(username: str, name: str, password: str) -> None:
    if User.objects.filter(username=username).exists():
        raise ConfigurationError(f"there is an account {username} already")
    try:
        validate_password(password)
    except ValidationError as fault:
        raise ConfigurationError(" ".join(fault.messages)) from None
    user = User.objects.create_user(username, name=name, password=password)
    record(
        actor=SYSTEM, now=clock.now(), kind="change", act="account.create", object_ref=f"user:{user.pk}", purpose=REASON
    )  # fmt: skip
    click.echo(f"{username}: made, without any post")


@account.command(help="Give an account a post: a role for everything in a place.")
@click.argument("username")
@click.option("--role", required=True, type=click.Choice(list(ROLES)))
@click.option("--place", required=True, metavar="CODE", help="division code of the place")
@click.option("--unit", required=True, help="the unit's name")
@click.option("--title", required=True, help="the post's name")
def post(username: str, role: str, place: str, unit: str, title: str) -> None:
    now = clock.now()
    position = get_position(code=place)
    day = clock.local_day(now)
    appoint(
        actor=SYSTEM, now=now, user=_user(username), role=role, position=position, unit=unit, title=title, since=day,
        reason=REASON,
    )  # fmt: skip
    click.echo(f"{username}: {unit} · {title} ({role}) from {day.isoformat()}")


@account.command(help="End every post of an account today, and close the account.")
@click.argument("username")
def close(username: str) -> None:
    now = clock.now()
    user = _user(username)
    ended = end_appointments(actor=SYSTEM, now=now, user=user, last_day=clock.local_day(now))
    User.objects.filter(pk=user.pk).update(is_active=False)
    end_sessions(user.pk)
    record(
        actor=SYSTEM, now=now, kind="change", act="account.disable", object_ref=f"user:{user.pk}", purpose=REASON
    )  # fmt: skip
    click.echo(f"{username}: closed, {ended} posts end today")


def _user(username: str) -> User:
    found = User.objects.filter(username=username).first()
    if found is None:
        raise ConfigurationError(f"there is no account {username}")
    return found
