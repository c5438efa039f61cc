"""Verbs of places: loading the nation's codes, and changing the tree from a day on."""

from linli.registers.places.actions.changing import BadCode, add_place, move, rename, succeed
from linli.registers.places.actions.loading import import_divisions

__all__ = ["BadCode", "add_place", "import_divisions", "move", "rename", "succeed"]
