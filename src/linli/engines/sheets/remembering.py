"""Mappings of columns, remembered by the shape of the header and the office that made them."""

from collections.abc import Mapping
from datetime import datetime

from linli.engines.sheets.headers import Header
from linli.engines.sheets.models import SheetMapping


def recall(kind: str, office: str, header: Header) -> dict[int, str] | None:
    """What this office gave to such a header before; None if it never did."""
    found = SheetMapping.objects.filter(kind=kind, office=office, shape_digest=header.shape).first()
    return {int(column): target for column, target in found.columns.items()} if found else None


def remember(kind: str, office: str, header: Header, columns: Mapping[int, str], *, now: datetime) -> None:
    """From now on a header of this shape is proposed so."""
    SheetMapping.objects.update_or_create(
        kind=kind,
        office=office,
        shape_digest=header.shape,
        defaults={"columns": {str(column): target for column, target in columns.items()}, "updated_at": now},
    )
