"""Tags of every template (a builtin library): `icon`, `seal`, `part`, `slot`, and the filter `dates`."""

import re
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from linli.kernel.fragments import render_slot

register = template.Library()


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """An icon of the sprite, drawn in the colour of the text, hidden from screen readers."""
    return format_html(
        '<svg class="i {}" aria-hidden="true"><use href="{}#{}"/></svg>', css, static("ui/icons.svg"), name
    )


@register.simple_tag
def seal() -> SafeString:
    """The mark, as outlines: it is the same where the device has no Song."""
    return format_html(
        '<svg class="seal" viewBox="0 0 44 84" role="img" aria-label="{}"><use href="{}#seal"/></svg>',
        _("Linli"),
        static("ui/icons.svg"),
    )


@register.simple_tag
def part(thing: Any) -> SafeString | str:
    """A component of `kernel.ui.components`, drawn by its own template; nothing for None; text escaped."""
    if thing is None:
        return ""
    name = getattr(thing, "template", None)
    return conditional_escape(thing) if name is None else get_template(name).render({"it": thing})


_DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{4}年\d{1,2}月")


@register.filter(needs_autoescape=False)
def dates(text: Any) -> SafeString:
    """Escaped text in which Chinese dates stay in one piece: no break and no gap between digit and 月."""
    escaped = conditional_escape(text)
    if "月" not in escaped:
        return mark_safe(escaped)  # noqa: S308  escaped above
    return mark_safe(_DATE.sub(r'<span class="date">\g<0></span>', escaped))  # noqa: S308  escaped above


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, subject: Any = None) -> SafeString:
    """Whatever rooms have to say at this place of the page about `subject`."""
    request = context.get("request")
    return render_slot(name, request, subject) if isinstance(request, HttpRequest) else SafeString()
