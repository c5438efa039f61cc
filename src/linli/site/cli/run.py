"""Running the platform: tables, server, worker."""

import signal
import threading
from collections.abc import Iterator

import click
from django.core.management import call_command
from django.db import ProgrammingError

from linli.insight.actions import compile_measures
from linli.kernel import clock
from linli.kernel.dispatch.actions import send_again
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.errors import ConfigurationError
from linli.kernel.events.actions import replay
from linli.kernel.events.models import Delivery
from linli.kernel.guard import ROLE
from linli.site.health import check_lock, check_may_serve, pending_migrations
from linli.site.server import check_port_is_free, start_server
from linli.site.worker import run_once, run_until


@click.command(help="Bring the database's tables and compiled measures up to date.")
def migrate() -> None:
    try:
        call_command("migrate", verbosity=0)
    except ProgrammingError as error:
        if ROLE in str(error):
            raise ConfigurationError(str(error)) from None
        raise
    compiled = compile_measures(now=clock.now())
    click.echo(f"tables are current, {len(compiled)} measures compiled")


@click.command(help="Serve pages and API, with an embedded worker.")
@click.option("--no-worker", is_flag=True, help="a separate `linli worker` runs elsewhere")
def serve(no_worker: bool) -> None:
    check_may_serve()
    check_port_is_free()
    if pending_migrations():
        raise ConfigurationError("the tables are older than this release: run `linli migrate`")
    check_lock()
    call_command("collectstatic", verbosity=0, interactive=False)
    start_server(with_worker=not no_worker)


@click.command(help="Deliver events, send messages, seal the audit log, run jobs.")
@click.option("--once", is_flag=True, help="do what is due now, then end")
@click.option("--parked", is_flag=True, help="list parked deliveries and messages, then end")
@click.option("--replay", "replay_id", type=int, metavar="ID", help="try a parked delivery again, then end")
@click.option("--resend", "resend_id", type=int, metavar="ID", help="try a parked message again, then end")
def worker(once: bool, parked: bool, replay_id: int | None, resend_id: int | None) -> None:
    if parked:
        for line in _list_parked():
            click.echo(line)
        return
    if resend_id is not None:
        click.echo("due again" if send_again(ids=[resend_id]) else "no such parked message")
        return
    if replay_id is not None:
        click.echo("tried again" if replay(delivery_id=replay_id) else "no such parked delivery")
        return
    if once:
        click.echo(f"{run_once()} done")
        return
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    run_until(stop)


def _list_parked() -> Iterator[str]:
    """Deliveries, then messages: never what they say or to whom."""
    deliveries = Delivery.objects.filter(state=Delivery.State.PARKED).select_related("event")
    for row in deliveries.order_by("id"):
        yield f"delivery {row.pk}  {row.event.name} → {row.subscriber}  {row.subject}  {row.fault}"
    for message in Dispatch.objects.filter(state=Dispatch.State.FAILED).order_by("id"):
        yield (
            f"message {message.pk}  {message.template} → {message.channel}  {message.subject}"
            f"  {message.receipt} after {message.attempts}"
        )
