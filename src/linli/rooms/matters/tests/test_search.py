"""Finding a matter: by own words, by need, never by accident, whatever is typed."""

import pytest

from linli.kernel.errors import NotFound
from linli.kernel.search import index_tokens, query_tokens
from linli.rooms.matters import queries
from linli.rooms.matters.models import CatalogueEntry
from tests.support.world import MATTER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("counter")]


def found(query: str = "", need: str = "") -> list[str]:
    return [entry.code for entry in queries.search_catalogue(query=query, need=need)]


@pytest.mark.parametrize(
    "query",
    [
        "高龄津贴",
        "老人 补贴",
        "补贴 老人",
        "老人,补贴",
        "尊老金",
        "８０周岁",
        "80周岁",
        "高龄",
        "  高龄津贴  ",
    ],
)
def test_a_matter_is_found_by_its_name_its_aliases_and_what_its_summary_says(query: str) -> None:
    assert MATTER in found(query)


def test_every_word_must_fit() -> None:
    assert MATTER in found("老人")
    assert found("老人 结婚登记") == []


def test_one_character_is_enough() -> None:
    assert MATTER in found("龄")
    assert len(found("龄")) < CatalogueEntry.objects.count()


def test_a_need_is_a_filter_of_its_own_and_adds_to_the_words() -> None:
    assert MATTER in found(need="老有所养")
    assert MATTER not in found(need="病有所医")
    assert MATTER in found("补贴", "老有所养")
    assert set(found("补贴", "老有所养")) == set(found("补贴")) & set(found(need="老有所养"))


def test_every_need_that_is_offered_leads_to_a_matter() -> None:
    needs = queries.list_needs()
    assert len(needs) > 5
    assert [entry.code for entry in needs if not found(need=entry.code)] == []


def test_without_a_list_of_needs_none_are_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "NEED_TAGS", "no-such-list")
    assert queries.list_needs() == []


def test_what_can_be_done_online_comes_first() -> None:
    online = dict(CatalogueEntry.objects.values_list("code", "online"))
    order = [online[code] for code in found()]
    assert len(order) == len(online)
    assert order == sorted(order, reverse=True)


@pytest.mark.parametrize("query", ["护照", "xyz", "高齢津貼", "福利彩票"])
def test_what_is_not_there_is_not_found(query: str) -> None:
    assert found(query) == []


@pytest.mark.parametrize("query", ["!", "。。。", "🙂", "' \" \\"])
def test_signs_alone_find_nothing_instead_of_everything(query: str) -> None:
    assert query_tokens(query) == []
    assert found(query) == []


@pytest.mark.parametrize("query", ["", "   "])
def test_an_empty_box_shows_all(query: str) -> None:
    assert len(found(query)) == CatalogueEntry.objects.count()


@pytest.mark.parametrize(
    "query",
    [
        "' & |", "高龄 & | !", "高龄' | '补贴", "高龄'); DROP TABLE catalogue_entry; --", "高龄:*", "(高龄",
        "%高龄_", "\\高龄", "高龄\x00", "高龄\n津贴", "a'b''c", "<-> 高龄", "高龄" * 500,
    ],
)  # fmt: skip
def test_nothing_typed_is_an_operator(query: str) -> None:
    """Signs separate words; what is left must all be found."""
    left = set(query_tokens(query))
    holding = {entry.code for entry in CatalogueEntry.objects.all() if left <= words_of(entry)}
    assert set(found(query)) == (holding if left else set())


def words_of(entry: CatalogueEntry) -> set[str]:
    """What a matter can be found by, worked out beside the database."""
    matter = queries.load_matter(entry)
    texts = [matter.title, *matter.aliases, *matter.need_tags, matter.summary, matter.audience]
    return set(index_tokens(texts))


def test_a_matter_that_nobody_offers_is_not_found() -> None:
    with pytest.raises(NotFound):
        queries.get_matter("no-such-matter")
