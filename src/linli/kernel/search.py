"""Finding texts: pairs of Han characters and whole words, made in Python, matched by a GIN index.

Word segmentation was measured to lose hits, trigrams find no word of two characters; bigrams find all.
"""

import re
import unicodedata
from collections.abc import Iterable

from django.contrib.postgres.search import SearchVectorField
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, Lookup, Value
from django.db.models.expressions import Combinable
from django.db.models.sql.compiler import SQLCompiler

_RUNS = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
_LONGEST_QUERY = 60


def tokens(text: str) -> set[str]:
    """Every bigram of runs of Han characters (a lone one as itself), and Latin or digit words as a whole."""
    found: set[str] = set()
    for run in _RUNS.findall(unicodedata.normalize("NFKC", text).lower()):
        if run[0] < "\u3400" or len(run) == 1:
            found.add(run)
        else:
            found.update(run[i : i + 2] for i in range(len(run) - 1))
    return found


def index_tokens(texts: Iterable[str]) -> list[str]:
    """Tokens of texts to be found, with single characters too, so that one typed character matches."""
    joined = "\n".join(texts)
    return sorted(tokens(joined) | {c for c in joined if "\u3400" <= c <= "\u9fff"})


def query_tokens(query: str) -> list[str]:
    """Tokens that all must be found."""
    return sorted(tokens(query[:_LONGEST_QUERY]))


class ArrayToTSVector(Func):
    """`array_to_tsvector`: stores ready-made tokens as they are."""

    function = "array_to_tsvector"
    output_field = SearchVectorField()


@SearchVectorField.register_lookup
class Holds(Lookup):
    """`field__holds=[tokens]`: every token is in the vector, taken as it is, without a text parser."""

    lookup_name = "holds"
    prepare_rhs = False

    def get_prep_lookup(self) -> str:
        return " & ".join("'" + word.replace("'", "''") + "'" for word in self.rhs)

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        lhs, lhs_params = self.process_lhs(compiler, connection)
        return f"{lhs} @@ %s::tsquery", (*lhs_params, self.rhs)


def as_vector(words: list[str]) -> Combinable:
    return ArrayToTSVector(Value(words))
