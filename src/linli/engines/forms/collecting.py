"""What a form that was filled in asked of people although a register had it (数据一次采集). Pure.

A field is *prefilled* if its answer is what the register offered, *collected* if somebody typed or chose it, and
*asked again* if what she typed is what the register holds already, by any name: the form did not use it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from linli.engines.forms.answers import each_answer
from linli.engines.forms.definitions import FormDefinition
from linli.engines.forms.questions import FormField
from linli.engines.forms.values import to_text

_HELD: Final = frozenset({"text", "textarea", "id-number", "phone", "date"})
"""Types whose answers a register can hold word for word. A choice or a number that happens to be the same proves
nothing."""
_REFERRING: Final = frozenset({"person", "household"})
"""Chosen from the register."""
_SHORTEST: Final = 2


@dataclass(frozen=True, slots=True)
class Collected:
    """Counts of answered fields; `again` are the words of those collected that were asked again."""

    prefilled: int
    collected: int
    again: tuple[str, ...]


def count_collected(
    definition: FormDefinition,
    answers: Mapping[str, object],
    *,
    offered: Mapping[str, object],
    held: Collection[str],
) -> Collected:
    """`offered` is what pages filled in by prefill key, `held` every text that registers have of her and of whom she
    lives with. Computed fields and empty answers count nowhere."""
    prefilled, collected, again = 0, 0, []
    for question, text in _given(definition, answers):
        if question.type in _REFERRING or _is_offered(question, text, offered):
            prefilled += 1
            continue
        collected += 1
        if question.type in _HELD and len(text) >= _SHORTEST and text in held:
            again.append(question.label)
    return Collected(prefilled, collected, tuple(again))


def _given(definition: FormDefinition, answers: Mapping[str, object]) -> Iterator[tuple[FormField, str]]:
    """Questions that somebody answered, with the text of the answer; other kinds of answers have none."""
    for _path, question, value in each_answer(definition, answers):
        if question.compute is None and value not in (None, "", [], False):
            yield question, to_text(value).strip()


def _is_offered(question: FormField, text: str, offered: Mapping[str, object]) -> bool:
    return bool(question.prefill and text) and text == to_text(offered.get(question.prefill or "")).strip()
