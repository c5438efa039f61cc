"""Running the platform: tables, server, worker."""

import signal
import threading

import click
from django.core.management import call_command

from linli.insight.actions import compile_measures
from linli.kernel import clock
from linli.kernel.errors import ConfigurationError
from linli.kernel.events.actions import replay
from linli.kernel.events.models import Delivery
from linli.site.health import check_lock, check_may_serve, pending_migrations
from linli.site.server import check_port_is_free, start_server
from linli.site.worker import run_once, run_until


@click.command(help="Bring the database's tables and compiled measures up to date.")
def migrate() -> None:
    call_command("migrate", verbosity=0)
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
@click.option("--parked", is_flag=True, help="list parked deliveries, then end")
@click.option("--replay", "replay_id", type=int, metavar="ID", help="try a parked delivery again, then end")
def worker(once: bool, parked: bool, replay_id: int | None) -> None:
    if parked:
        for row in (
            Delivery.objects.filter(state=Delivery.State.PARKED).select_related("event").order_by("id")
        ):
            click.echo(f"{row.pk}  {row.event.name} → {row.subscriber}  {row.subject}  {row.fault}")
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
