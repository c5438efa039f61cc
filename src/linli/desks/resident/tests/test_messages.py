"""What was told to me: newest first, new until I look, mine alone."""

import pytest
from django.urls import reverse

from linli.kernel.dispatch.actions import queue
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.dispatch.sending import send_due
from linli.kernel.events.worker import deliver_all
from tests.support.cast import NOW
from tests.support.counter import Counter
from tests.support.html import Html

pytestmark = pytest.mark.django_db
MESSAGES, MINE = reverse("resident:messages"), reverse("resident:mine")


def tell(counter: Counter, who: str, text: str, *, sent: bool = True) -> None:
    queue(
        key=text, person_id=counter.cast.people[who].pk, subject="case:1", template="test", text=text, now=NOW,
        link="/my/",
    )  # fmt: skip
    if sent:
        send_due(limit=500)


def texts(counter: Counter, who: str = "wang", address: str = MESSAGES) -> list[str]:
    timeline = counter.client(who).get(address).context["timeline"]
    return [] if timeline is None else [trace.fact for trace in timeline.traces]


def has_news(counter: Counter, who: str) -> bool:
    return bool(counter.client(who).get(MINE).context["unread"])


def test_messages_are_mine_alone_newest_first(counter: Counter) -> None:
    for who, text in (("wang", "第一条"), ("chen", "给别人的"), ("wang", "第二条")):
        tell(counter, who, text)
    assert texts(counter) == ["第二条", "第一条"]
    assert texts(counter, "chen") == ["给别人的"]


def test_each_is_shown_once_though_sent_by_two_channels(counter: Counter) -> None:
    tell(counter, "wang", "只有一条")
    assert Dispatch.objects.count() == 2
    assert texts(counter) == ["只有一条"]


def test_a_message_stands_here_at_once_whatever_becomes_of_the_other_channel(counter: Counter) -> None:
    tell(counter, "wang", "短信还没发出", sent=False)
    assert has_news(counter, "wang")
    assert texts(counter) == ["短信还没发出"]


def test_looking_makes_mine_old_and_leaves_those_of_others_new(counter: Counter) -> None:
    tell(counter, "wang", "给王桂兰")
    tell(counter, "chen", "给陈有福")
    assert has_news(counter, "wang")
    texts(counter, "wang")
    assert not has_news(counter, "wang")
    assert has_news(counter, "chen")


def test_the_moment_of_the_first_look_is_kept(counter: Counter) -> None:
    tell(counter, "wang", "看过两次")
    texts(counter)
    first = Dispatch.objects.get(channel="inapp").read_at
    assert first is not None
    texts(counter)
    assert Dispatch.objects.get(channel="inapp").read_at == first


def test_a_page_makes_old_only_what_it_shows(counter: Counter) -> None:
    for number in range(32):
        tell(counter, "wang", f"第{number}条", sent=False)
    send_due(limit=500)
    assert texts(counter) == [f"第{number}条" for number in range(31, 1, -1)]
    assert has_news(counter, "wang")
    oldest = Dispatch.objects.filter(channel="inapp", read_at__isnull=False).earliest("id")
    assert texts(counter, address=f"{MESSAGES}?after={oldest.pk}") == ["第1条", "第0条"]
    assert not has_news(counter, "wang")


def test_a_message_leads_to_what_it_is_about(counter: Counter) -> None:
    number = counter.open_case("wang")
    deliver_all()
    send_due(limit=500)
    page = Html(counter.client("wang").get(MESSAGES).content.decode())
    assert reverse("matters:my_case", args=[number]) in page.values("href")


@pytest.mark.parametrize("after", ["", "x", "-1", "²", "9" * 30])
def test_a_damaged_key_shows_messages_all_the_same(counter: Counter, after: str) -> None:
    tell(counter, "wang", "在这里")
    assert texts(counter, address=f"{MESSAGES}?after={after}") == ["在这里"]
