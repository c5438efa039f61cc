"""Keys of programs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from linli.kernel import clock
from linli.kernel.accounts.keys import make_key
from linli.kernel.accounts.models import User
from linli.kernel.actors import SYSTEM
from linli.kernel.audit.models import AuditEntry
from linli.kernel.scopes import SCOPES

if TYPE_CHECKING:
    from tests.support.world import World


def key_of(user: User, *, scopes: Sequence[str] = tuple(SCOPES)) -> str:
    """The secret of a new key of the account that may be used for everything, or for these scopes."""
    _key, secret = make_key(
        actor=SYSTEM, now=clock.now(), user=user, label="test", scopes=scopes, expires_at=None
    )
    return secret


class Program:
    """A program that acts as somebody; `left` are the entries of the audit log that its last call left."""

    def __init__(self, world: "World", who: str) -> None:
        self._world, self._who = world, who
        self.left: list[AuditEntry] = []

    def __call__(self, path: str, body: Any = None, *, key: str = "") -> tuple[int, Any]:
        """Status and answer of a call: with a body a POST of JSON, without one a GET."""
        answer = self.send(path, body, key=key)
        return answer.status_code, answer.json() if answer.content else None

    def send(self, path: str, body: Any = None, *, form: Any = None, key: str = "") -> Any:
        """The whole answer; `form` is sent as a form, with files."""
        last = AuditEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
        headers = {"Authorization": f"Bearer {self._world.keys[self._who]}"}
        headers |= {"Idempotency-Key": key} if key else {}
        browser, path = self._world.client(None), f"/api/v1{path}"
        if form is not None:
            answer = browser.post(path, form, headers=headers)
        elif body is None:
            answer = browser.get(path, headers=headers)
        else:
            answer = browser.post(path, body, content_type="application/json", headers=headers)
        self.left = list(AuditEntry.objects.filter(id__gt=last).order_by("id"))
        return answer
