"""By what files are found: every way leads to whom it was made from, changes move it along, loss is mended."""

from datetime import date
from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from linli.kernel import codes
from linli.registers.people.details import Correction, MoveOut, PersonMerge, UndoMerge
from linli.registers.people.models import PersonKey
from linli.registers.people.search import compare_some, reindex
from linli.registers.people.search.addresses import read_address
from linli.registers.people.search.folding import fold, words_of
from linli.registers.people.search.sounds import readings_of, split_name
from tests.support.cast import TODAY, Cast
from tests.support.drawing import examples

from .conftest import Files
from .test_search import HERE, NEXT_DOOR, make, names, search

SURNAMES = ("张", "王", "欧阳", "单", "曾", "吕", "仇", "尉迟", "普", "翟")
HAN = st.characters(codec="utf-8", min_codepoint=0x4E00, max_codepoint=0x9FA5)
GIVEN = st.text(HAN, min_size=1, max_size=3)
CHINESE = st.builds(lambda surname, given: surname + given, st.sampled_from(SURNAMES), GIVEN)
HAN_WORD = st.text(HAN, min_size=2, max_size=4)
LATIN_WORD = st.from_regex(r"[A-Z][a-z]{1,7}", fullmatch=True)
POINTED = st.builds("·".join, st.lists(HAN_WORD, min_size=2, max_size=3))
LATIN = st.builds(" ".join, st.lists(LATIN_WORD, min_size=2, max_size=3))
STREETS = st.builds(
    lambda street, numbers: f"{street}路{numbers[0]}号{numbers[1]}幢{numbers[2]}单元{numbers[3]}室",
    st.text(HAN, min_size=2, max_size=3),
    st.tuples(st.integers(1, 300), st.integers(1, 40), st.integers(1, 9), st.integers(101, 3304)),
)
PHONES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
SEQUENCES = count(100)


def known_first(name: str) -> str:
    """What goes with a year: the first character, of a name in letters the first word."""
    return words_of(name)[0] if name.isascii() else name[0]


def known_part(name: str) -> str:
    """Two characters; of a name in letters the first word."""
    return words_of(name)[0] if name.isascii() else fold(name)[:2]


def ways_by_name(name: str) -> set[str]:
    """What somebody may type who knows the name."""
    whole, words = fold(name), words_of(name)
    ways = {name, whole, name.replace("·", "•"), f" {name} ", whole.upper()} | {
        word for word in words if len(word) > 1
    }
    if whole.isascii():
        return ways
    ways |= {whole[at : at + 2] for at in range(len(whole) - 1)}
    surname, given = split_name(whole) if len(words) == 1 else (words[0], "".join(words[1:]))
    for hers, rest in readings_of(surname, given):
        joined, parted = "".join(hers + rest), f"{''.join(hers)} {''.join(rest)}"
        ways |= {joined, joined.upper(), parted, " ".join(hers + rest), "".join(s[0] for s in hers + rest)}
    return {way for way in ways if len(fold(way)) > 1}


def ways_by_number(number: str, phone: str, address: str) -> set[str]:
    numbers = read_address(address).numbers
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return {
        number, number.lower(), number[-4:], number[-6:], number.translate(wide), phone, phone[-4:], phone[-5:],
        f"{phone[:3]} {phone[3:7]} {phone[7:]}", f"+86{phone}", phone.translate(wide), address, address[:3],
        f"{address[:2]} {numbers[-1]}", "-".join(numbers), f"{numbers[1]}幢{numbers[3]}", f"{numbers[3]}室",
    }  # fmt: skip


