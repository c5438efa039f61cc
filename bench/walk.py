"""The API walk: one request from application to rating, in seven calls, without photos."""

import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from bench.town import Community

MATTER: Final = "bench-allowance"
ANSWERS: Final = {
    "address": "花园路12号3栋2单元401室", "phone": "13800001111", "receiver": "self", "bank_name": "农村信用社",
    "bank_card": "6217857000000000001", "other_allowance": "none", "truthful": "on",
}  # fmt: skip

Send = Callable[[str, str, str, Mapping[str, Any], str], Mapping[str, Any]]
"""(method, path, key, body, idempotency key) → the answer's body; raises for anything but success."""
Note = Callable[[str, float], None]
"""Takes the name of a call and its seconds."""

STEPS: Final = (
    ("accept", "clerk", "accept", ""),
    ("start inspection", "clerk", "start_inspection", ""),
    ("finish inspection", "inspector", "finish_inspection", "情况属实"),
    ("review", "reviewer", "approve", ""),
    ("decide", "decider", "grant", ""),
)
"""Name, role, action, note."""
CALLS: Final = ("submit", *(step[0] for step in STEPS), "rate")


def walk(
    send: Send, where: Community, resident: str, note: Note = lambda name, seconds: None, *, level: int = 5
) -> str:
    """One lifecycle; tells `note` how long each call took and returns the case's number."""

    def call(name: str, path: str, key: str, body: Mapping[str, Any], once: str = "") -> Mapping[str, Any]:
        started = time.perf_counter()
        answer = send("POST", path, key, body, once)
        note(name, time.perf_counter() - started)
        return answer

    once = secrets.token_hex(16)
    case = call("submit", f"/api/v1/matters/{MATTER}/applications", resident, {"answers": ANSWERS}, once)
    number = str(case["number"])
    for name, role, action, reason in STEPS:
        body = {"action": action, "note": reason, "revision": case["revision"]}
        case = call(name, f"/api/v1/cases/{number}/actions", getattr(where, role), body)
    if case["outcome"] != "granted":
        raise RuntimeError(f"the walk ended with {case}")
    call("rate", f"/api/v1/cases/{number}/rating", resident, {"level": level})
    return number
