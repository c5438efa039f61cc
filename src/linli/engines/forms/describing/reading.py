"""Conditions and formulas of a form, read aloud with the labels of its questions."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from linli.engines.expressions import ExpressionFault, Label, compile_expression
from linli.engines.forms.definitions import FormDefinition, Part
from linli.engines.forms.questions import FormField
from linli.kernel.ui.format import is_english

_FEN = 100


class Reading:
    """Of one form whose code lists are resolved."""

    def __init__(self, form: FormDefinition) -> None:
        self.form = form
        self.labels = {"today": Label(_("today")), **dict(_labels(form))}

    def say(self, expression: str, part: Part | None = None) -> str:
        """In words; as it stands where it cannot be read (the checker has told why)."""
        inside = part if part is not None and part.repeat else None
        try:
            return compile_expression(expression, self.form.names(inside)).words(self.labels)
        except ExpressionFault:
            return expression


def _labels(form: FormDefinition) -> Iterator[tuple[str, Label]]:
    for part in form.parts:
        for field in part.fields:
            yield field.code, _label(field)
            for column in field.columns:
                yield f"{field.code}.{column.code}", _label(column)
        if part.code:
            yield part.code, Label(part.title)
            for field in part.fields:
                yield f"{part.code}.{field.code}", _label(field)


def _label(field: FormField) -> Label:
    values = {entry.code: entry.label for entry in field.choices}
    if field.type == "checkbox":
        ticked = _("«%(label)s» is ticked") % {"label": field.label}
        return Label(ticked, no=_("«%(label)s» is not ticked") % {"label": field.label})
    if field.type == "money":
        return Label(field.label, unit="¥" if is_english() else "元", per=_FEN)
    return Label(field.label, values, unit=field.unit)
