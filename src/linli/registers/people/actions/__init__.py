"""Verbs of the files: the only writers. Import from here."""

from linli.registers.people.actions.binding import (
    SLIP_VALID,
    Bound,
    Said,
    bind_account,
    bind_by_city,
    create_account,
    issue_slip,
    redeem_slip,
    revoke_at_counter,
    revoke_by_code,
    revoke_own,
)
from linli.registers.people.actions.deleting import forget_labels
from linli.registers.people.actions.duplicates import dismiss_duplicate, flag_duplicates
from linli.registers.people.actions.kinds import replace_label_kinds
from linli.registers.people.actions.restricted import (
    Need,
    RestrictedView,
    count_restricted,
    end_restricted_label,
    give_restricted_label,
    grant_need,
    list_needs,
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
    "SLIP_VALID",
    "Bound",
    "Need",
    "RestrictedView",
    "Said",
    "apply_change",
    "bind_account",
    "bind_by_city",
    "carry_out",
    "check_change",
    "count_restricted",
    "create_account",
    "dismiss_duplicate",
    "draft_change",
    "end_restricted_label",
    "flag_duplicates",
    "forget_labels",
    "give_restricted_label",
    "grant_need",
    "issue_slip",
    "list_needs",
    "read_restricted",
    "redeem_slip",
    "refuse_change",
    "replace_label_kinds",
    "revoke_at_counter",
    "revoke_by_code",
    "revoke_need",
    "revoke_own",
    "withdraw_change",
]
