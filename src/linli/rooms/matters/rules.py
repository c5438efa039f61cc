"""What conditions of matters, and words to people about them, may speak about. Pure."""

from collections.abc import Mapping

from linli.engines.cases import naming
from linli.engines.cases.assignment import NO_TABLE, Reason
from linli.engines.cases.course import Answer
from linli.engines.cases.definitions import Outcome, TaskKind
from linli.engines.cases.naming import action_codes, codes_of, notice_codes
from linli.engines.expressions import Codes, Kind, Label, Type
from linli.engines.notices.occasions import Known, Occasion

ELIGIBILITY_NAMES: Mapping[str, Type] = {
    "birth_date": Kind.DATE,
    "sex": Codes(("0", "1", "2", "9"), (("男", "1"), ("女", "2"))),
    "registered_in_county": Kind.BOOL,
    "lives_in_county": Kind.BOOL,
    "today": Kind.DATE,
}
"""Names that an eligibility expression may use, all about the applicant."""

NEED_TAGS = naming.NEED_TAGS

FACT_WORDS: Mapping[str, Label | str] = {
    "title": "事项名称",
    "number": "办件编号",
    "matter": "事项",
    "verb": "事项的动词",
    "name": "申请人姓名",
    "within": "几天内答复",
    "papers": "缺的材料",
    "day": "最晚答复的日子",
    "outcome": Label(
        "结果", {"granted": "同意", "refused": "不同意", "withdrawn": "撤回", "merged": "并入别的办件"}
    ),
    "notice": Label("文书", {"decline": "不予受理", "decision": "决定", "acceptance": "受理"}),
    "action": "动作",
    "state": "到了哪一步",
    "handed": Label("办件转到这个岗位", no="办件没有转到这个岗位"),
    "own": Label("办件本来就在这个岗位", no="办件在别的岗位"),
    "rung": "哪一级催办",
    "late": "超期多久，或还剩多久",
    "desk": "在哪些单位手里",
    "post": "没有人的岗位",
    "reason": Label(
        "原因",
        {
            Reason.NO_RULE: "没有合适的规则",
            Reason.UNDECIDED: "缺少信息，定不下来",
            Reason.NOBODY: "规则指定的岗位没有人",
            NO_TABLE: "没有装分派表",
        },
    ),
    "task": "问的事",
    "until": "最晚答复的日子",
    "kind": Label("种类", {"consultation": "会办", "supervision": "督办"}),
    "answer": Label("答复", {"agree": "同意", "object": "不同意", "report": "已说明"}),
}
"""What the facts below are called, in the language of packs."""

_CASE = {
    "title": Kind.TEXT,
    "number": Kind.TEXT,
    "matter": Kind.TEXT,
    "verb": Kind.TEXT,
    "name": Kind.TEXT,
}
"""Facts of every occasion: the matter's title, the case's number, the matter's code and its own verb, the applicant's
name."""


_POST = {"title": Kind.TEXT, "number": Kind.TEXT, "matter": Kind.TEXT}
"""Facts of every occasion that posts are told of: nothing that tells who applied."""
_TASK = {"task": Kind.TEXT, "until": Kind.TEXT}


def _one_of(*codes: str) -> Known:
    return lambda library: codes


_MATTER: Mapping[str, Known] = {"matter": codes_of("matter")}


def _occasion(code: str, title: str, codes: Mapping[str, Known] | None = None, **facts: Kind) -> Occasion:
    return Occasion(
        code,
        title,
        ("applicant", "agent"),
        _CASE | facts,
        personal=frozenset({"name"}),
        codes={**_MATTER, **(codes or {})},
        labels=FACT_WORDS,
    )


def _told_to_posts(
    code: str,
    title: str,
    *audiences: str,
    codes: Mapping[str, Known] | None = None,
    facts: Mapping[str, Kind],
) -> Occasion:
    known = {**_MATTER, **(codes or {})}
    return Occasion(code, title, audiences, {**_POST, **facts}, codes=known, labels=FACT_WORDS)


OCCASIONS = (
    _occasion("matters-received", "收到申请", within=Kind.TEXT),
    _occasion("matters-supplement", "一次性告知缺什么", papers=Kind.LIST),
    _occasion("matters-acceptance", "受理", day=Kind.DATE),
    _occasion(
        "matters-ended",
        "办结",
        {"outcome": _one_of(*Outcome), "notice": notice_codes},
        outcome=Kind.TEXT,
        notice=Kind.TEXT,
    ),
    _occasion("matters-extended", "延长办理时间", day=Kind.DATE),
    _occasion("matters-step", "办到别的环节", {"action": action_codes}, action=Kind.TEXT, state=Kind.TEXT),
    _told_to_posts(
        "matters-late",
        "超期或将到期",
        "supervisor",
        facts={
            "task": Kind.TEXT,
            "handed": Kind.BOOL,
            "own": Kind.BOOL,
            "rung": Kind.TEXT,
            "late": Kind.TEXT,
            "state": Kind.TEXT,
            "desk": Kind.TEXT,
        },
    ),
    _told_to_posts("matters-unheld", "要提醒的岗位没有人", "administrator", facts={"post": Kind.TEXT}),
    _told_to_posts(
        "matters-triage",
        "没能自动分派",
        "handler",
        codes={"reason": _one_of(*Reason, NO_TABLE)},
        facts={"reason": Kind.TEXT},
    ),
    _told_to_posts(
        "matters-asked",
        "请会办或要求说明",
        "handler",
        codes={"kind": _one_of(*TaskKind)},
        facts={**_TASK, "kind": Kind.TEXT},
    ),
    _told_to_posts(
        "matters-answered",
        "会办有了答复",
        "handler",
        codes={"answer": _one_of(*Answer)},
        facts={"task": Kind.TEXT, "answer": Kind.TEXT},
    ),
    _told_to_posts("matters-task-overdue", "会办超期没有答复", "handler", "supervisor", facts=_TASK),
)
"""What people concerned and posts are told of. `within` is a length of time in words or empty, `state` what it is
called where the case is now, `handed` whether the post has the case from now on, `own` whether it has it anyway,
`rung` the level that is told, `late` how much is left or over in words, `desk` the units that have the case or empty,
`post` the post that nobody holds, `reason` why no table decided, `task` what was asked, `until` the last day to answer
in words or empty; `action`, `outcome`, `notice`, `kind` and `answer` are codes of the procedure."""
