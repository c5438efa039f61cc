"""From what was typed to checked answers, and every fault of it at once. No database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from linli.engines.expressions import ExpressionFault, Kind
from linli.engines.forms import order, texts, values
from linli.engines.forms.definitions import FormDefinition, Part, Repeat
from linli.engines.forms.masks import mask
from linli.engines.forms.questions import FormField
from linli.engines.forms.texts import TextFault
from linli.engines.forms.values import NOBODY, Register, to_list, to_map, to_text
from linli.kernel.codes import id_number_birth_date
from linli.kernel.errors import Faults

WITHOUT: Final = "without"
"""Key of the raw answers: fields that may stay empty and are confirmed to."""


def clean(
    definition: FormDefinition,
    raw: Mapping[str, object],
    today: date,
    register: Register = NOBODY,
) -> dict[str, Any]:
    """Plain values by field code: str, int (money in 分), float, bool, dates as ISO text, lists of codes; a
    repeated part is a list of such mappings, a table a mapping of rows; what was chosen from the `register` has
    `ref` and `name`, an upload `document` and `name`, a point `lon`, `lat` and `datum`.

    Fields that were left empty or are hidden by `show_if` are not in the result; unknown keys are ignored.
    Raises `Faults` with one message for each faulty field. `definition` must be resolved (choices filled).
    """
    answers, faults = read(definition, raw, today, register)
    if faults:
        raise Faults(faults)
    return answers


def read(
    definition: FormDefinition,
    raw: Mapping[str, object],
    today: date,
    register: Register = NOBODY,
) -> tuple[dict[str, Any], dict[str, str]]:
    """As `clean`, but gives the good answers and the faults side by side (drafts, pages).

    A field of a repeated part is named by its path, `members.0.name`.
    """
    reader = _Reader(definition, raw, today, register)
    reader.read()
    return reader.answers, reader.faults


@dataclass(slots=True)
class _Scope:
    """The form itself, or one item of a repeated part: its own answers, and the form's behind them."""

    raw: Mapping[str, object]
    answers: dict[str, Any]
    prefix: str = ""
    part: Part | None = None
    shown: list[FormField] = field(default_factory=list)


class _Reader:
    """One reading of a form."""

    def __init__(
        self, definition: FormDefinition, raw: Mapping[str, object], today: date, register: Register
    ) -> None:
        self.definition, self.today, self.register = definition, today, register
        self.answers: dict[str, Any] = {}
        self.faults: dict[str, str] = {}
        self._without = {to_text(path) for path in to_list(raw.get(WITHOUT))}
        self._form = _Scope(raw, self.answers)
        self._scopes = [self._form]

    def read(self) -> None:
        for node in order.ordered(self.definition):
            if isinstance(node, FormField):
                self._take(self._form, node)
            elif node.repeat is not None:
                self._take_items(node, node.code or "", node.repeat)
        for scope in self._scopes:
            self._check(scope)
        self._check_form()
        for scope in self._scopes:
            for code in [code for code in scope.answers if scope.prefix + code in self.faults]:
                del scope.answers[code]

    def _take_items(self, part: Part, code: str, rule: Repeat) -> None:
        """Items in which nothing was typed do not count, beyond those that must be there."""
        raw = [to_map(item) for item in to_list(self._form.raw.get(code))]
        if len(raw) > rule.max:
            self.faults[code] = _("At most %(limit)d entries; there are %(found)d now.") % {
                "limit": rule.max,
                "found": len(raw),
            }
        raw = raw[: rule.max] + [{}] * (rule.min - len(raw))
        items = self.answers[code] = []
        for index, typed in enumerate(raw):
            if index < rule.min or any(values.is_filled(f, typed.get(f.code)) for f in part.fields):
                scope = _Scope(typed, {}, f"{code}.{index}.", part)
                self._scopes.append(scope)
                items.append(scope.answers)
                for question in order.ordered_inside(self.definition, part):
                    self._take(scope, question)
        if not items:
            del self.answers[code]

    def _take(self, scope: _Scope, question: FormField) -> None:
        if not self.is_shown(question, scope):
            return
        scope.shown.append(question)
        path = scope.prefix + question.code
        if question.compute is not None:
            value = self._computed(question, scope)
        else:
            value = self._typed(question, scope.raw.get(question.code), path)
        if value is not None:
            scope.answers[question.code] = value
        elif question.required == "soft" and path not in self.faults and question.compute is None:
            self._ask_again(path, question)

    def _typed(self, question: FormField, raw: object, path: str) -> Any | None:
        try:
            if question.type != "table":
                return values.read_field(question, raw, self.today, self.register)
            value, faults = values.read_table(question, raw, self.today)
        except TextFault as fault:
            self.faults[path] = str(fault)
            return None
        self.faults |= {f"{path}.{cell}": message for cell, message in faults.items()}
        return value

    def _ask_again(self, path: str, question: FormField) -> None:
        if path in self._without:
            self.answers[WITHOUT] = sorted({*self.answers.get(WITHOUT, ()), path})
        else:
            self.faults[path] = _("«%(label)s» is empty. Fill it in, or confirm that it stays empty.") % {
                "label": question.label
            }

    def is_shown(self, question: FormField, scope: _Scope) -> bool:
        """Whether `show_if` holds; what cannot be judged yet is not shown."""
        return question.show_if is None or self._evaluate(question.show_if, Kind.BOOL, scope) is True

    def _computed(self, question: FormField, scope: _Scope) -> Any | None:
        if question.kind is None or question.compute is None:
            return None
        found = self._evaluate(question.compute, question.kind, scope)
        return round(found, question.decimals) if isinstance(found, float) else found

    def _check(self, scope: _Scope) -> None:
        for question in scope.shown:
            path = scope.prefix + question.code
            if path not in self.faults and question.code in scope.answers:
                message = self._check_field(question, scope)
                if message:
                    self.faults[path] = message

    def _check_field(self, question: FormField, scope: _Scope) -> str | None:
        """The message of the first check that fails, else None. A field left empty is not checked."""
        value, born = scope.answers[question.code], scope.answers.get(question.born or "")
        if born and question.type == "id-number":
            found = id_number_birth_date(value).isoformat()
            if found != born:
                words = _("The date of birth in this number is %(born)s, the form says %(said)s; check both.")
                return words % {"born": found, "said": born}
        for check in question.check:
            if self._fails(check.expression, scope):
                return check.message
        return None

    def _check_form(self) -> None:
        for check in self.definition.checks:
            if self._fails(check.expression, self._form):
                for code in check.fields:
                    self.faults.setdefault(code, check.message)

    def _fails(self, source: str, scope: _Scope) -> bool:
        """A check waits until every name it uses has a value; other failures of it count as false."""
        expression = order.compile_for(self.definition, source, Kind.BOOL, scope.part)
        given = {name: self._value(name, scope) for name in expression.names}
        try:
            return expression.evaluate(given) is False
        except ExpressionFault:
            return None not in given.values()

    def _evaluate(self, source: str, kind: Kind, scope: _Scope) -> Any | None:
        """The result, or None where it cannot be told from these answers."""
        expression = order.compile_for(self.definition, source, kind, scope.part)
        given = {name: self._value(name, scope) for name in expression.names}
        try:
            return expression.evaluate(given)
        except ExpressionFault:
            return None

    def _value(self, name: str, scope: _Scope) -> object:
        if name == "today":
            return self.today
        return values.plain_of(self._found(name, scope))

    def _found(self, name: str, scope: _Scope) -> object:
        head, _dot, column = name.partition(".")
        if column:
            return list(_column(self.answers.get(head), column))
        if any(name == code for code, _part, _rule in self.definition.repeated()):
            items = self.answers.get(name, [])
            return [{code: values.plain_of(value) for code, value in item.items()} for item in items]
        return scope.answers[name] if name in scope.answers else self.answers.get(name)


