"""Random expressions for property tests: well-typed ones over `DECLARED`, and values for its names."""

from datetime import date

from hypothesis import strategies as st

from linli.engines.expressions import Kind

DECLARED = {
    "a": Kind.NUMBER, "b": Kind.NUMBER, "r": Kind.DECIMAL, "s": Kind.TEXT, "t": Kind.TEXT, "p": Kind.BOOL,
    "q": Kind.BOOL, "d": Kind.DATE, "e": Kind.DATE, "tags": Kind.LIST,
}  # fmt: skip
COMPARED = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
TEXTS = ["", "楚雄", "楚雄市", "静海", "a", "A", "z", "12", "-3", "1.5", "%_\\"]
DAYS = ["1944-02-29", "1946-11-23", "2000-01-01", "2026-02-28", "2026-03-01", "2026-11-23"]
PATTERNS = ["^楚", "市$", "[0-9]+", "^(a|z)$", "^.{2}$", "[一-龥]", "-?[0-9]"]

texts = st.sampled_from(TEXTS)
values = st.fixed_dictionaries(
    {
        "a": st.none() | st.integers(-3, 12) | st.integers(-(2**63) + 1, 2**63 - 1),
        "b": st.none() | st.integers(-3, 3),
        "r": st.none() | st.sampled_from([-1.5, 0.0, 1.0, 2.5, 12.0, 1e20]),
        "s": st.none() | texts,
        "t": st.none() | texts,
        "p": st.none() | st.booleans(),
        "q": st.none() | st.booleans(),
        "d": st.none() | st.sampled_from(DAYS).map(date.fromisoformat),
        "e": st.none() | st.dates(date(1900, 1, 1), date(2100, 12, 31)),
        "tags": st.none() | st.lists(texts, max_size=3),
    }
)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\") + "'"


def _joined(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map("".join)


_word = st.one_of(st.sampled_from(["s", "t"]), texts.map(_quoted))
_day = st.sampled_from(["d", "e"])
_any_day = _day | st.sampled_from(DAYS).map(_quoted)
_decimal = st.sampled_from(["r", "1.0", "2.5", "12", "double(3)", "double(a)"])


def numbers(depth: int) -> st.SearchStrategy[str]:
    """Whole numbers: names, literals, sums, ages, lengths."""
    leaf = st.sampled_from(["a", "b", "0", "1", "80", "-3", "9007199254740993"])
    if depth == 0:
        return leaf
    inner = numbers(depth - 1)
    return st.one_of(
        leaf,
        _joined(
            st.just("("), inner, st.sampled_from([" + ", " - ", " * ", " / ", " % "]), inner, st.just(")")
        ),
        _joined(st.just("length("), _word, st.just(")")),
        _joined(st.just("int("), _word, st.just(")")),
        _joined(st.just("age("), _day, st.just(", "), _any_day, st.just(")")),
        _joined(st.just("days("), _any_day, st.just(", "), _day, st.just(")")),
        _joined(st.just("("), truths(depth - 1), st.just(" ? "), inner, st.just(" : "), inner, st.just(")")),
        st.just("length(tags)"),
    )


def truths(depth: int) -> st.SearchStrategy[str]:
    """Conditions over all names."""
    tests = ["startsWith", "endsWith", "contains"]
    leaf = st.one_of(
        st.sampled_from(
            ["p", "q", "true", "false", "p == null", "null != q", "p == q", "tags == null", "p != true"]
        ),
        _joined(_word, st.just(" "), COMPARED, st.just(" "), _word),
        _joined(_day, st.just(" "), COMPARED, st.just(" "), _any_day),
        _joined(_decimal, st.just(" "), COMPARED, st.just(" "), st.just("r")),
        _joined(_word, st.just("."), st.sampled_from(tests), st.just("("), _word, st.just(")")),
        _joined(_word, st.just(".matches("), st.sampled_from(PATTERNS).map(_quoted), st.just(")")),
        _joined(_word, st.just(" in tags")),
        _joined(_word, st.just(" in ["), _word, st.just(", "), _word, st.just("]")),
        _joined(st.sampled_from(["d", "a", "s", "r"]), st.sampled_from([" == null", " != null"])),
    )
    bracketed = leaf.map("({})".format)
    if depth == 0:
        return bracketed
    inner, number = truths(depth - 1), numbers(depth - 1)
    return st.one_of(
        bracketed,
        _joined(st.just("("), number, st.just(" "), COMPARED, st.just(" "), number, st.just(")")),
        _joined(st.just("("), number, st.just(" in ["), numbers(0), st.just(", "), numbers(0), st.just("])")),
        _joined(st.just("("), inner, st.just(" && "), inner, st.just(")")),
        _joined(st.just("("), inner, st.just(" || "), inner, st.just(" || "), inner, st.just(")")),
        _joined(st.just("!("), inner, st.just(")")),
        _joined(st.just("("), inner, st.sampled_from([" == ", " != "]), inner, st.just(")")),
        _joined(st.just("("), inner, st.just(" ? "), inner, st.just(" : "), inner, st.just(")")),
    )
