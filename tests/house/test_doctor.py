"""`linli doctor` notices what waits because nobody works."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from linli.kernel import clock
from linli.kernel.actors import SYSTEM
from linli.kernel.audit.actions import record
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.events.models import Delivery, EventLog
from linli.site.health import examine


@pytest.mark.django_db
def test_the_doctor_notices_that_no_worker_runs() -> None:
    def waiting() -> set[str]:
        return {finding.subject for finding in examine() if "has waited" in finding.text and not finding.fine}

    event = EventLog.objects.create(name="x", subject="x:1", payload={}, occurred_at=clock.now())
    Delivery.objects.create(event=event, subscriber="x", subject="x:1")
    message = {"person_id": 1, "channel": "console", "text_sealed": b"", "created_at": clock.now()}
    Dispatch.objects.create(key="1", **message)
    record(actor=SYSTEM, now=clock.now(), kind="look", act="x")
    assert not waiting()
    Delivery.objects.update(next_at=Now() - timedelta(minutes=2))
    assert waiting() == {"event to deliver"}
    Dispatch.objects.update(next_at=Now() - timedelta(minutes=2))
    assert waiting() == {"event to deliver", "message to send"}
    Dispatch.objects.update(state="sending")
    assert waiting() == {"event to deliver"}
    record(actor=SYSTEM, now=clock.now() - timedelta(minutes=2), kind="look", act="x")
    assert waiting() == {"event to deliver", "audit entry to seal"}
