"""Finding units by name. Units are public."""

from linli.registers.organisations.models import Organisation


def search_organisations(query: str, *, limit: int) -> list[Organisation]:
    """Units whose name holds the words."""
    found = Organisation.objects.all()
    for word in query.split():
        found = found.filter(name__contains=word)
    return list(found.order_by("name", "id")[:limit])


def get_organisation(number: int) -> Organisation | None:
    return Organisation.objects.filter(pk=number).first()
