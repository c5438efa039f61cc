"""Entry point of the `linli` command: sets Django up, then hands over."""

import os
import sys

import django
from django.db import ProgrammingError
from django.utils.module_loading import import_string
from psycopg.errors import UndefinedTable

from linli.kernel.actors import SYSTEM
from linli.kernel.errors import LinliError
from linli.kernel.guard import acting_as

NO_TABLES = "数据库里还没有表。→ 先运行：linli migrate (the database has no tables yet: run linli migrate)"


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
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable):
            raise
        sys.stderr.write(f"linli: {NO_TABLES}\n")
        sys.exit(2)
