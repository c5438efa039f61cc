"""Mutation testing of one module: `python tools/mutation.py <module.py> <tests>…`; prints survivors and the count.

No file is changed: each mutant is compiled in a forked child, whose functions get the mutated code, and the tests
run there until one fails. Mutated are bodies of functions and, with `TABLES=1` only, tables and constants of the
module (an entry left out, a number changed). A mutant that runs for too long counts as killed.
"""

import ast
import copy
import functools
import gc
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from django.db import connections
from hypothesis import HealthCheck, Phase, settings

SECONDS = 120
QUIET = "ignore::pytest.PytestAssertRewriteWarning"
OPPOSITES = [
    (ast.Lt, ast.LtE), (ast.Gt, ast.GtE), (ast.Eq, ast.NotEq), (ast.Is, ast.IsNot), (ast.In, ast.NotIn),
    (ast.Add, ast.Sub), (ast.Mult, ast.FloorDiv), (ast.And, ast.Or), (ast.BitAnd, ast.BitOr),
]  # fmt: skip
OPPOSITE = {one: other for pair in OPPOSITES for one, other in (pair, pair[::-1])}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
PLAIN = ast.Name | ast.Attribute | ast.Call | ast.NamedExpr | ast.Subscript

Mutant = tuple[int, str, ast.Module, ast.Assign | ast.AnnAssign | None]


def _not(node: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), node)


