"""What people are told of bindings."""

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
)
