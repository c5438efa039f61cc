import pytest
from django.db import DatabaseError, transaction

from linli.engines.packs.models import InstalledPack, PackItem

pytestmark = pytest.mark.django_db


def test_an_installed_pack_and_its_items_cannot_be_changed_or_deleted() -> None:
    pack = InstalledPack.objects.create(pack_id="p", version="1.0.0", title="P", digest=bytes(32))
    empty = InstalledPack.objects.create(pack_id="q", version="1.0.0", title="Q", digest=bytes(32))
    item = PackItem.objects.create(pack=pack, section="form", code="a", content={})
    for attempt in (
        lambda: PackItem.objects.filter(id=item.id).update(code="b"),
        lambda: PackItem.objects.filter(id=item.id).delete(),
        lambda: InstalledPack.objects.filter(id=pack.id).update(title="Q"),
        lambda: InstalledPack.objects.filter(id=empty.id).delete(),
    ):
        with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
            attempt()
    item.refresh_from_db()
    assert item.code == "a"
