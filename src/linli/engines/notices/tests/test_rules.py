"""Ways to people, what may be claimed, words and parts: pure."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.engines.notices.rules import (
    ORDER,
    Contact,
    Sent,
    Standing,
    Way,
    fill,
    least,
    sms_parts,
    standing_of,
    ways_to,
)

CONTACTS = st.builds(
    Contact,
    has_login=st.booleans(),
    phone=st.sampled_from(["", "13800001111", "13800002222"]),
    mail=st.sampled_from(["", "wang@example.cn"]),
    wants_sms=st.booleans(),
    wants_in_person=st.booleans(),
)
CHANNELS = st.sets(st.sampled_from(["sms", "mail", "group"]))
SENT = st.lists(
    st.builds(
        Sent,
        channel=st.sampled_from(["inapp", "sms", "mail", "console"]),
        state=st.sampled_from(["queued", "sending", "sent", "failed", "expired"]),
        read=st.booleans(),
    ),
    max_size=5,
)


@settings(deadline=None)
@given(
    contact=CONTACTS, channels=CHANNELS, taken=st.sets(st.sampled_from(["13800001111", "wang@example.cn"]))
)
def test_nobody_is_left_without_a_way_and_none_leads_to_somebody_elses_address(
    contact: Contact, channels: set[str], taken: set[str]
) -> None:
    ways = ways_to(contact, channels, taken=taken)
    assert ways
    assert not {way.to for way in ways} & taken
    assert {way.channel for way in ways} <= channels | {"inapp", "person"}
    assert (Way("person") in ways) == (
        contact.wants_in_person or (len(ways) == 1 and ways[0].channel == "person")
    )


def test_who_is_represented_is_told_by_another_way_than_the_agent() -> None:
    """The daughter entered her own number for her mother."""
    mother = Contact(phone="13800001111")
    assert ways_to(mother, {"sms"}) == [Way("sms", "13800001111")]
    assert ways_to(mother, {"sms"}, taken=["13800001111"]) == [Way("person")]


def test_a_phone_is_no_way_where_no_gateway_is_set_up_or_she_does_not_want_it() -> None:
    assert ways_to(Contact(phone="13800001111"), []) == [Way("person")]
    assert ways_to(Contact(phone="13800001111", wants_sms=False), ["sms"]) == [Way("person")]
    assert ways_to(Contact(phone="13800001111", has_login=True), []) == [Way("inapp")]


@pytest.mark.parametrize(
    ("sent", "login", "task", "told", "standing"),
    [
        ([], False, False, False, Standing.FAILED),
        ([Sent("inapp", "sent")], False, False, False, Standing.FAILED),
        ([Sent("inapp", "sent")], True, False, False, Standing.STORED),
        ([Sent("inapp", "sent", read=True)], True, False, False, Standing.TOLD),
        ([Sent("inapp", "sent"), Sent("console", "sent")], False, True, False, Standing.TO_TELL),
        ([Sent("sms", "queued")], False, False, False, Standing.WAITING),
        ([Sent("sms", "sent")], False, False, False, Standing.SENT),
        ([Sent("sms", "failed"), Sent("mail", "sent")], False, False, False, Standing.SENT),
        ([Sent("sms", "failed"), Sent("mail", "expired")], False, False, False, Standing.FAILED),
        ([Sent("sms", "failed")], False, False, True, Standing.TOLD),
    ],
)
def test_what_may_be_claimed(
    sent: list[Sent], login: bool, task: bool, told: bool, standing: Standing
) -> None:
    assert standing_of(sent, has_login=login, task_open=task, told=told) is standing


@settings(deadline=None)
@given(sent=SENT, login=st.booleans(), task=st.booleans())
def test_nobody_is_called_told_who_was_not_read_or_spoken_to(
    sent: list[Sent], login: bool, task: bool
) -> None:
    standing = standing_of(sent, has_login=login, task_open=task, told=False)
    if standing is Standing.TOLD:
        assert any(one.channel == "inapp" and one.read for one in sent)
    if standing is Standing.SENT:
        assert any(one.channel in ("sms", "mail") and one.state == "sent" for one in sent)


@settings(deadline=None)
@given(standings=st.lists(st.sampled_from(ORDER), min_size=1))
def test_of_all_together_no_more_is_claimed_than_of_the_least(standings: list[Standing]) -> None:
    assert least(standings) is min(standings, key=ORDER.index)
    assert least([*standings, Standing.FAILED]) is Standing.FAILED


def test_of_nobody_nothing_is_claimed() -> None:
    assert least([]) is None


@pytest.mark.parametrize(
    ("characters", "parts"), [(0, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)]
)
def test_a_text_message_of_seventy_characters_is_one_part(characters: int, parts: int) -> None:
    assert sms_parts(characters) == parts


def test_words_take_their_facts() -> None:
    assert fill("{a}和{b}，还有{a}", {"a": 1, "b": "x"}, str) == "1和x，还有1"
    with pytest.raises(KeyError):
        fill("{c}", {}, str)
