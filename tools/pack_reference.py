"""The appendix of the handbook for pack writers, from the code itself. `--check` compares only.

`python tools/pack_reference.py [--check]` writes `docs/packs-reference.md` and `docs/packs-reference.zh.md`.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final, TypeVar

import django

DOCS = Path(__file__).resolve().parents[1] / "docs"
FILES: Final = {"en": "packs-reference.md", "zh-hans": "packs-reference.zh.md"}

Told = TypeVar("Told")

FUNCTION_EXAMPLES: Final = {
    "age": "age(birth, today) >= 80",
    "days": "days(birth, today) > 30",
    "workdays": "workdays(birth, today) <= 5",
    "plusDays": "plusDays(birth, 30) < today",
    "plusMonths": "plusMonths(birth, 6) > today",
    "plusYears": "plusYears(birth, 60) <= today",
    "length": "length(name) > 10",
    "sum": "sum(amounts) > 100000",
    "contains": "name.contains('村')",
    "startsWith": "place.startsWith('5323')",
    "endsWith": "name.endsWith('组')",
    "matches": "place.matches('^[0-9]{12}$')",
    "int": "int(size) > 90",
    "double": "double(people) * 1.5 > size",
    "string": "string(people) == '3'",
    "exists": "amounts.exists(x, x > 100000)",
    "all": "amounts.all(x, x > 0)",
    "exists_one": "amounts.exists_one(x, x == 0)",
    "filter": "length(amounts.filter(x, x > 0)) > 2",
    "map": "sum(amounts.map(x, x * 12)) > 1000000",
}
PREFILLS: Final = {
    "person.name": ("name", "姓名"),
    "person.sex": ("sex, by its code", "性别（代码）"),
    "person.id_number": ("identity number", "身份证号"),
    "person.phone": ("phone", "手机"),
    "person.birth_date": ("date of birth", "出生日期"),
    "person.age": ("age in years", "周岁"),
    "person.address": ("where the person lives", "现住址"),
    "person.registered_place": ("where the person is registered", "户籍地"),
}
FIELD_SHAPES: Final = """\
- code: kind
  label: 哪一类
  type: choice
  choices:
    - {code: lamp, label: 路灯}
    - {code: noise, label: 噪音, note: 夜里}
- {code: sex, label: 性别, type: choice, code_list: sex}
- {code: why, label: 原因, type: choice, multiple: true, choices: [{code: ill, label: 生病}]}   # 可选几项
- code: income
  label: 家里的收入
  type: table
  rows: [{code: wage, label: 工资}, {code: pension, label: 养老金}]
  columns:
    - {code: month, label: 每月, type: money, required: false}
    - {code: note, label: 说明, type: text, required: false}
