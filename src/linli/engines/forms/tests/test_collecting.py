"""Which answers came from a register, which were typed, and which of those a register had."""

from hypothesis import given
from hypothesis import strategies as st

from linli.engines.forms.collecting import count_collected
from linli.engines.forms.definitions import FormDefinition

FORM = FormDefinition.model_validate(
    {
        "code": "sample",
        "title": "样表",
        "parts": [
            {
                "title": "一",
                "fields": [
                    {
                        "code": "name",
                        "label": "姓名",
                        "type": "text",
                        "prefill": "person.name",
                        "source": "户籍库",
                    },
                    {"code": "again", "label": "再写一遍", "type": "text"},
                    {"code": "count", "label": "几次", "type": "number"},
                    {"code": "agree", "label": "同意", "type": "checkbox"},
                ],
            },
            {
                "title": "家人",
                "code": "members",
                "repeat": {"noun": "家人", "max": 3},
                "fields": [{"code": "member_born", "label": "出生日期", "type": "date"}],
            },
        ],
    }
)
words = st.text("王桂兰李", min_size=0, max_size=4)


@given(words, words, words, st.frozensets(words))
def test_every_answer_is_prefilled_or_collected_and_only_collected_ones_are_asked_again(
    known: str, name: str, again: str, held: frozenset[str]
) -> None:
    given = {"name": name, "again": again, "count": 7, "agree": True}
    found = count_collected(FORM, given, offered={"person.name": known}, held=held)
    assert found.prefilled + found.collected == 2 + bool(name) + bool(again)
    assert len(found.again) <= found.collected
    assert found.prefilled == (bool(name) and name == known)
    assert ("再写一遍" in found.again) == (len(again) > 1 and again in held)


def test_a_number_that_happens_to_stand_in_a_register_proves_nothing() -> None:
    assert count_collected(FORM, {"count": 1942}, offered={}, held={"1942"}).again == ()


def test_lines_about_the_family_count_one_by_one() -> None:
    lines = [{"member_born": "1970-01-01"}, {"member_born": "1971-02-02"}]
    found = count_collected(FORM, {"members": lines}, offered={}, held={"1971-02-02"})
    assert (found.collected, found.again) == (2, ("出生日期",))


def test_what_was_left_empty_counts_nowhere() -> None:
    found = count_collected(FORM, {"name": "", "agree": False, "again": None}, offered={}, held={""})
    assert (found.prefilled, found.collected, found.again) == (0, 0, ())
