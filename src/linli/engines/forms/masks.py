"""How sealed answers are shown."""

from linli.engines.forms.questions import FormField
from linli.kernel import crypto


def mask(field: FormField, value: str) -> str:
    """The masked value of a sealed field; other fields unchanged."""
    if not field.is_sealed or not value:
        return value
    if field.type == "id-number":
        return crypto.mask_id_number(value)
    if field.type == "phone":
        return crypto.mask_phone(value)
    if field.type == "bank-card":
        return "*" * max(len(value) - 4, 0) + value[-4:]
    return "*" * min(len(value), 6)
