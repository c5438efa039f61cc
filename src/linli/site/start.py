"""Entry point of the `linli` command: sets Django up, then hands over."""

import os
import sys

import django
from django.utils.module_loading import import_string

from linli.kernel.actors import SYSTEM
from linli.kernel.errors import LinliError
from linli.kernel.guard import acting_as


def main() -> None:
    """Whoever may run this command has the database anyway: it acts as the system."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
    try:
        django.setup()
        with acting_as(SYSTEM):
            import_string("linli.site.cli.cli")(prog_name="linli")
    except LinliError as error:
        sys.stderr.write(f"linli: {error}\n")
        sys.exit(2)
