"""Verbs of the files: the only writers. Import from here."""

from linli.registers.people.actions.duplicates import dismiss_duplicate, flag_duplicates
from linli.registers.people.actions.kinds import replace_label_kinds
from linli.registers.people.actions.restricted import (
    Need,
    RestrictedView,
    count_restricted,
    end_restricted_label,
    give_restricted_label,
    grant_need,
    read_restricted,
    revoke_need,
)
from linli.registers.people.actions.steps import (
    apply_change,
    carry_out,
    check_change,
    draft_change,
    refuse_change,
    withdraw_change,
)

__all__ = [
    "Need",
    "RestrictedView",
    "apply_change",
    "carry_out",
    "check_change",
    "count_restricted",
    "dismiss_duplicate",
    "draft_change",
    "end_restricted_label",
    "flag_duplicates",
    "give_restricted_label",
    "grant_need",
    "read_restricted",
    "refuse_change",
    "replace_label_kinds",
    "revoke_need",
    "withdraw_change",
]
