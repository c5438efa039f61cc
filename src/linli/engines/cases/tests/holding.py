"""A library that holds these codes, and nothing behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass
class Holding:
    held: Mapping[str, Sequence[str]]

    def codes(self, section: str) -> frozenset[str]:
        return frozenset(self.held.get(section, ()))

    def get(self, section: str, code: str) -> None:
        return None

    def is_partial(self, section: str) -> bool:
        return False
