"""Days and words of acting for another. Pure."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Final

GUARDED: Final = 14
"""Until this birthday guardians act for a child by their own consent (PIPL, article 31)."""
LONGEST_YEARS: Final = 2
"""So long at most a mandate holds."""


def fourteenth(born: date) -> date:
    """The day from which a child is guarded no more; who was born on 29 February turns on 1 March."""
    return _years_after(born, GUARDED)


def latest_end(start: date) -> date:
    """The first day on which a mandate given on `start` must be over."""
    return _years_after(start, LONGEST_YEARS)


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def mandate_text(
    *, principal: str, agent: str, services: Sequence[str], reads_file: bool, start: date, until: date
) -> str:
    """What the represented person signs, in the words that stand on the paper (Chinese: it is content)."""
    about = "、".join(services) if services else "在本平台可以申请的所有服务事项"
    more = "，并可以查看本人的档案" if reads_file else "，不可以查看本人的档案"
    return (
        f"委托书\n委托人：{principal}\n受托人：{agent}\n"
        f"委托人委托受托人代为办理：{about}{more}。\n"
        f"委托期限：{start:%Y年%-m月%-d日}起，到{until:%Y年%-m月%-d日}为止（当天不含）。\n"
        "受托人每办一件事，平台都会告诉委托人。委托人可以随时撤销，不需要说明原因。\n"
    )


CONSENT_TEXT: Final = (
    "本人是上述儿童的监护人。为了替孩子办理服务事项、查看孩子的档案，本人同意平台处理孩子的个人信息。"
    "本人的操作会留下记录。孩子满十四周岁当天，代办自动结束。本人可以随时撤回同意。"
)


def text_digest(text: str) -> bytes:
    """Of what was signed, so that it can be proved later which words it was."""
    return sha256(text.encode()).digest()