"""


def render(language: str) -> str:
    """The whole file in one language."""
    from django.utils.translation import override  # noqa: PLC0415  needs Django set up

    with override(language):
        parts = [_head(), _fields(), _functions(), _people(), _codes(), _notices(), _tables()]
        if language != "en":
            parts.append(_keys())
        return "\n".join(line for part in parts for line in (*part, "")).rstrip() + "\n"


def _head() -> Iterator[str]:
    yield _either("# Packs: what there is to write", "# 写包时可以用的词")
    yield ""
    yield _either(
        "Written by `python tools/pack_reference.py` from the code; a test compares. "
        "How to begin: [packs.md](packs.md).",
        "由 `python tools/pack_reference.py` 从程序里生成，测试会比对，不会过时。"
        "怎么开始写：[packs.zh.md](packs.zh.md)。",
    )
    yield ""
    yield _either(
        "The meaning of every key, in Chinese: [packs-reference.zh.md](packs-reference.zh.md).",
        "最后一节是每个键的意思。英文版：[packs-reference.md](packs-reference.md)。",
    )


def _fields() -> Iterator[str]:
    from django.utils.translation import gettext as _  # noqa: PLC0415

    from linli.engines.expressions.kinds import kind_words  # noqa: PLC0415
    from linli.engines.forms.describing.kinds import KINDS  # noqa: PLC0415
    from linli.engines.forms.keys import FITTING  # noqa: PLC0415
    from linli.engines.forms.questions import FormField  # noqa: PLC0415

    yield _either("## Field types", "## 题目的类型（type）")
    yield ""
    rows = []
    for name, words in KINDS.items():
        kind = FormField(code="a", label="a", type=name).kind
        keys = ", ".join(f"`{key}`" for key, types in FITTING.items() if name in types)
        rows.append((f"`{name}`", _(words), kind_words(kind) if kind else "—", keys))
    head = (
        ("`type`", "What is typed", "In expressions", "Keys of its own"),
        ("`type`", "填什么", "在条件里是", "专用的键"),
    )
    yield from _table(_either(*head), rows)
    yield ""
    yield _either(
        "With `multiple` a choice is a list of codes. `choices` and the rows of a table are lists of "
        "`{code, label, note}`; a choice has either `choices` or `code_list`:",
        "选择题写了 `multiple`，在条件里就是一串代码。`choices` 和表格的 `rows` 里，每一项写 `{code, label, note}`；"
        "选择题写 `choices` 或 `code_list`，只写一个：",
    )
    yield ""
    yield from ("```yaml", *FIELD_SHAPES.splitlines(), "```", "")
    yield _either("`prefill` names:", "`prefill` 可以写：")
    yield ""
    filled = [(f"`{name}`", _either(*words)) for name, words in PREFILLS.items()]
    yield from _table(_either(("`prefill`", "Filled in"), ("`prefill`", "带出什么")), filled)


def _functions() -> Iterator[str]:
    from linli.engines.expressions.functions import CALLED  # noqa: PLC0415
    from linli.engines.expressions.kinds import kind_words  # noqa: PLC0415

    yield _either("## Functions in expressions", "## 条件里能用的函数")
    yield ""
    rows = []
    for name, example in FUNCTION_EXAMPLES.items():
        shapes = [
            f"({', '.join(map(kind_words, overload.takes))}) → {kind_words(overload.gives)}"
            for overload in CALLED.get(name, ())
        ]
        told = "; ".join(dict.fromkeys(shapes)) or _either("tests the items of a list", "逐项看一串值")
        rows.append((f"`{name}`", told, f"`{example}`"))
    yield from _table(
        _either(("Function", "Takes → gives", "Example"), ("函数", "给什么 → 得什么", "例子")), rows
    )
    yield ""
    yield _either(
        "Operators: `&&` `||` `!` `==` `!=` `<` `<=` `>` `>=` `+` `-` `*` `/` `%` `in` `? :`. "
        "In the examples `birth` is a date, `name` and `place` are texts, `people` is a whole number, "
        "`size` a decimal one, `amounts` a list of whole numbers.",
        "运算：`&&` 并且，`||` 或者，`!` 不是，`==` `!=` `<` `<=` `>` `>=` `+` `-` `*` `/` `%`，"
        "`in` 在其中，`? :` 如果…否则。"
        "例子里 `birth` 是日期，`name`、`place` 是文字，`people` 是整数，`size` 是小数，`amounts` 是一串整数。",
    )


def _people() -> Iterator[str]:
    from linli.engines.cases.definitions import LEVELS  # noqa: PLC0415
    from linli.engines.cases.describing.who import level_words  # noqa: PLC0415
    from linli.kernel.roles import ROLES  # noqa: PLC0415

    yield _either("## Roles and levels", "## 岗位（role）和级别（at）")
    yield ""
    yield from _table(
        _either(("`role`", "Title"), ("`role`", "岗位")),
        [(f"`{role}`", title) for role, title in ROLES.items()],
    )
    yield ""
    yield from _table(
        _either(("`at`", "Level"), ("`at`", "级别")), [(f"`{level}`", level_words(level)) for level in LEVELS]
    )
    yield ""
    yield _either(
        "`by` also takes `applicant` and `system`; `of` in tasks also takes `holder`, who has the case.",
        "`by` 还可以写 `applicant`（申请人）、`system`（系统自动）；"
        "`tasks` 里的 `of` 还可以写 `holder`（正在办的人）。",
    )


def _codes() -> Iterator[str]:
    from linli.engines.cases.definitions import Outcome, Phase, Special  # noqa: PLC0415
    from linli.engines.cases.describing.actions import outcome_words  # noqa: PLC0415
    from linli.engines.cases.describing.deadlines import pause_words  # noqa: PLC0415
    from linli.engines.cases.describing.refused import refusals  # noqa: PLC0415

    phases = {"intake": ("before acceptance", "受理前"), "running": ("handled, the clock runs", "办理中，计时"),
              "closed": ("ended", "办结")}  # fmt: skip
    yield _either("## Codes in procedures", "## 流程里的代码")
    yield ""
    rows = [("`phase`", f"`{one.value}`", _either(*phases[one.value])) for one in Phase]
    rows += [("`pause`", f"`{one.value}`", pause_words(one)) for one in Special]
    rows += [("`outcome`", f"`{one.value}`", outcome_words(one)) for one in Outcome]
    rows += [("`refused`", f"`{code}`", words) for code, words in refusals().items()]
    yield from _table(_either(("Key", "Code", "Means"), ("键", "代码", "意思")), rows)


def _notices() -> Iterator[str]:
    from linli.engines.expressions.kinds import kind_words  # noqa: PLC0415
    from linli.engines.notices.occasions import AUDIENCES, all_occasions  # noqa: PLC0415

    yield _either("## Occasions of notices", "## 通知的场合")
    yield ""
    yield _either(
        "The `code` of a notice is its occasion; `to` takes its audiences; its facts stand in `{…}` and in `when`.",
        "通知的 `code` 就是场合；`to` 写对谁说；能填进 `{…}`、能在 `when` 里用的内容在最后一列。",
    )
    yield ""
    rows = []
    for occasion in all_occasions():
        facts = []
        for fact, kind in occasion.facts.items():
            label = occasion.labels.get(fact, fact)
            text = label if isinstance(label, str) else label.text
            facts.append(f"`{fact}` {text}（{kind_words(kind)}）")
        to = "、".join(f"`{one}` {AUDIENCES[one]}" for one in occasion.audiences)
        rows.append((f"`{occasion.code}` {occasion.title}", to, "、".join(facts)))
    yield from _table(_either(("Occasion", "`to`", "Facts"), ("场合", "`to`", "内容")), rows)


def _tables() -> Iterator[str]:
    from linli.engines.cases.assignment.table import FACTS, AssignmentTable  # noqa: PLC0415
    from linli.engines.cases.assignment.words import labels  # noqa: PLC0415
    from linli.engines.expressions.kinds import kind_words  # noqa: PLC0415

    yield _either("## Facts in assignment tables", "## 分派表里能问的")
    yield ""
    named = labels(AssignmentTable.model_validate({"code": "a", "rows": [{"role": "clerk", "at": "county"}]}))
    rows = []
    for fact, kind in FACTS.items():
        label = named[fact]
        rows.append((f"`{fact}`", label if isinstance(label, str) else label.text, kind_words(kind)))
    yield from _table(_either(("Fact", "What it is", "Kind"), ("名称", "是什么", "种类")), rows)
    yield ""
    yield _either(
        "`answer.…` are answers of the form, declared in the table: `answers: {kind: text}`.",
        "`answer.…` 是表单里填的，要先在表里声明：`answers: {kind: text}`。",
    )


def _keys() -> Iterator[str]:
    from linli.engines.packs.names import known_keys  # noqa: PLC0415

    yield "## 每个键的意思"
    keys = sorted(known_keys().items(), key=lambda pair: pair[0][0])  # those of a part stay as they stand
    for section, found in groupby(keys, key=lambda pair: pair[0][0]):
        yield ""
        yield f"### {section}"
        yield ""
        rows = [(part, f"`{key}`", known.label, known.words) for (_section, part, key), known in found]
        yield from _table(("部分", "键", "叫什么", "意思"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for row in (head, ["---"] * len(head), *rows):
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |"


def _either(english: Told, chinese: Told) -> Told:
    from linli.kernel.ui.format import is_english  # noqa: PLC0415

    return english if is_english() else chinese


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.site.settings")
    django.setup()
    stale = [name for language, name in FILES.items() if _text(DOCS / name) != render(language)]
    if "--check" in sys.argv[1:]:
        if stale:
            print(f"not current: {', '.join(stale)}; run: python tools/pack_reference.py")
        return 1 if stale else 0
    for language, name in FILES.items():
        (DOCS / name).write_text(render(language), encoding="utf-8")
    print(f"{len(stale)} files changed")
    return 0


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


if __name__ == "__main__":
    sys.exit(main())
