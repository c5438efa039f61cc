"""Conditions and computed values must come to an end, and a condition must be judged before it is asked."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from linli.engines.forms import order
from linli.engines.forms.definitions import FormDefinition
from linli.engines.packs.sections import DocPath, Finding


def check_order(definition: FormDefinition) -> Iterator[Finding]:
    """Circles with their path; conditions that look forward. Expressions must have been checked before."""
    whole = order.graph(definition)
    yield from _check_graph(definition, whole)
    for _code, part, _rule in definition.repeated():
        yield from _check_graph(definition, order.graph_inside(definition, part))


def _check_graph(definition: FormDefinition, found: order.Graph) -> Iterator[Finding]:
    try:
        order.sort(found)
    except order.Circle as circle:
        path, key = _place(definition, circle.path[0])
        message = _("These hang on each other in a circle: %(path)s") % {"path": " → ".join(circle.path)}
        yield Finding((*path, key), message, _("Take one of them out of the expression."), key=True)
        return
    yield from _check_forward(definition, found)


def _check_forward(definition: FormDefinition, found: order.Graph) -> Iterator[Finding]:
    """Who fills in from top to bottom, or is asked on the telephone, must have answered before."""
    at = {code: number for number, code in enumerate(found)}
    computed = {field.code for field in definition.fields() if field.compute}
    for code in found:
        field = definition.field(code)
        if field is None or field.show_if is None:
            continue
        needed = order.inputs({code: _conditions(definition, code, found)} | _without(found, code), code)
        later = [name for name in needed if at.get(name, -1) > at[code] and name not in computed]
        if later:
            path, _key = _place(definition, code)
            message = _("This condition looks at «%(name)s», which is asked later.") % {
                "name": min(later, key=at.__getitem__)
            }
            yield Finding((*path, "show_if"), message, _("Move one of the two."))


def _conditions(definition: FormDefinition, code: str, found: order.Graph) -> tuple[str, ...]:
    """What the condition of a field hangs on, without what its own value is computed from."""
    field = definition.field(code)
    part = next((p for p in definition.parts if p.repeat and p.field(code)), None)
    if field is None or field.show_if is None:
        return ()
    names = order.compile_for(definition, field.show_if, part=part).names
    return tuple(name.split(".")[0] for name in names if name.split(".")[0] in found)


def _without(found: order.Graph, code: str) -> dict[str, tuple[str, ...]]:
    return {name: needs for name, needs in found.items() if name != code}


def _place(definition: FormDefinition, code: str) -> tuple[DocPath, str]:
    """Where a node stands in the document, and the key that makes it hang on others."""
    for number, part in enumerate(definition.parts):
        if part.repeat is not None and part.code == code:
            return ("parts", number), "code"
        for index, field in enumerate(part.fields):
            if field.code == code:
                return ("parts", number, "fields", index), "compute" if field.compute else "show_if"
    return (), ""
