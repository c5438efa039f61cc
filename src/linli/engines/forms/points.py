"""A point on the map: typed or found by the device, kept as WGS 84. Pure.

Maps for the public in China show GCJ-02, which is shifted by up to some 700 m; what comes from such a map is
shifted back. The formulas of the shift are the widely published ones; the way back is by approximation.
"""

import re
from collections.abc import Mapping
from math import cos, pi, sin, sqrt
from typing import Any, Final

from django.utils.translation import gettext as _

from linli.engines.forms.texts import TextFault, compact

DATUMS: Final = ("wgs84", "gcj02")
DIGITS: Final = 6
"""Decimals kept: about 0.1 m."""

_DEGREES: Final = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,15})?")
_A: Final = 6378245.0
_EE: Final = 0.00669342162296594323
_CHINA: Final = ((72.004, 137.8347), (0.8293, 55.8271))
"""Outside of this box of longitudes and latitudes nothing is shifted."""


def read(raw: Mapping[str, object]) -> dict[str, Any] | None:
    """`lon`, `lat` in degrees and `datum` (WGS 84 if none): as WGS 84, or None for an empty one."""
    lon, lat = compact(_text(raw.get("lon"))), compact(_text(raw.get("lat")))
    if not lon and not lat:
        return None
    datum = compact(_text(raw.get("datum"))) or "wgs84"
    if datum not in DATUMS:
        raise TextFault(_("Say which map the numbers are from."))
    x, y = _degrees(lon, 180), _degrees(lat, 90)
    if datum == "gcj02":
        x, y = to_wgs84(x, y)
    return {"lon": round(x, DIGITS) + 0.0, "lat": round(y, DIGITS) + 0.0, "datum": "wgs84"}


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _degrees(text: str, most: int) -> float:
    if not _DEGREES.fullmatch(text) or abs(float(text)) > most:
        raise TextFault(_("Write longitude and latitude in degrees, for example 101.546 and 25.041."))
    return float(text)


def to_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """From GCJ-02, to better than 1e-7 degrees."""
    x, y = lon, lat
    for _step in range(6):
        back_x, back_y = to_gcj02(x, y)
        x, y = x + lon - back_x, y + lat - back_y
    return x, y


def to_gcj02(lon: float, lat: float) -> tuple[float, float]:
    """From WGS 84; outside of China unchanged."""
    (west, east), (south, north) = _CHINA
    if not (west <= lon <= east and south <= lat <= north):
        return lon, lat
    x, y = lon - 105.0, lat - 35.0
    phi = lat / 180.0 * pi
    magic = 1 - _EE * sin(phi) ** 2
    root = sqrt(magic)
    north_by = _north(x, y) * 180.0 / ((_A * (1 - _EE)) / (magic * root) * pi)
    east_by = _east(x, y) * 180.0 / (_A / root * cos(phi) * pi)
    return lon + east_by, lat + north_by


def _waves(x: float) -> float:
    return (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0


def _north(x: float, y: float) -> float:
    found = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + _waves(x)
    found += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    return found + (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0


def _east(x: float, y: float) -> float:
    found = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + _waves(x)
    found += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    return found + (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