@settings(
    max_examples=examples(12), deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # each example asks the database some fifty times
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    name=st.one_of(CHINESE, POINTED, LATIN), phone=PHONES, address=STREETS,
    born=st.dates(date(1920, 1, 1), date(2025, 12, 31)), abroad=st.booleans(),
)  # fmt: skip
def test_every_way_to_ask_for_somebody_finds_her_at_her_place_and_nowhere_else(
    cast: Cast, name: str, phone: str, address: str, born: date, abroad: bool
) -> None:
    sequence = next(SEQUENCES) % 1000
    place, keeps, other = (NEXT_DOOR, "stranger", "clerk") if abroad else (HERE, "clerk", "stranger")
    person = make(cast, name, place=place, born=born, phone=phone, address=address, sequence=sequence)
    number = codes.id_number_for("532301", born, sequence)
    by_name, by_number = ways_by_name(name), ways_by_number(number, phone, address)
    both = {
        f"{known_first(name)} {born.year}",
        f"{known_part(name)} {phone[-4:]}",
        f"{number[-4:]} {known_part(name)}",
    }
    for text in by_name | by_number | both:
        found = search(cast, text, by=keeps, limit=50)
        assert person.pk in {one.person_id for one in found.people}, text
    for text in sorted(by_name)[:3] + sorted(by_number)[:3]:
        assert person.pk not in {one.person_id for one in search(cast, text, by=other, limit=50).people}, text


def test_a_corrected_name_is_found_by_both_and_an_old_phone_no_more(files: Files) -> None:
    wang = files.id("wang")
    files.carry(Correction(person=wang, fields={"name": "王桂英", "phone": "13900007788"}))
    assert names(files.cast, "桂英") == names(files.cast, "桂兰") == ["王桂英"]
    assert names(files.cast, "7788") == ["王桂英"]
    assert names(files.cast, "13800001111") == []


def test_who_leaves_is_found_until_her_last_home_is_over(files: Files) -> None:
    wang = files.id("wang")
    for home, found in (("dwelling", ["王桂兰"]), ("registered", [])):
        files.carry(MoveOut(persons=(wang,), home=home, day=date(2026, 2, 1)))
        assert names(files.cast, "wgl") == found
    assert not PersonKey.objects.filter(person=wang).exists()


def test_merged_files_are_one_and_two_again(files: Files) -> None:
    one, two = (make(files.cast, "张国立", sequence=at).pk for at in (41, 43))
    assert len(search(files.cast, "张国立").people) == 2
    merge = files.carry(PersonMerge(survivor=one, other=two))
    assert [found.person_id for found in search(files.cast, "张国立").people] == [one]
    assert not PersonKey.objects.filter(person=two).exists()
    files.carry(UndoMerge(survivor=one, other=two, merge=merge.pk))
    assert {found.person_id for found in search(files.cast, "张国立").people} == {one, two}


def test_what_is_lost_or_left_over_is_seen_and_mended(cast: Cast) -> None:
    people = [make(cast, name, sequence=51 + 2 * at) for at, name in enumerate(("张国立", "赵小敏", "李三"))]
    PersonKey.objects.filter(person=people[0]).delete()
    type(people[1]).objects.filter(pk=people[1].pk).update(name="赵大敏")
    assert compare_some(day=TODAY, most=50).wrong == 2
    told: list[int] = []
    assert reindex(day=TODAY, place=cast.places[HERE].place_id, tell=told.append) == 2
    assert told == [5]
    assert compare_some(day=TODAY, most=50).wrong == 0
    assert (names(cast, "张国立"), names(cast, "大敏"), names(cast, "小敏")) == (["张国立"], ["赵大敏"], [])


@pytest.mark.parametrize("text", ["张国立", "zgl", "4417", "13812344417", "张 1943", "翠湖路 402", "H1234"])
def test_four_statements_find_anyone(cast: Cast, text: str) -> None:
    for at in range(12):
        make(cast, "张国立", phone=f"138123{at:02d}417", sequence=61 + 2 * at)
    search(cast, text)
    with CaptureQueriesContext(connection) as statements:
        search(cast, text)
    asked = [one["sql"] for one in statements if "person" in one["sql"] or "residence" in one["sql"]]
    assert len(asked) <= 5, asked
