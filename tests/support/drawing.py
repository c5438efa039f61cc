"""How many examples are drawn: those of everyday, or many more with `pytest --hypothesis-profile=thorough`."""

from hypothesis import settings

ORDINARY = 100
THOROUGH = 1000


def examples(count: int) -> int:
    """`count` in the everyday profile, and as many times more as the profile in force draws more."""
    return max(1, count * settings().max_examples // ORDINARY)
