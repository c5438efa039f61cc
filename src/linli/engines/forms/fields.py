"""A form as rows to show: everything a template needs is decided here, so that it only writes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.engines.forms import answers
from linli.engines.forms.conditions import condition_words, show_when
from linli.engines.forms.definitions import FormDefinition, Part
from linli.engines.forms.drawing import draw
from linli.engines.forms.masks import mask
from linli.engines.forms.questions import FormField
from linli.engines.forms.summaries import item_title
from linli.engines.forms.values import NOBODY, Register, to_list, to_map, to_text
from linli.engines.forms.widgets import Table, Widget
from linli.kernel.ui.components.forms import FaultLine


@dataclass(frozen=True, slots=True)
class FieldView:
    """One row: `field` draws itself (`{% part row.field %}`).

    `show_field` and `show_values` let the page hide the row until another field has one of the values;
    without scripts it stays visible, and its hint says when to fill it in. `gap`: it may stay empty, if that
    is confirmed.
    """

    path: str
    field: Widget
    show_field: str = ""
    show_values: str = ""
    gap: bool = False

    @property
    def lines(self) -> Iterator[FaultLine]:
        """What has to be changed here."""
        if self.field.error:
            yield FaultLine(self.field.id, _fault(self.field.label, self.field.error))
        if isinstance(self.field, Table):
            for line in self.field.lines:
                for cell in line.cells:
                    if cell.error:
                        yield FaultLine(cell.id, _fault(f"{line.label} · {cell.label}", cell.error))


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item of a repeated part, or all there is of another. `remove` is the value of its button."""

    rows: tuple[FieldView, ...]
    title: str = ""
    here: str = ""
    remove: str = ""


@dataclass(frozen=True, slots=True)
class PartView:
    """Questions under one heading. `add` is the value of the button for one item more, if one more may be."""

    title: str
    hint: str
    items: tuple[ItemView, ...]
    id: str = ""
    noun: str = ""
    add: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class FormView:
    parts: tuple[PartView, ...]

    @property
    def rows(self) -> Iterator[FieldView]:
        """Every row of every part."""
        return (row for part in self.parts for item in part.items for row in item.rows)

    @property
    def lines(self) -> list[FaultLine]:
        """What has to be changed, in the order of the form."""
        found: list[FaultLine] = []
        for part in self.parts:
            if part.error:
                found.append(FaultLine(part.id, _fault(part.title, part.error)))
            for item in part.items:
                where = f"{item.title} · " if item.title else ""
                for row in item.rows:
                    found += [FaultLine(line.target, where + line.text) for line in row.lines]
        return found


def fields_for(
    definition: FormDefinition,
    values: Mapping[str, object] | None,
    faults: "Mapping[str, str | Promise] | None" = None,
    prefill: Mapping[str, object] | None = None,
    *,
    today: date,
    register: Register = NOBODY,
) -> FormView:
    """The rows of a form.

    `values` are raw texts as typed (None: a fresh form), `prefill` what the register knows by prefill key.
    Sealed values from the register are masked: `answers.restore_prefill` puts them back. `register` offers what
    may be referred to: who fills in decides which it is (her own, or that of a post at the counter).
    """
    return _Drawer(definition, values, faults or {}, prefill or {}, today, register).draw()


class _Drawer:
    def __init__(
        self,
        definition: FormDefinition,
        values: Mapping[str, object] | None,
        faults: "Mapping[str, str | Promise]",
        known: Mapping[str, object],
        today: date,
        register: Register,
    ) -> None:
        self.definition, self.faults, self.known = definition, faults, known
        self.register = register
        self.fresh, self.typed = values is None, values or {}
        self.without = {to_text(path) for path in to_list(self.typed.get(answers.WITHOUT))}
        self.shown, self.judged = answers.list_shown(definition, self._filled(), today, register)

    def _filled(self) -> Mapping[str, object]:
        """What the answers would be now, to judge which fields are shown."""
        if not self.fresh:
            return answers.restore_prefill(self.definition, self.typed, self.known)
        return {f.code: self.known.get(f.prefill) for f in self.definition.plain_fields() if f.prefill}

    def draw(self) -> FormView:
        return FormView(tuple(self._part(number, part) for number, part in enumerate(self.definition.parts)))

    def _part(self, number: int, part: Part) -> PartView:
        if part.repeat is None or part.code is None:
            rows = self._rows(part, self.typed, "", self.judged)
            return PartView(part.title, part.hint, (ItemView(tuple(rows)),), f"part-{number}")
        typed = [to_map(item) for item in to_list(self.typed.get(part.code))][: part.repeat.max]
        typed += [{}] * (part.repeat.min - len(typed))
        judged = [to_map(item) for item in to_list(self.judged.get(part.code))]
        judged += [{}] * (len(typed) - len(judged))
        items = tuple(
            self._item(part, part.code, index, item, judged[index]) for index, item in enumerate(typed)
        )
        return PartView(
            part.title,
            part.hint,
            items,
            f"part-{part.code}",
            part.repeat.noun,
            f"add:{part.code}" if len(typed) < part.repeat.max else "",
            str(self.faults.get(part.code, "")),
        )

    def _item(
        self, part: Part, code: str, index: int, typed: Mapping[str, object], judged: Mapping[str, object]
    ) -> ItemView:
        may_go = part.repeat is not None and index >= part.repeat.min
        return ItemView(
            tuple(self._rows(part, typed, f"{code}.{index}.", judged)),
            item_title(part, index),
            f"{code}.{index}._",
            f"remove:{code}:{index}" if may_go or len(to_list(self.typed.get(code))) > index >= 1 else "",
        )

    def _rows(
        self, part: Part, typed: Mapping[str, object], prefix: str, judged: Mapping[str, object]
    ) -> Iterator[FieldView]:
        for field in part.fields:
            path = prefix + field.code
            other, values = show_when(field)
            if other and part.field(other):
                other = prefix + other
            blank = bool(prefix) and field.show_if is None
            if not (other or blank) and path not in self.shown:
                continue  # no script could judge it: it appears when the answers came in
            value, from_register = self._value(field, typed, judged)
            drawn = draw(
                field,
                path,
                value,
                from_register=from_register,
                errors=self.faults,
                condition=condition_words(self.definition, field),
                register=self.register,
            )
            gap = field.required == "soft" and (path in self.faults or path in self.without)
            yield FieldView(path, drawn, other, values, gap)

    def _value(
        self, field: FormField, typed: Mapping[str, object], judged: Mapping[str, object]
    ) -> tuple[object, bool]:
        """What stands in the field, and whether the register says so."""
        if field.compute is not None:
            return judged.get(field.code), False
        register = mask(field, to_text(self.known.get(field.prefill))) if field.prefill else ""
        if field.prefill and (self.fresh or (field.locked and register)):
            return register, bool(register)
        given = typed.get(field.code)
        return given, bool(register) and to_text(given) == register


def _fault(label: str, error: str) -> str:
    return _("%(field)s: %(error)s") % {"field": label, "error": error}
