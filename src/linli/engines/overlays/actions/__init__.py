"""Proposing and deciding: what one person writes comes into force when another approves it."""

from linli.engines.overlays.actions.deciding import approve, reopen, send_back, submit, withdraw
from linli.engines.overlays.actions.merging import renew, take_ours, take_upgrade
from linli.engines.overlays.actions.writing import change_item, drop_change, propose, restore

__all__ = [
    "approve",
    "change_item",
    "drop_change",
    "propose",
    "renew",
    "reopen",
    "restore",
    "send_back",
    "submit",
    "take_ours",
    "take_upgrade",
    "withdraw",
]
