"""Expressions: how many a second in Python and in SQL, beside the nearest thing that could be had. One run.

`python -m bench.expressions [--home DIR] [--rows N]`: the home is deleted first.
"""

import argparse
import time
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import cel
from django.db import connection
from django.db.models.expressions import RawSQL

from bench import home

SOURCE: Final = "age(born, today) >= 80 && (place.startsWith('5323') || income < 80000) && tag in ['a', 'b']"


def _rate(run: Callable[[], object], *, seconds: float = 1.0) -> float:
    """Calls a second, the best of three rounds."""
    best = 0.0
    for _round in range(3):
        count, began = 0, time.perf_counter()
        while time.perf_counter() - began < seconds / 3:
            for _turn in range(100):
                run()
            count += 100
        best = max(best, count / (time.perf_counter() - began))
    return best


def _by_hand(values: Mapping[str, Any]) -> bool:
    born, day = values["born"], values["today"]
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    near = values["place"].startswith("5323") or values["income"] < 80000
    return age >= 80 and near and values["tag"] in ("a", "b")


def in_python() -> dict[str, float]:
    """Evaluations a second: compiled here, by the CEL library, by hand; compilations a second."""
    from linli.engines.expressions import Kind, compile_expression  # noqa: PLC0415  after settings
    from linli.engines.expressions.expression import _compile  # noqa: PLC0415

    kinds = {
        "born": Kind.DATE,
        "today": Kind.DATE,
        "place": Kind.TEXT,
        "income": Kind.NUMBER,
        "tag": Kind.TEXT,
    }
    expression = compile_expression(SOURCE, kinds)
    values = {
        "born": date(1940, 2, 29),
        "today": date(2026, 11, 23),
        "place": "532301",
        "income": 90000,
        "tag": "b",
    }
    program = cel.compile(SOURCE)
    plain = values | {"born": "1940-02-29", "today": "2026-11-23"}

    def age(born: str, day: str) -> int:
        first, last = date.fromisoformat(born), date.fromisoformat(day)
        return last.year - first.year - ((last.month, last.day) < (first.month, first.day))

    def by_cel() -> object:
        return program.execute(cel.Context(variables=plain, functions={"age": age}))

    if not expression.evaluate(values) == by_cel() == _by_hand(values):
        raise RuntimeError("the three ways differ")
    items = tuple(kinds.items())
    return {
        "here": _rate(lambda: expression.evaluate(values)),
        "CEL library": _rate(by_cel),
        "by hand": _rate(lambda: _by_hand(values)),
        "compiling": _rate(lambda: _compile.__wrapped__(SOURCE, items, None)),
        "compiled before": _rate(lambda: compile_expression(SOURCE, kinds)),
    }


def in_sql(rows: int) -> dict[str, float]:
    """Rows a second through a filter without index: translated, and written by hand. The counts are compared."""
    from linli.engines.expressions import Kind, compile_expression  # noqa: PLC0415
    from linli.engines.expressions.sql import to_q  # noqa: PLC0415

    kinds = {
        "born": Kind.DATE,
        "today": Kind.DATE,
        "place": Kind.TEXT,
        "income": Kind.NUMBER,
        "tag": Kind.TEXT,
    }
    first = date(1930, 1, 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE t (born date, today date, place text, income bigint, tag text)"
        )
        cursor.execute(
            "INSERT INTO t SELECT %s + (i %% 36500), %s, (532300 + i %% 900)::text, i * 37 %% 200000,"
            " chr(97 + i %% 4) FROM generate_series(1, %s) i",
            [first, first + timedelta(days=35390), rows],
        )
        cursor.execute("ANALYZE t")
    expression = compile_expression(SOURCE, kinds)
    condition = to_q(expression, {name: RawSQL(f't."{name}"', []) for name in kinds})  # noqa: S611  names of this file
    text, params = _condition_sql(condition)
    by_hand = (
        "extract(year FROM age(today, born)) >= 80 AND (place LIKE '5323%%' OR income < 80000)"
        " AND tag IN ('a', 'b')"
    )
    translated, seconds = _count(f"SELECT count(*) FROM t WHERE {text}", params)
    written, hand_seconds = _count(f"SELECT count(*) FROM t WHERE {by_hand}", [])
    if translated != written:
        raise RuntimeError(f"translated {translated} rows, by hand {written}")
    return {"translated": rows / seconds, "by hand": rows / hand_seconds}


def _condition_sql(condition: Any) -> tuple[str, list[Any]]:
    from django.db.models.sql import Query  # noqa: PLC0415

    from linli.engines.cases.models import Case  # noqa: PLC0415

    compiler = Query(Case).get_compiler(connection=connection)
    text, params = compiler.compile(condition.children[0].resolve_expression(compiler.query))
    return text, list(params)


def _count(statement: str, params: list[Any]) -> tuple[int, float]:
    best = 1e9
    with connection.cursor() as cursor:
        for _round in range(5):
            began = time.perf_counter()
            cursor.execute(statement, params)
            found = int(cursor.fetchone()[0])
            best = min(best, time.perf_counter() - began)
    return found, best


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.expressions", description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("var/bench-expressions"), help="deleted first")
    parser.add_argument("--rows", type=int, default=500_000)
    options = parser.parse_args()
    home.prepare(options.home.resolve())
    python, sql = in_python(), in_sql(options.rows)
    print(f"expression: {SOURCE}")
    for name, rate in python.items():
        print(f"  Python  {name:16} {rate:12,.0f} /s   ratio to «here» {rate / python['here']:8.2f}")
    for name, rate in sql.items():
        print(f"  SQL     {name:16} {rate:12,.0f} rows/s   ratio {rate / sql['translated']:8.2f}")
    print(f"  SQL to Python: {sql['translated'] / python['here']:.1f} rows for each evaluation")


if __name__ == "__main__":
    main()
