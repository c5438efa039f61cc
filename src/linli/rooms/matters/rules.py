"""What conditions of matters, and words to people about them, may speak about. Pure."""

from linli.engines.expressions import Kind
from linli.engines.notices.occasions import Occasion

ELIGIBILITY_NAMES = {
    "birth_date": Kind.DATE,
    "sex": Kind.TEXT,
    "registered_in_county": Kind.BOOL,
    "lives_in_county": Kind.BOOL,
    "today": Kind.DATE,
}
"""Names that an eligibility expression may use, all about the applicant."""

NEED_TAGS = "need-tag"
"""The code list of what residents need (民生需要), by which matters are found."""

_CASE = {"title": Kind.TEXT, "number": Kind.TEXT, "matter": Kind.TEXT, "name": Kind.TEXT}
"""Facts of every occasion: the matter's title, the case's number, the matter's code, the applicant's name."""


_POST = {"title": Kind.TEXT, "number": Kind.TEXT, "matter": Kind.TEXT}
"""Facts of every occasion that posts are told of: nothing that tells who applied."""
_TASK = {"task": Kind.TEXT, "until": Kind.TEXT}


def _occasion(code: str, title: str, **facts: Kind) -> Occasion:
    return Occasion(code, title, ("applicant", "agent"), _CASE | facts, personal=frozenset({"name"}))


OCCASIONS = (
    _occasion("matters-received", "收到申请", within=Kind.TEXT),
    _occasion("matters-supplement", "一次性告知缺什么", papers=Kind.LIST),
    _occasion("matters-acceptance", "受理", day=Kind.DATE),
    _occasion("matters-ended", "办结", outcome=Kind.TEXT, notice=Kind.TEXT),
    _occasion("matters-step", "办到别的环节", action=Kind.TEXT, state=Kind.TEXT),
    Occasion("matters-late", "超期或将到期", ("supervisor",), _POST | {"handed": Kind.BOOL}),
    Occasion("matters-unheld", "要提醒的岗位没有人", ("administrator",), _POST | {"post": Kind.TEXT}),
    Occasion("matters-triage", "没能自动分派", ("handler",), _POST | {"reason": Kind.TEXT}),
    Occasion("matters-asked", "请会办或要求说明", ("handler",), _POST | _TASK | {"kind": Kind.TEXT}),
    Occasion(
        "matters-answered", "会办有了答复", ("handler",), _POST | {"task": Kind.TEXT, "answer": Kind.TEXT}
    ),
    Occasion("matters-task-overdue", "会办超期没有答复", ("handler", "supervisor"), _POST | _TASK),
)
"""What people concerned and posts are told of. `within` is a length of time in words or empty, `state` what it is
called where the case is now, `handed` whether the post has the case from now on, `post` the post that nobody holds,
`reason` why no table decided, `task` what was asked, `until` the last day to answer in words or empty; `action`,
`outcome`, `notice`, `kind` and `answer` are codes of the procedure."""
