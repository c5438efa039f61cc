"""What a resident's page costs: bytes over the wire with an empty cache, and the time to its first byte."""

import gzip
import re
from dataclasses import dataclass
from statistics import median
from typing import Final

from django.urls import reverse

from bench.browser import Browser, Program
from bench.town import Town, key_of
from bench.walk import ANSWERS
from linli.kernel.accounts.models import User

REAL: Final = "old-age-allowance"
ROUNDS: Final = 30
_STATIC = re.compile(rb'(?:href|src)="(/static/[^"#]+)')


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes of the page and of every style, script and icon that it names, as compressed by the server."""

    html: int
    files: int
    first_byte_ms: float

    @property
    def total(self) -> int:
        return self.html + self.files


def weigh(bind: str, town: Town) -> dict[str, Weight]:
    """Pages as 王桂兰 loads them."""
    resident = Browser(bind).enter("wang")
    number = _begin_case(bind, town)
    pages = {
        "home": reverse("resident:home"),
        "catalogue": reverse("matters:catalogue"),
        "guide": reverse("matters:guide", args=[REAL]),
        "apply": reverse("matters:apply", args=[REAL]),
        "my case": reverse("matters:my_case", args=[number]),
        "lookup": reverse("matters:lookup"),
    }
    return {name: _weigh(resident, path) for name, path in pages.items()}


def _weigh(resident: Browser, path: str) -> Weight:
    answers = [resident.get(path) for _ in range(ROUNDS)]
    page = answers[-1]
    text = gzip.decompress(page.body) if page.headers.get("Content-Encoding") == "gzip" else page.body
    linked = {match.decode() for match in _STATIC.findall(text)}
    return Weight(
        html=len(page.body),
        files=sum(len(resident.get(name).body) for name in linked),
        first_byte_ms=median(answer.first_byte for answer in answers) * 1000,
    )


def _begin_case(bind: str, town: Town) -> str:
    """A case of 高龄津贴 in the middle of its way: accepted, and its clock paused by the inspection."""
    program = Program(bind)
    key = key_of(User.objects.get(username="wang"))
    case = program.send("POST", f"/api/v1/matters/{REAL}/applications", key, {"answers": ANSWERS})
    path = f"/api/v1/cases/{case['number']}/actions"
    sighted = ["id-card", "bank-card"]
    program.send("POST", path, town.home.clerk, {"action": "accept", "sighted": sighted})
    program.send("POST", path, town.home.clerk, {"action": "start_inspection"})
    return str(case["number"])
