"""Ways out, to a real receiver on this machine: what arrives there, and what happens when it refuses."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.db.models.functions import Now

from linli.engines.notices import channels, queries
from linli.engines.notices.rules import Standing
from linli.engines.notices.tests.conftest import SUBJECT, tell, ways_out
from linli.kernel.clock import LOCAL
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.dispatch.sending import send_due
from tests.support.cast import NOW, Cast

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning"),  # Apprise's own
]


@dataclass
class Gateway:
    """A gateway for text messages that takes JSON: what it was given, and the status it answers with."""

    port: int = 0
    status: int = 200
    taken: list[tuple[dict[str, Any], str]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"json://127.0.0.1:{self.port}/send?:to={{to}}"


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    made = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.taken.append((json.loads(body), self.headers["Idempotency-Key"]))
            self.send_response(made.status)
            self.end_headers()

        def log_message(self, *_given: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.port = server.server_address[1]
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_message_arrives_with_words_number_and_key(
    town: Cast, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ways_out(monkeypatch, sms=gateway.address):
        tell(town)
        send_due(now=NOW)
    ((body, key),) = gateway.taken
    assert body["message"] == "您申请的“高龄津贴”已批准。可以在这件事的页面上评价这次服务。"
    assert body["to"] == "13800001111"
    row = Dispatch.objects.get(channel="sms")
    assert (row.state, row.receipt, key) == ("sent", "sms: JSON", row.key)
    assert queries.summary(SUBJECT) is Standing.SENT


def test_a_gateway_that_refuses_is_asked_again_with_the_same_key_and_nothing_is_called_sent(
    town: Cast, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway.status = 503
    with ways_out(monkeypatch, sms=gateway.address):
        tell(town)
        send_due(now=NOW)
        row = Dispatch.objects.get(channel="sms")
        assert (row.state, row.receipt, row.attempts) == ("queued", "NotSent", 1)
        assert queries.list_told(SUBJECT)[0].standing is not Standing.SENT
        gateway.status = 200
        Dispatch.objects.update(next_at=Now())
        send_due(now=NOW)
    assert Dispatch.objects.get(channel="sms").state == "sent"
    assert len({key for _body, key in gateway.taken}) == 1


def test_one_recipient_not_reached_keeps_all_from_being_called_sent(
    town: Cast, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ways_out(monkeypatch, sms=gateway.address):
        tell(town, "applicant", "agent")
        chen = town.people["chen"].pk
        Dispatch.objects.filter(person_id=chen, channel="sms").update(state="failed")
        send_due(now=NOW)
    standings = {told.recipient.audience: told.standing for told in queries.list_told(SUBJECT)}
    assert standings == {"applicant": Standing.SENT, "agent": Standing.STORED}
    assert queries.summary(SUBJECT) is Standing.STORED


def test_at_night_nothing_leaves(town: Cast, gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    night = NOW.astimezone(LOCAL).replace(hour=23)
    with ways_out(monkeypatch, sms=gateway.address):
        tell(town, now=night)
        send_due(now=night)
    assert gateway.taken == []
    assert Dispatch.objects.get(channel="sms").state == "queued"


def test_addresses_are_written_so_that_no_number_can_break_out() -> None:
    made = channels.address_for("json://host/?:to={to}", to="1&x=2/..", key="recipient:1:sms")
    assert made == "json://host/?:to=1%26x%3D2%2F..&+Idempotency-Key=recipient%3A1%3Asms"
    assert channels.address_for("mailtos://h?to={to}", to="a@b.cn", key="k") == "mailtos://h?to=a%40b.cn"


def test_a_channel_that_nobody_knows_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with ways_out(monkeypatch, sms="json://127.0.0.1/?:to={to}", mail="pigeon://{to}"):
        assert channels.list_unusable() == ["mail"]
