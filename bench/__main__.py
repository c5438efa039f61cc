"""`python -m bench`: measure, and print figures with ratios. Takes some minutes on two cores.

It builds its own database in `--home`, which is deleted first, and serves on a free port of 127.0.0.1.
"""

import argparse
from pathlib import Path

from bench import home
from linli.kernel.actors import SYSTEM
from linli.kernel.guard import acting_as


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--home", type=Path, default=Path("var/bench"), help="folder of the bench's database; deleted first"
    )
    parser.add_argument("--json", action="store_true", help="figures as JSON instead of a table")
    parser.add_argument("--cases", type=int, default=100_000, help="cases in the large table")
    parser.add_argument(
        "--sheet", type=int, metavar="ROWS", help="only importing a spreadsheet of so many people"
    )
    parser.add_argument(
        "--people",
        type=int,
        default=0,
        help="only files among so many people: finding, pages, weight; a million takes half an hour",
    )
    parser.add_argument(
        "--keep",
        action="store_true",
        help="with --people: do not delete a home that was filled with as many before",
    )
    parser.add_argument("--lock", action="store_true", help="only what the second lock costs")
    options = parser.parse_args()
    home.prepare(options.home.resolve(), keep=options.keep and home.holds(options.home, options.people))
    from bench import course, lock, people, sheets  # noqa: PLC0415  settings are read from the environment that was just prepared

    with acting_as(SYSTEM):
        if options.sheet:
            print(sheets.run(options.sheet, json=options.json))
        elif options.people:
            print(people.run(options.people, json=options.json))
        elif options.lock:
            print(lock.run(options.cases))
        else:
            print(course.run(cases=options.cases, as_json=options.json))


if __name__ == "__main__":
    main()
