"""The API, described."""

import click

from linli.site.api import api as assembled
from linli.site.openapi import write


@click.group(help="The JSON API.")
def api() -> None:
    pass


@api.command(help="Print the description of the API (OpenAPI 3.1), as in docs/openapi.json.")
def schema() -> None:
    click.echo(write(assembled.get_openapi_schema(path_prefix="/api/v1/")), nl=False)
