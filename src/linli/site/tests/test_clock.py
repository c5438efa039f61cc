"""Setting the demo's date forward does at once what time alone does, to every case."""

from typing import Any

import pytest
from django.urls import reverse

from linli.engines.cases.models import Case
from linli.engines.packs.actions import install
from linli.engines.packs.folders import builtin
from linli.kernel.actors import SYSTEM
from linli.kernel.events.models import EventLog
from linli.kernel.guard import acting_as
from linli.kernel.installation.models import Installation
from linli.kernel.installation.queries import forget
from linli.rooms.matters import actions
from tests.support.cast import NOW
from tests.support.counter import Counter

pytestmark = pytest.mark.django_db
COMPLAINT = {"kind": "lamp", "what": "晚上一片黑", "where": "3栋门口", "phone": "13800001111"}


@pytest.fixture(autouse=True)
def _demo(counter: Counter, time_machine: Any) -> None:
    time_machine.move_to(NOW)
    install(folder=builtin("worked"), actor=SYSTEM, now=NOW)
    Installation.objects.update(demo=True)
    forget()


def test_a_late_complaint_climbs_its_ladder_when_somebody_else_sets_the_date(counter: Counter) -> None:
    wang = counter.cast.actor("wang")
    case = actions.apply(actor=wang, now=NOW, code="environment-complaint", raw=COMPLAINT)
    assert case.escalate_at is not None
    browser = counter.client("planner")
    for _week in range(6):
        assert browser.post(reverse("accounts:shift_clock"), {"by": "week"}).status_code == 302
    with acting_as(SYSTEM):
        assert Case.objects.get(pk=case.pk).escalate_at is None
    assert EventLog.objects.filter(name="case.escalated").exists()
