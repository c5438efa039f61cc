"""The words for an occasion, for the handbook: to whom, in which case, what is said."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.engines.expressions import ExpressionFault, Label, compile_expression
from linli.engines.notices import occasions, rules
from linli.engines.notices.definitions import NoticeTemplate, Rule
from linli.engines.notices.occasions import AUDIENCES, Occasion
from linli.engines.packs.blocks import Block, Facts, Table
from linli.engines.packs.sections import Library


def describe_notice(template: Any, library: Library) -> Iterator[Block]:
    if not isinstance(template, NoticeTemplate):
        return
    occasion = occasions.find(template.code)
    if occasion is None:
        return
    labels = {**occasion.labels, **_installed(library)}
    yield Facts(
        (
            (_("Occasion"), occasion.title),
            (_("When it goes out"), _("at once, also at night") if template.urgent else ""),
            (_("Not later than"), _days(template.expires_days)),
            (_("Who cannot be reached"), _in_person(template) if _to_people(template) else ""),
        )
    )
    head = (_("Told to"), _("In which case"), _("What is said"), _("By text message"))
    yield Table(
        _("Who is told what"), head, tuple(_row(rule, template, occasion, labels) for rule in template.tell)
    )


def _installed(library: Library) -> dict[str, Label]:
    """Codes of matters and steps, as the packs call them."""
    titles = {code: model.title for code in library.codes("matter") if (model := library.get("matter", code))}
    found = (library.get("procedure", code) for code in library.codes("procedure"))
    actions = {action.code: action.title for one in found if one is not None for action in one.actions}
    return {"matter": Label(_("matter"), titles), "action": Label(_("the step"), actions)}


def _days(count: int | None) -> str:
    if count is None:
        return ""
    return ngettext("%(count)d day after it happened", "%(count)d days after it happened", count) % {
        "count": count
    }


def _to_people(template: NoticeTemplate) -> bool:
    return any(set(rule.to) - occasions.POSTS for rule in template.tell)


def _in_person(template: NoticeTemplate) -> str:
    if not template.in_person:
        return _("is not told in person")
    days = template.in_person_workdays
    told = ngettext(
        "is told in person within %(count)d working day",
        "is told in person within %(count)d working days",
        days,
    )
    return told % {"count": days}


def _row(
    rule: Rule, template: NoticeTemplate, occasion: Occasion, labels: Mapping[str, Label | str]
) -> tuple[str, ...]:
    posts = set(rule.to) <= occasions.POSTS
    sms = rule.sms if rule.sms else "" if posts else _("the same")
    return (
        "、".join(AUDIENCES[audience] for audience in rule.to),
        _condition(rule, template, occasion, labels),
        _filled(rule.text, labels),
        _filled(sms, labels),
    )


def _condition(
    rule: Rule, template: NoticeTemplate, occasion: Occasion, labels: Mapping[str, Label | str]
) -> str:
    if not rule.when:
        earlier = template.tell[: template.tell.index(rule)]
        others = any(set(one.to) & set(rule.to) for one in earlier)
        return _("in all other cases") if others else _("each time")
    try:
        return compile_expression(rule.when, occasion.facts).words(labels)
    except ExpressionFault:
        return rule.when


def _filled(text: str, labels: Mapping[str, Label | str]) -> str:
    """With the names of facts in brackets where they are to stand: «您申请的“〔事项名称〕”已受理»."""
    named = {name: label if isinstance(label, str) else label.text for name, label in labels.items()}
    return rules.fill(
        text, {name: named.get(name, name) for name in rules.placeholders(text)}, "〔{}〕".format
    )
