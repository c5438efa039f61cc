"""`linli demo`: a county to try everything in, with real codes and synthetic people."""

import time

import click
from django.conf import settings
from django.core.management import call_command

from linli.kernel import clock
from linli.site.cli.data import tell
from linli.site.demo.build import build_demo
from linli.site.health import check_may_serve
from linli.site.server import check_port_is_free, start_server


@click.command(help="Load a demo county (synthetic people, real division codes) and print who can log in.")
@click.option(
    "--county", default="532301", show_default=True, metavar="CODE", help="532301 楚雄市, 120118 静海区, any"
)
@click.option(
    "--residents", default=20_000, show_default=True, type=click.IntRange(100), help="how many people"
)
@click.option("--seed", default=1, show_default=True, help="the same seed gives the same people")
@click.option(
    "--cases",
    default=80,
    show_default=True,
    type=click.IntRange(0),
    help="how many applications happened before",
)
@click.option("--serve", is_flag=True, help="serve it afterwards")
def demo(county: str, residents: int, seed: int, cases: int, serve: bool) -> None:
    if serve:
        check_port_is_free()
    started = time.monotonic()
    tell("tables")
    call_command("migrate", verbosity=0)
    report = build_demo(
        county=county, residents=residents, seed=seed, cases=cases, now=clock.now(), progress=tell
    )
    tell(f"ready after {time.monotonic() - started:.0f} s")
    click.echo(report.text())
    if serve:
        check_may_serve()
        call_command("collectstatic", verbosity=0, interactive=False)
        click.echo(f"\nhttp://{settings.CONFIG.bind}/   (Ctrl+C ends it)")
        start_server(with_worker=True)
