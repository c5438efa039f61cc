"""Entry point of the `linli` command: refuses what cannot be meant, sets Django up, then hands over."""

import os
import sys

from linli.site.refusing import early_refusal

NO_TABLES = "数据库里还没有表。→ 先运行：linli migrate (the database has no tables yet: run linli migrate)"

STOPPED = "停下了，什么也没有做完。(stopped)"


def main() -> None:
    """Whoever may run this command has the database anyway: it acts as the system."""
    refusal = early_refusal(sys.argv[1:])
    if refusal:
        sys.stderr.write(f"linli: {refusal}\n")
        sys.exit(2)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
    _run()


def _run() -> None:
    import click  # noqa: PLC0415  # a second of loading, which a refusal is spared
    import django  # noqa: PLC0415
    from django.db import ProgrammingError  # noqa: PLC0415
    from psycopg.errors import UndefinedTable  # noqa: PLC0415

    from linli.kernel.actors import SYSTEM  # noqa: PLC0415
    from linli.kernel.errors import LinliError  # noqa: PLC0415
    from linli.kernel.guard import acting_as  # noqa: PLC0415
    from linli.site.cli import cli  # noqa: PLC0415
    from linli.site.usage import tell_usage  # noqa: PLC0415

    try:
        django.setup()
        with acting_as(SYSTEM):
            code = cli(prog_name="linli", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(2)
    except click.UsageError as error:
        sys.stderr.write(f"linli: {tell_usage(error)}\n")
        sys.exit(2)
    except click.Abort:
        sys.stderr.write(f"linli: {STOPPED}\n")
        sys.exit(1)
    except LinliError as error:
        sys.stderr.write(f"linli: {error}\n")
        sys.exit(2)
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable):
            raise
        sys.stderr.write(f"linli: {NO_TABLES}\n")
        sys.exit(2)
