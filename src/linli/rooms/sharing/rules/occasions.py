"""What posts are told of agreements and exports: numbers and units, nothing of a person."""

from typing import Final

from linli.engines.expressions import Kind
from linli.engines.notices.occasions import Occasion

_LABELS: Final = {
    "number": "编号",
    "unit": "使用数据的部门",
    "day": "日期",
    "count": "次数",
    "renewal": "是续期",
}


def _occasion(code: str, title: str, **facts: Kind) -> Occasion:
    return Occasion(
        code=code, title=title, audiences=("handler", "supervisor"), facts=facts,
        labels={name: _LABELS[name] for name in facts},
    )  # fmt: skip


OCCASIONS: Final = (
    _occasion("sharing-asked", "共享协议待审批", number=Kind.TEXT, unit=Kind.TEXT, renewal=Kind.BOOL),
    _occasion("sharing-approved", "共享协议获准", number=Kind.TEXT, unit=Kind.TEXT),
    _occasion("sharing-refused", "共享协议未获准", number=Kind.TEXT, unit=Kind.TEXT),
    _occasion("sharing-suspended", "共享协议暂停", number=Kind.TEXT, unit=Kind.TEXT),
    _occasion("sharing-resumed", "共享协议恢复", number=Kind.TEXT, unit=Kind.TEXT),
    _occasion("sharing-revoked", "共享协议撤销", number=Kind.TEXT, unit=Kind.TEXT),
    _occasion("sharing-ending", "共享协议快到期", number=Kind.TEXT, unit=Kind.TEXT, day=Kind.DATE),
    _occasion(
        "sharing-often",
        "共享协议查询异常多",
        number=Kind.TEXT,
        unit=Kind.TEXT,
        day=Kind.DATE,
        count=Kind.NUMBER,
    ),
    _occasion("sharing-full", "共享协议查询量用完", number=Kind.TEXT, unit=Kind.TEXT, day=Kind.DATE),
    _occasion("sharing-guessing", "疑似猜测查询", number=Kind.TEXT, unit=Kind.TEXT, day=Kind.DATE),
    _occasion("sharing-export", "导出名单待审批", number=Kind.TEXT, count=Kind.NUMBER),
)