def variants(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What may stand in the place of `node`, each with its name."""
    yield from _operators(node)
    yield from _values(node)
    yield from _statements(node)


def _operators(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Compare(ops=ops):
            for index, op in enumerate(ops):
                changed = copy.deepcopy(node)
                changed.ops[index] = OPPOSITE[type(op)]()
                yield type(changed.ops[index]).__name__, changed
        case ast.BoolOp(values=values, op=op):
            yield OPPOSITE[type(op)].__name__, ast.BoolOp(OPPOSITE[type(op)](), values)
            for index, value in enumerate(values):
                left = [one for one in values if one is not value]
                yield f"without part {index + 1}", left[0] if len(left) == 1 else ast.BoolOp(op, left)
        case ast.BinOp(op=op) if type(op) in OPPOSITE:
            yield (
                OPPOSITE[type(op)].__name__,
                ast.BinOp(node.left, OPPOSITE[type(op)](), node.right),
            )
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield "without sign", node.operand


def _values(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Constant(value=bool()):
            yield str(not node.value), ast.Constant(not node.value)
        case ast.Constant(value=int()):
            yield "+1", ast.Constant(node.value + 1)
            yield "-1", ast.Constant(node.value - 1)
        case ast.IfExp():
            yield "branches swapped", ast.IfExp(node.test, node.orelse, node.body)
        case ast.Name(id=name) if name in NAMES:
            yield NAMES[name], ast.Name(NAMES[name], node.ctx)
        case ast.comprehension(ifs=ifs):
            for index, test in enumerate(ifs):
                others = [one for one in ifs if one is not test]
                yield "without if", ast.comprehension(node.target, node.iter, others, node.is_async)
                turned = [*ifs[:index], _not(test), *ifs[index + 1 :]]
                yield "if turned", ast.comprehension(node.target, node.iter, turned, node.is_async)


def _statements(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.If() | ast.While() if isinstance(node.test, PLAIN):
            changed = copy.copy(node)
            changed.test = _not(node.test)
            yield "condition turned", changed
        case ast.Return(value=ast.expr() as value) if not (
            isinstance(value, ast.Constant) and isinstance(value.value, bool | None)
        ):
            yield "returns None", ast.Return(ast.Constant(None))
        case ast.Expr(value=value) if not isinstance(value, ast.Constant):
            yield "removed", ast.Pass()
        case ast.AugAssign() | ast.Raise() | ast.Continue() | ast.Break() | ast.Delete():
            yield "removed", ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript(), *_rest]):
            yield "removed", ast.Pass()


def _entries(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    match node:
        case ast.Dict(keys=keys, values=values):
            for index in range(len(keys)):
                left = [one for place, one in enumerate(keys) if place != index]
                yield (
                    f"without entry {index + 1}",
                    ast.Dict(left, [one for place, one in enumerate(values) if place != index]),
                )
        case ast.Set(elts=elts) | ast.List(elts=elts) | ast.Tuple(elts=elts):
            for index in range(len(elts)):
                changed = copy.copy(node)
                changed.elts = [one for place, one in enumerate(elts) if place != index]  # type: ignore[attr-defined]
                yield f"without entry {index + 1}", changed


def places(node: ast.AST, *, inside: bool = False) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """Every node within the body of a function, with the place where it hangs."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "type_comment", "args") and isinstance(
            node, ast.FunctionDef | ast.AnnAssign | ast.arg
        ):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST):
                if inside:
                    yield node, field, index, child
                yield from places(child, inside=inside or isinstance(node, ast.FunctionDef))


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant, one after the other in the same tree, which is whole again before the next."""
    tree = ast.parse(source)
    for parent, field, index, node in list(places(tree)):
        for name, variant in variants(node):
            line = getattr(node, "lineno", None) or node.target.lineno  # type: ignore[attr-defined]
            new = ast.copy_location(variant, node) if hasattr(node, "lineno") else variant
            _hang(parent, field, index, new)
            yield line, name, ast.fix_missing_locations(tree), None
            _hang(parent, field, index, node)


def tables(source: str) -> Iterator[Mutant]:
    """Every mutant of what stands in the module itself, tables entry by entry."""
    tree = ast.parse(source)
    for stated in tree.body:
        if not isinstance(stated, ast.Assign | ast.AnnAssign) or stated.value is None:
            continue
        inner = [one for one in places(stated.value, inside=True) if hasattr(one[-1], "lineno")]
        for parent, field, index, node in [(stated, "value", None, stated.value), *inner]:
            for name, variant in (*_entries(node), *_operators(node), *_values(node)):
                _hang(parent, field, index, ast.copy_location(variant, node))
                yield node.lineno, name, ast.fix_missing_locations(tree), stated  # type: ignore[attr-defined]
                _hang(parent, field, index, node)


def _hang(parent: ast.AST, field: str, index: int | None, node: ast.AST) -> None:
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for const in code.co_consts:
        if isinstance(const, CodeType):
            yield from codes(const)


def put(tree: ast.Module, path: Path) -> None:
    """Give every living function of the module its mutated code; forget what was computed with the old one."""
    new = {(one.co_qualname, one.co_firstlineno): one for one in codes(compile(tree, str(path), "exec"))}
    for living in gc.get_objects():
        if isinstance(living, FunctionType) and living.__code__.co_filename == str(path):
            code = living.__code__
            living.__code__ = new.get((code.co_qualname, code.co_firstlineno), code)
        elif isinstance(living, functools._lru_cache_wrapper):
            living.cache_clear()


def put_table(stated: ast.Assign | ast.AnnAssign, path: Path) -> None:
    """Give every module that knows the table by its name the mutated one."""
    module = next(one for one in sys.modules.values() if getattr(one, "__file__", None) == str(path))
    name = ast.unparse(stated.target if isinstance(stated, ast.AnnAssign) else stated.targets[0])
    assert stated.value is not None
    old, new = (
        getattr(module, name),
        eval(  # noqa: S307  the module's own text
            compile(ast.Expression(stated.value), str(path), "eval"), vars(module)
        ),
    )
    for one in list(sys.modules.values()):
        if getattr(one, "__dict__", {}).get(name) is old:
            setattr(one, name, new)


class Plugin:
    """Takes the place of pytest's loop: the tests once as they are, then once for each mutant."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def pytest_configure(self) -> None:
        settings.register_profile(
            "mutation", derandomize=True, database=None, deadline=None,
            phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        settings.load_profile("mutation")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: Any) -> bool:
        took: dict[Any, float] = {}
        for item, following in zip(session.items, [*session.items[1:], session.items[0]], strict=True):
            begun = time.monotonic()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            took[item] = time.monotonic() - begun
        if session.testsfailed:
            return True
        connections.close_all()
        items = sorted(session.items, key=lambda item: took[item])
        session._setupstate.teardown_exact(items[0])  # what belongs to the session stays
        self.report(list(self.survivors(session, items)))
        return True

    def survivors(self, session: Any, items: list[Any]) -> Iterator[str]:
        source = self.path.read_text(encoding="utf-8")
        lines, self.count = source.splitlines(), 0
        wanted = {int(one) for one in os.environ.get("LINES", "").split(",") if one}
        every = tables(source) if os.environ.get("TABLES") else mutants(source)
        for line, name, tree, stated in every:
            if wanted and line not in wanted:
                continue
            self.count += 1
            if self.lives(session, items, tree, stated):
                survivor = f"{self.path.name}:{line}: {name}: {lines[line - 1].strip()}"
                print("SURVIVED", survivor, flush=True)
                yield survivor

    def lives(self, session: Any, items: list[Any], tree: ast.Module, stated: Any) -> bool:
        child = os.fork()
        if not child:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(SECONDS)
            for stream in (1, 2):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
            os._exit(self.run(session, items, tree, stated))
        return os.waitpid(child, 0)[1] == 0

    def run(self, session: Any, items: list[Any], tree: ast.Module, stated: Any) -> int:
        try:
            put(tree, self.path)
            if stated is not None:
                put_table(stated, self.path)
            for item, following in zip(items, [*items[1:], items[0]], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if session.testsfailed:
                    return 1
        except BaseException:
            return 1
        return 0

    def report(self, survived: list[str]) -> None:
        print(f"{self.path.name}: {self.count} mutants, {self.count - len(survived)} killed", flush=True)


def main() -> int:
    path = Path(sys.argv[1]).resolve()
    return pytest.main(
        ["-q", "-s", "-p", "no:cacheprovider", "-W", QUIET, *sys.argv[2:]], plugins=[Plugin(path)]
    )


if __name__ == "__main__":
    sys.exit(main())
