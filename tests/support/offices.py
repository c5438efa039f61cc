"""Sample calls of accounts and posts, as security administrators and auditors make them."""

from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from linli.kernel import clock
from linli.registers.organisations.models import Post, PostRequest
from tests.support.samples import Sample, always, get, post
from tests.support.world import World


def account_of(username: str) -> Any:
    return lambda world: (world.cast.users[username].pk,)


def _request(world: World) -> dict[str, str]:
    """An auditor's post that the second security administrator asked for."""
    users, today = world.cast.users, clock.local_day(world.now)
    post = Post.objects.filter(role="auditor").earliest("id")
    one, _made = PostRequest.objects.get_or_create(
        post=post, user=users["newcomer"], decided_at=None,
        defaults={"asked_by": users["security-two"], "valid": DateRange(today, None), "reason": "接替退休的同事",
                  "asked_at": world.now},
    )  # fmt: skip
    return {"request": str(one.pk), "do": "give"}


CLERK = account_of("clerk")
GIVEN = {
    "role": "inspector", "place": "532301100001", "unit": "南山社区服务站", "title": "入户核查", "reason": "补缺",
    "since": "2099-01-01",
}  # fmt: skip
KEY = {"label": "统计程序", "scopes": ["cases:read"], "last_day": "2027-01-01"}

OFFICES: dict[str, tuple[Sample, ...]] = {
    "workbench:account_log": (
        get(),
        post(data={"q": "", "act": "posts"}),
        post(data={"q": "reviewer-next"}),
    ),
    "security:accounts": (
        get(shows=always("东华镇社会事务办")),
        post(data={"q": "reviewer"}, shows=always("东华镇社会事务办")),
    ),
    "security:create": (get(), post(data={"login": "new-one", "name": "新人"})),
    "security:account": (get(args=CLERK, guarded=True),),
    "security:act": (post(args=CLERK, guarded=True, data={"do": "unlock"}),),
    "security:give": (get(args=CLERK, guarded=True), post(args=CLERK, guarded=True, data=GIVEN)),
    "security:key": (get(args=CLERK, guarded=True), post(args=CLERK, guarded=True, data=KEY)),
    "security:requests": (get(),),
    "security:decide": (post(guarded=True, data=_request),),
    "security:review": (get(shows=always("楚雄市数据局")),),
    "security:review_file": (get(),),
}
