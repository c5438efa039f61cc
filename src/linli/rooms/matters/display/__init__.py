"""What the pages of a case show, prepared in one pass: components of `kernel.ui`, words in the reader's language."""

from linli.rooms.matters.display.chips import badge, chip, outcome_word, pace_words, task_chip
from linli.rooms.matters.display.lines import lines_for
from linli.rooms.matters.display.looks import tell_entries
from linli.rooms.matters.display.papers import (
    checklist,
    notice_links,
    notice_page,
    running_notice,
    sample_notice,
)
from linli.rooms.matters.display.story import limits, now_words, path, slow_words, timeline
from linli.rooms.matters.display.words import condition_words, verb_of, who_of

__all__ = [
    "badge",
    "checklist",
    "chip",
    "condition_words",
    "limits",
    "lines_for",
    "notice_links",
    "notice_page",
    "now_words",
    "outcome_word",
    "pace_words",
    "path",
    "running_notice",
    "sample_notice",
    "slow_words",
    "task_chip",
    "tell_entries",
    "timeline",
    "verb_of",
    "who_of",
]
