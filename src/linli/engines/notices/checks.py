"""What a template must hold to be installed: known occasion, facts and audiences; words for everybody, short enough."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.engines.expressions import Kind, Type
from linli.engines.notices import occasions, rules
from linli.engines.notices.definitions import NoticeTemplate, Rule
from linli.engines.notices.occasions import Occasion
from linli.engines.packs.findings import in_expression, not_among, suggest
from linli.engines.packs.sections import DocPath, Finding, Library

CHANGE_THE_WORDS: Final = gettext_lazy(
    "A pack has words for this occasion. Take this file out, and change those words as an administrator (what can be "
    "adjusted), or in the pack that holds them."
)
USUAL: Final = {Kind.TEXT: 12, Kind.DATE: 11, Kind.NUMBER: 4, Kind.DECIMAL: 6, Kind.LIST: 18, Kind.BOOL: 1}
"""Characters that a fact usually takes, to guess how long a text message gets."""


def check_template(template: NoticeTemplate, library: Library) -> Iterator[Finding]:
    known = [occasion.code for occasion in occasions.all_occasions()]
    occasion = occasions.find(template.code)
    if occasion is None:
        free = [code for code in known if code not in library.codes("notice")]
        message = _("Words are for an occasion that Linli knows, and there is none of this name.")
        yield Finding(("code",), message, suggest(template.code, free) if free else str(CHANGE_THE_WORDS))
        return
    for index, fact in enumerate(template.sms_may_name):
        yield from not_among(("sms_may_name", index), fact, occasion.personal, _("personal fact"))
    names = occasion.names(library)
    for index, rule in enumerate(template.tell):
        yield from _check_rule(("tell", index), rule, template, occasion, names)
    yield from _check_everybody(template)


def _check_rule(
    path: DocPath, rule: Rule, template: NoticeTemplate, occasion: Occasion, names: Mapping[str, Type]
) -> Iterator[Finding]:
    for index, audience in enumerate(rule.to):
        yield from not_among((*path, "to", index), audience, occasion.audiences, _("audience"))
    if rule.when:
        yield from in_expression((*path, "when"), rule.when, names)
    for key, text in (("text", rule.text), ("sms", rule.sms)):
        for name in rules.placeholders(text):
            yield from not_among((*path, key), name, occasion.facts, _("fact"))
    yield from _check_sms(path, rule, template, occasion)


def _check_sms(path: DocPath, rule: Rule, template: NoticeTemplate, occasion: Occasion) -> Iterator[Finding]:
    """Text messages pass through many hands, and each part costs."""
    text, path = (rule.sms, (*path, "sms")) if rule.sms else (rule.text, (*path, "text"))
    if set(rule.to) <= occasions.POSTS:
        return
    named = set(rules.placeholders(text))
    for name in sorted(named & occasion.personal - set(template.sms_may_name)):
        yield Finding(
            path,
            _("A text message would tell something personal: {%(fact)s}.") % {"fact": name},
            _("Write words of its own under sms, or list the fact under sms_may_name."),
            name,
        )
    length = _length(text, occasion)
    parts = rules.sms_parts(length)
    if parts > template.sms_parts:
        yield Finding(
            path,
            _(
                "As a text message this takes about %(parts)d parts (%(length)d characters), %(allowed)d are allowed."
            )
            % {"parts": parts, "length": length, "allowed": template.sms_parts},
            _("Write shorter words under sms, or say what you are ready to pay: sms_parts: %(parts)d")
            % {"parts": parts},
            str(length),
        )


def _length(text: str, occasion: Occasion) -> int:
    """Characters with facts of usual length."""
    found = len(rules.PLACEHOLDER.sub("", text))
    return found + sum(
        USUAL[occasion.facts[name]] for name in rules.placeholders(text) if name in occasion.facts
    )


def _check_everybody(template: NoticeTemplate) -> Iterable[Finding]:
    """For each audience the last words hold always, and none stand behind such words."""
    always: dict[str, int] = {}
    named: dict[str, DocPath] = {}
    for index, rule in enumerate(template.tell):
        for place, audience in enumerate(rule.to):
            path = ("tell", index, "to", place)
            if audience in always:
                message = _("These words are never reached: those of rule %(rule)d hold always.")
                yield Finding(
                    path, message % {"rule": always[audience] + 1}, _("Put them before it."), audience
                )
            named[audience] = path
            if not rule.when:
                always.setdefault(audience, index)
    for missing in sorted(named.keys() - always.keys()):
        yield Finding(
            named[missing],
            _("If no condition holds, nobody of this audience is told."),
            _("Add last words for it without a condition."),
            missing,
        )
