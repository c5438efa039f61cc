"""What people are told of bindings and of mandates."""

from typing import Final

from linli.engines.expressions import Kind
from linli.engines.notices.occasions import Occasion

OCCASIONS: Final = (
    Occasion(
        code="bindings-bound",
        title="账号绑定",
        audiences=("person",),
        facts={"day": Kind.DATE, "how": Kind.TEXT, "code": Kind.TEXT},
        labels={"day": "日期", "how": "怎样绑定的", "code": "撤销码"},
    ),
    Occasion(
        code="bindings-ended",
        title="账号绑定撤销",
        audiences=("person",),
        facts={"day": Kind.DATE, "how": Kind.TEXT},
        labels={"day": "日期", "how": "由谁撤销"},
    ),
    Occasion(
        code="mandates-given",
        title="委托代办生效",
        audiences=("person", "agent"),
        facts={"principal": Kind.TEXT, "agent": Kind.TEXT, "until": Kind.DATE},
        personal=frozenset({"principal", "agent"}),
        labels={"principal": "委托人", "agent": "受托人", "until": "最后一天"},
    ),
    Occasion(
        code="mandates-ended",
        title="委托代办结束",
        audiences=("person", "agent"),
        facts={"principal": Kind.TEXT, "agent": Kind.TEXT, "day": Kind.DATE},
        personal=frozenset({"principal", "agent"}),
        labels={"principal": "委托人", "agent": "受托人", "day": "日期"},
    ),
)
