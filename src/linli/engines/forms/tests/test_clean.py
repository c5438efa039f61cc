import pytest
from django.utils import translation

from linli.engines.forms import answers
from linli.engines.forms.answers import clean
from linli.engines.forms.definitions import FormDefinition
from linli.kernel.errors import Faults

from .conftest import ID_NUMBER, TODAY, make_form


def faults_of(form: FormDefinition, typed: dict[str, str]) -> dict[str, str]:
    with pytest.raises(Faults) as caught:
        clean(form, typed, TODAY)
    return {field: str(message) for field, message in caught.value.faults.items()}


def test_what_people_type_becomes_plain_values(form: FormDefinition, typed: dict[str, str]) -> None:
    assert clean(
        form, typed | {"amount": "¥1,200.5", "count": "３", "phone": "+86 138-0000-4417"}, TODAY
    ) == {
        "name": "王桂兰",
        "number": ID_NUMBER,
        "born": "1946-03-02",
        "phone": "13800004417",
        "receiver": "self",
        "card": "6217857000000000001",
        "amount": 120050,
        "count": 3,
        "honest": True,
    }


def test_everything_that_is_wrong_is_told_at_once(form: FormDefinition) -> None:
    found = faults_of(
        form, {"phone": "138", "receiver": "nobody", "amount": "5000.01", "count": "21", "note": "x" * 1001}
    )
    expected = "name number born phone receiver card amount count note honest"
    assert set(found) == set(expected.split())


@pytest.mark.parametrize(
    "text",
    [
        "1946年3月2日",
        "1946.3.2",
        "1946/03/02",
        "1946-03-02",
        "19460302",
        "１９４６－０３－０２",
        " 1946 年 3 月 2 号 ",
    ],
)
def test_dates_are_read_in_the_ways_people_write_them(text: str) -> None:
    form = make_form({"code": "day", "label": "日", "type": "date"})
    assert clean(form, {"day": text}, TODAY) == {"day": "1946-03-02"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1946年3月", "day is missing"),
        ("1946-02-30", "no such day"),
        ("明天", "1946-03-02"),
        ("2026-11-24", "future"),
    ],
)
def test_a_wrong_date_says_the_mend(text: str, words: str) -> None:
    form = make_form({"code": "day", "label": "日", "type": "date", "past": True})
    assert words in faults_of(form, {"day": text})["day"]


def test_today_is_not_the_future() -> None:
    form = make_form({"code": "day", "label": "日", "type": "date", "past": True})
    assert clean(form, {"day": "2026-11-23"}, TODAY) == {"day": "2026-11-23"}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (ID_NUMBER[:-2], "2 digits missing; an identity number has 18"),
        (ID_NUMBER + "0", "1 digit too many"),
        ("99999919460302002A", "may be X"),
        ("999999194613020024", "no such day"),
        ("999999194603020025", "last character"),
        ("999999203003020024", "future"),
    ],
)
def test_a_wrong_identity_number_says_the_mend(number: str, words: str) -> None:
    form = make_form({"code": "number", "label": "号", "type": "id-number"})
    assert words in faults_of(form, {"number": number})["number"]


def test_the_mend_is_said_in_plain_chinese() -> None:
    form = make_form({"code": "number", "label": "号", "type": "id-number"})
    with translation.override("zh-hans"):
        assert faults_of(form, {"number": ID_NUMBER[:-2]})["number"] == "少2位，身份证号是18位"


def test_a_birth_date_that_contradicts_the_number_is_told(
    form: FormDefinition, typed: dict[str, str]
) -> None:
    assert set(faults_of(form, typed | {"born": "1946-03-03"})) == {"number"}


@pytest.mark.parametrize(
    ("phone", "words"),
    [("138000044", "2 digits missing"), ("02987654321", "13 to 19"), ("无", "digits only")],
)
def test_a_wrong_phone_says_the_mend(phone: str, words: str) -> None:
    form = make_form({"code": "phone", "label": "手机", "type": "phone"})
    assert words in faults_of(form, {"phone": phone})["phone"]


def test_a_card_whose_check_digit_does_not_fit_is_a_warning_only(
    form: FormDefinition, typed: dict[str, str]
) -> None:
    good = clean(form, typed | {"card": "4111111111111111"}, TODAY)
    doubtful = clean(form, typed | {"card": "4111111111111112"}, TODAY)
    assert answers.list_warnings(form, good) == {}
    assert set(answers.list_warnings(form, doubtful)) == {"card"}


def test_a_hidden_field_is_neither_required_nor_kept(form: FormDefinition, typed: dict[str, str]) -> None:
    assert "agent" not in clean(form, typed | {"agent": "李四"}, TODAY)
    assert set(faults_of(form, typed | {"receiver": "other"})) == {"agent"}
    assert clean(form, typed | {"receiver": "other", "agent": "李四"}, TODAY)["agent"] == "李四"


def test_unknown_keys_are_ignored(form: FormDefinition, typed: dict[str, str]) -> None:
    assert "role" not in clean(form, typed | {"role": "administrator"}, TODAY)


def test_a_check_says_its_message_and_waits_for_a_value(form: FormDefinition, typed: dict[str, str]) -> None:
    assert faults_of(form, typed | {"amount": "4"}) == {"amount": "不吉利"}
    assert "amount" not in clean(form, typed, TODAY)


def test_texts_lose_what_cannot_be_seen_and_keep_chinese_punctuation() -> None:
    form = make_form(
        {"code": "note", "label": "备注", "type": "textarea"}, {"code": "line", "label": "行", "type": "text"}
    )
    found = clean(
        form, {"note": "听力不好，\u202eＡ１\x00 \r\n\n 请敲门\ud800", "line": " 花园路\u3000１２号\n"}, TODAY
    )
    assert found == {"note": "听力不好，A1\n\n请敲门", "line": "花园路 12号"}


def test_a_field_of_invisible_characters_only_counts_as_empty() -> None:
    form = make_form({"code": "line", "label": "行", "type": "text"})
    assert set(faults_of(form, {"line": "\u200b \u3000\ufeff"})) == {"line"}


def test_a_text_one_character_too_long_says_how_long_it_is(
    form: FormDefinition, typed: dict[str, str]
) -> None:
    found = faults_of(form, typed | {"receiver": "other", "agent": "一二三四五六"})
    assert found["agent"] == "At most 5 characters; there are 6 now."


def test_programs_may_send_numbers_and_truth_values(form: FormDefinition, typed: dict[str, str]) -> None:
    assert clean(form, typed | {"count": 3, "honest": True}, TODAY)["count"] == 3  # type: ignore[dict-item]
    assert set(faults_of(form, typed | {"honest": False})) == {"honest"}  # type: ignore[dict-item]


def test_masks_and_locked_fields_come_back_from_the_register(
    form: FormDefinition, typed: dict[str, str]
) -> None:
    known = {"person.name": "王桂兰", "person.id_number": ID_NUMBER}
    shown = typed | {"name": "李四", "number": "9999**********0024"}
    restored = answers.restore_prefill(form, shown, known)
    assert clean(form, restored, TODAY)["name"] == "王桂兰"
    assert clean(form, restored, TODAY)["number"] == ID_NUMBER
    assert answers.restore_prefill(form, {"number": "typed"}, known)["number"] == "typed"
