"""Dividing a whole among parts. Pure."""

from collections.abc import Sequence


def divide(total: int, weights: Sequence[int], *, least: Sequence[int]) -> list[int]:
    """Whole-number parts of `total` in proportion to `weights`, none below its `least` if the total allows.

    When the total is too small, parts are filled up to their least in order. The parts add up to the total.
    """
    parts = []
    rest = total
    for minimum in least:
        part = min(minimum, rest)
        parts.append(part)
        rest -= part
    whole = sum(weights)
    if rest == 0 or whole == 0:
        return parts
    exact = [rest * weight for weight in weights]
    parts = [part + share // whole for part, share in zip(parts, exact, strict=True)]
    missing = total - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda index: (-(exact[index] % whole), index))
    for index in by_remainder[:missing]:
        parts[index] += 1
    return parts
