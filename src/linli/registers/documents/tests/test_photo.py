"""Photos: what is refused, and that what is kept is re-encoded, without metadata, sealed."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from linli.kernel.actors import Actor
from linli.registers.documents.actions import (
    UploadRefused,
    claim,
    drop_unclaimed,
    open_document,
    read_photo,
    store_photo,
)
from linli.registers.documents.models import Document, DocumentContent
from linli.registers.documents.rules import LONGEST_SIDE

OWNER = Actor(user_id=1)


def picture(width: int = 60, height: int = 40, form: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(out, form, **options)
    return out.getvalue()


def read(data: bytes) -> object:
    return read_photo(io.BytesIO(data), size=len(data), field="paper-id-card")


def test_a_text_file_named_jpg_is_refused_with_a_mend() -> None:
    with pytest.raises(UploadRefused) as caught:
        read("这不是照片".encode() * 100)
    assert caught.value.field == "paper-id-card"
    assert "照片" in str(caught.value) or "photo" in str(caught.value)


def test_twenty_megabytes_are_refused_before_they_are_read() -> None:
    class Untouchable(io.BytesIO):
        def read(self, *args: object) -> bytes:
            raise AssertionError("must not be read")

    with pytest.raises(UploadRefused) as caught:
        read_photo(Untouchable(), size=20 * 1024 * 1024, field="x")
    assert "20" in str(caught.value)


@pytest.mark.parametrize("cut", [20, 200, 600])
def test_a_damaged_photo_is_refused(cut: int) -> None:
    with pytest.raises(UploadRefused):
        read(picture(400, 400)[:cut])


def test_a_decompression_bomb_is_refused() -> None:
    with pytest.raises(UploadRefused):
        read(picture(9000, 9000, "PNG"))


def test_other_formats_are_refused_even_if_they_are_pictures() -> None:
    with pytest.raises(UploadRefused):
        read(picture(form="TIFF"))


def test_a_large_photo_is_scaled_and_loses_its_metadata() -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    photo = read_photo(io.BytesIO(data := picture(4000, 3000, exif=exif)), size=len(data))
    assert max(photo.width, photo.height) == LONGEST_SIDE
    assert b"taken at home" in data
    assert b"taken at home" not in photo.data


@pytest.mark.django_db
def test_what_is_stored_is_sealed_and_opens_again() -> None:
    photo = read_photo(io.BytesIO(data := picture()), size=len(data))
    document = store_photo(actor=OWNER, photo=photo, title="身份证")
    assert photo.data[:20] not in bytes(DocumentContent.objects.get().sealed)
    assert open_document(document) == photo.data


@pytest.mark.django_db
def test_photos_of_forms_never_sent_are_forgotten_after_two_days_and_others_stay() -> None:
    photo = read_photo(io.BytesIO(data := picture()), size=len(data))
    kept, forgotten = (store_photo(actor=OWNER, photo=photo, title=title) for title in ("用了", "没用"))
    claim([kept])
    now = datetime.now(UTC)
    assert drop_unclaimed(now=now + timedelta(days=1)) == 0
    assert drop_unclaimed(now=now + timedelta(days=3)) == 1
    assert open_document(kept) == photo.data
    assert not Document.objects.filter(pk=forgotten.pk).exists()