def _column(value: object, column: str) -> Iterator[Any]:
    """What stands in one column of a table, or in one field of all items."""
    rows = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return (values.plain_of(row[column]) for row in rows if column in row)


def list_shown(
    definition: FormDefinition,
    raw: Mapping[str, object],
    today: date,
    register: Register = NOBODY,
) -> tuple[frozenset[str], dict[str, Any]]:
    """Paths of the fields that apply to what was typed so far, and the good answers (computed ones too)."""
    reader = _Reader(definition, raw, today, register)
    reader.read()
    shown = {scope.prefix + question.code for scope in reader._scopes for question in scope.shown}
    return frozenset(shown), reader.answers


def list_warnings(definition: FormDefinition, answers: Mapping[str, object]) -> dict[str, str]:
    """What may be wrong and does not stop anyone: a card number whose check digit does not fit."""
    return {
        path: _("Please compare the card number once more: its check digit does not fit.")
        for path, question, value in each_answer(definition, answers)
        if question.type == "bank-card" and not texts.is_luhn(str(value))
    }


def each_answer(
    definition: FormDefinition, answers: Mapping[str, object]
) -> Iterator[tuple[str, FormField, Any]]:
    """Path, question and value of everything that was answered."""
    for part in definition.parts:
        if part.repeat is None:
            yield from _pairs(part, answers, "")
            continue
        for index, item in enumerate(to_list(answers.get(part.code or ""))):
            yield from _pairs(part, to_map(item), f"{part.code}.{index}.")


def _pairs(part: Part, answers: Mapping[str, object], prefix: str) -> Iterator[tuple[str, FormField, Any]]:
    for question in part.fields:
        if question.code in answers:
            yield prefix + question.code, question, answers[question.code]


def restore_prefill(
    definition: FormDefinition, raw: Mapping[str, object], prefill: Mapping[str, object]
) -> dict[str, object]:
    """`raw` with what the page did not show in full: a sealed value left as its mask, and locked fields.

    Call it before `clean`, with the same prefill as the page had.
    """
    restored = dict(raw)
    for question in definition.plain_fields():
        known = to_text(prefill.get(question.prefill)) if question.prefill else ""
        if not known:
            continue
        typed = to_text(raw.get(question.code)).strip()
        if question.locked or (question.is_sealed and typed == mask(question, known)):
            restored[question.code] = known
    return restored


def as_raw(definition: FormDefinition, answers: Mapping[str, object]) -> dict[str, object]:
    """Answers as they would be typed: `clean` of it gives the same answers again."""
    raw: dict[str, object] = {WITHOUT: answers[WITHOUT]} if WITHOUT in answers else {}
    for part in definition.parts:
        if part.repeat is None:
            raw |= _typed_again(part, answers)
        elif part.code is not None and part.code in answers:
            raw[part.code] = [_typed_again(part, to_map(item)) for item in to_list(answers[part.code])]
    return raw


def _typed_again(part: Part, answers: Mapping[str, object]) -> dict[str, object]:
    return {code: values.as_typed(question, value) for code, question, value in _pairs(part, answers, "")}
