"""Why a cell is not taken, and how to mend it, in words."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

FAULTS: Final[dict[str, tuple[str, str]]] = {
    "error": (gettext_noop("A formula here failed."), gettext_noop("Type the value itself.")),
    "long": (gettext_noop("The text is too long."), gettext_noop("Shorten it.")),
    "name": (
        gettext_noop("This is not a name."),
        gettext_noop("Leave the name only, without digits or remarks."),
    ),
    "date": (gettext_noop("This is not a day."), gettext_noop("Write it as 2024-01-05.")),
    "day-missing": (
        gettext_noop("The day is missing."),
        gettext_noop("Write year, month and day: 2024-01-05."),
    ),
    "future": (gettext_noop("The day lies in the future."), gettext_noop("Look at the year.")),
    "year": (gettext_noop("The year cannot be."), gettext_noop("Look at the year.")),
    "word": (
        gettext_noop("This word is not known here."),
        gettext_noop("Choose one of the words of the standard."),
    ),
    "lost": (
        gettext_noop("Excel has rounded the number: its last digits are lost."),
        gettext_noop(
            "Set the column to «text» and type the number anew; it cannot be recovered from this file."
        ),
    ),
}
"""Reason → what is wrong, how to mend it."""


def message_of(reason: str) -> str:
    """«What is wrong. The mend.» in the language of who reads."""
    wrong, mend = FAULTS[reason]
    return f"{_(wrong)}{_(mend)}"


NO_TABLE: Final[dict[str, str]] = {
    "size": gettext_noop("The file is too large. Divide it, by community for instance."),
    "unpacked": gettext_noop(
        "The file is too large once it is unpacked. Divide it, by community for instance."
    ),
    "cells": gettext_noop(
        "The sheet is far larger than what stands in it. Copy the rows into a new workbook."
    ),
    "kind": gettext_noop("This is not a spreadsheet. Taken are .xlsx, .xls and .csv."),
    "locked": gettext_noop("The workbook is locked by a password. Save it without one."),
    "html": gettext_noop(
        "This is a web page with the name of a spreadsheet. Open it in Excel or WPS and save it as .xlsx."
    ),
    "damaged": gettext_noop("The file is damaged. Open it in Excel or WPS and save it anew."),
    "empty": gettext_noop("Nothing stands in the file."),
}
"""Why a file is not taken (`opening.NoTable`)."""
