"""What a city may change of forms and code lists."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from linli.engines.overlays.adjustable import Adjustable, Adjustables, Locked, Rows

_FIELDS: Final = "parts.*.fields"
_FIELD: Final = f"{_FIELDS}.*"
_REQUIRED: Final = (("true", _("required")), ("false", _("if you like")), ("soft", _("asked for twice")))

FORM: Final = Adjustables(
    "form",
    _("Forms"),
    (
        Adjustable("title", _("Title")),
        Adjustable("intro", _("Words at the top"), long=True),
        Adjustable("declaration", _("What is confirmed at the end"), long=True),
        Adjustable("parts.*.title", _("Heading")),
        Adjustable("parts.*.hint", _("Hint"), long=True),
        Adjustable(f"{_FIELD}.label", _("Question")),
        Adjustable(f"{_FIELD}.hint", _("Hint"), long=True),
        Adjustable(f"{_FIELD}.example", _("Example")),
        Adjustable(f"{_FIELD}.required", _("Has to be answered"), words=_REQUIRED),
        Adjustable(f"{_FIELD}.source", _("Where a known value comes from")),
        Adjustable(f"{_FIELD}.max_length", _("Characters at most")),
        Adjustable(f"{_FIELD}.choices.*.label", _("Words")),
        Adjustable(f"{_FIELD}.choices.*.note", _("Note")),
    ),
    rows=(
        Rows("parts", _("Part")),
        Rows(_FIELDS, _("Question")),
        Rows(f"{_FIELD}.choices", _("Choice")),
    ),
    locked=(
        Locked("code", _("Code"), _("Matters and answers that were given name it: it never changes.")),
        Locked(
            "parts.fields",
            _("Codes, kinds and conditions of questions"),
            _(
                "Answers are kept by them, and expressions use them: they change in the pack, where examples are run."
            ),
        ),
        Locked(
            "checks", _("Checks"), _("They are expressions: they change in the pack, where examples are run.")
        ),
    ),
)

CODE_LIST: Final = Adjustables(
    "code-list",
    _("Code lists"),
    (
        Adjustable("title", _("Title")),
        Adjustable("source", _("Standard")),
        Adjustable("entries.*.label", _("Words")),
        Adjustable("entries.*.note", _("Note")),
    ),
    rows=(Rows("entries", _("Code"), open=True, keys=(("code", _("Code")),)),),
    locked=(
        Locked(
            "entries.code",
            _("Codes"),
            _("Answers are kept by their code: a code can be added or taken away, not renamed."),
        ),
        Locked(
            "verified",
            _("Checked against the standard"),
            _("Only whoever has the text of the standard at hand may say so: in the pack."),
        ),
    ),
)
