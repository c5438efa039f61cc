"""The words of an installed template for one audience, with the facts of the occasion in them."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import translation

from linli.engines.expressions import Expression, compile_expression
from linli.engines.notices import occasions, rules
from linli.engines.notices.definitions import NoticeTemplate, Rule
from linli.engines.notices.occasions import Occasion
from linli.kernel.ui.format import format_full_date, join_words

LANGUAGE = "zh-hans"
"""What is written to people is Chinese, as packs are; the language of a clerk's screen does not matter."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words ready to go."""

    text: str
    sms: str


def speak(
    template: NoticeTemplate, occasion: Occasion, audience: str, facts: Mapping[str, object]
) -> Spoken | None:
    """The first words for `audience` whose condition holds; None where the template has none for it.

    Raises TypeError for facts that are not those of the occasion: an error of the caller.
    """
    if facts.keys() != occasion.facts.keys():
        differing = sorted(facts.keys() ^ occasion.facts.keys())
        raise TypeError(f"facts of {occasion.code}: {', '.join(differing)} missing or not declared")
    rule = next((one for one in template.tell if audience in one.to and _holds(one, occasion, facts)), None)
    if rule is None:
        return None
    with translation.override(LANGUAGE):
        return Spoken(rules.fill(rule.text, facts, _tell), rules.fill(rule.sms or rule.text, facts, _tell))


def _holds(rule: Rule, occasion: Occasion, facts: Mapping[str, object]) -> bool:
    return not rule.when or _compiled(rule.when, occasion.code).evaluate(facts) is True


@functools.lru_cache(maxsize=256)
def _compiled(source: str, occasion: str) -> Expression:
    """Compiling tries an expression out, which takes far longer than evaluating it."""
    return compile_expression(source, occasions.get(occasion).facts)


def _tell(fact: object) -> str:
    if fact is None:
        return ""
    if isinstance(fact, date):
        return format_full_date(fact)
    return join_words(fact) if isinstance(fact, list | tuple) else str(fact)
