"""What was said of columns and headers, as the register's verbs take it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from linli.engines.sheets.cells import column_letters
from linli.kernel.errors import Faults
from linli.registers.people.importing import storing
from linli.registers.people.models import PersonImport
from linli.registers.people.refusals import StepTaken
from linli.rooms.files.display.import_rows import MORE_FIELDS
from linli.rooms.files.forms.plans import check_plan
from linli.rooms.files.schemas.imports import Columns


def plan_of(batch: PersonImport, body: Columns) -> dict[str, Any]:
    """The sheets of the outline with what was said of them. Raises `Faults` about a sheet or column that is not there,
    `StepTaken` while or after there are none."""
    outline = storing.open_json(batch, storing.OUTLINE) or []
    if not outline:
        raise StepTaken(_("Somebody was faster: look at the import again."))
    said = {one.sheet: {of.column: of.field for of in one.columns} for one in body.sheets}
    if faults := _strange(outline, body):
        raise Faults(faults)
    sheets = [_planned(sheet, said.get(sheet["sheet"])) for sheet in outline]
    check_plan(sheets, MORE_FIELDS)
    return {"sheets": sheets}


def _planned(sheet: Mapping[str, Any], columns: Mapping[str, str] | None) -> dict[str, Any]:
    places = {column_letters(at): str(at) for at in range(len(sheet["titles"]))}
    return {
        "sheet": sheet["sheet"],
        "read": columns is not None,
        "first": sheet["first"],
        "last": sheet["last"],
        "columns": {places[letters]: field for letters, field in (columns or {}).items()},
    }


def _strange(outline: Sequence[Mapping[str, Any]], body: Columns) -> dict[str, str]:
    known = {sheet["sheet"]: {column_letters(at) for at in range(len(sheet["titles"]))} for sheet in outline}
    faults = {}
    for at, one in enumerate(body.sheets):
        if one.sheet not in known:
            faults[f"sheets.{at}.sheet"] = _("There is no such sheet.")
            continue
        for place, of in enumerate(one.columns):
            if of.column not in known[one.sheet]:
                faults[f"sheets.{at}.columns.{place}.column"] = _("The sheet has no such column.")
    return faults
