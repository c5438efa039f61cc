"""Entry point of the `linli` command: sets Django up, then hands over."""

import os
import sys

import django
from django.utils.module_loading import import_string

from linli.kernel.errors import LinliError


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
    try:
        django.setup()
        import_string("linli.site.cli.cli")(prog_name="linli")
    except LinliError as error:
        sys.stderr.write(f"linli: {error}\n")
        sys.exit(2)
