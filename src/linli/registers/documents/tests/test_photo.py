"""Photos: what is refused, and that what is kept is re-encoded, without metadata, sealed."""

import io
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from PIL import Image

from linli.kernel.actors import Actor
from linli.kernel.crypto import SealBroken
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


def picture(
    width: int = 60, height: int = 40, form: str = "JPEG", mode: str = "RGB", **options: object
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), 1 if mode == "1" else "red").save(out, form, **options)
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
    bomb = picture(9000, 9000, "PNG", "1")
    assert len(bomb) < 50_000
    with pytest.raises(UploadRefused):
        read(bomb)


def test_other_formats_are_refused_even_if_they_are_pictures() -> None:
    with pytest.raises(UploadRefused):
        read(picture(form="TIFF"))


@pytest.mark.parametrize(
    ("form", "mode"), [("PNG", "RGBA"), ("PNG", "1"), ("WEBP", "RGBA"), ("JPEG", "CMYK")]
)
def test_what_phones_and_scanners_make_becomes_a_plain_jpeg(form: str, mode: str) -> None:
    photo = read_photo(io.BytesIO(data := picture(form=form, mode=mode)), size=len(data))
    with Image.open(io.BytesIO(photo.data)) as kept:
        assert (kept.format, kept.mode, kept.size) == ("JPEG", "RGB", (60, 40))


def test_a_photo_taken_sideways_stands_upright() -> None:
    """Phones write how they were held beside the picture, and that is dropped."""
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = read_photo(io.BytesIO(data := picture(60, 40, exif=exif)), size=len(data))
    assert (photo.width, photo.height) == (40, 60)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x00\x00\x00\x00WEBP"])
def test_nothing_and_mere_beginnings_are_refused(data: bytes) -> None:
    with pytest.raises(UploadRefused):
        read(data)


def test_a_script_behind_a_picture_does_not_survive() -> None:
    payload = b"<script>alert(1)</script>"
    photo = read_photo(io.BytesIO(data := picture() + payload), size=len(data))
    assert payload not in photo.data


def test_what_lies_about_its_size_is_read_no_further_than_the_limit() -> None:
    class Endless(io.BytesIO):
        asked = 0

        def read(self, size: int | None = -1, /) -> bytes:
            self.asked = size or -1
            return super().read(size)

    source = Endless(picture())
    read_photo(source, size=10)
    assert 0 < source.asked < 100 * 1024 * 1024


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
    assert bytes(document.digest) == sha256(photo.data).digest()
    assert (document.created_by, document.claimed) == (OWNER.user_id, False)


@pytest.mark.django_db
def test_the_same_photo_twice_is_two_documents_with_tokens_nobody_guesses() -> None:
    photo = read_photo(io.BytesIO(data := picture()), size=len(data))
    first, second = (store_photo(actor=OWNER, photo=photo, title="身份证") for _ in range(2))
    assert first.token != second.token
    assert len(first.token) >= 24
    assert bytes(first.content.sealed) != bytes(second.content.sealed)


@pytest.mark.django_db
def test_a_changed_photo_is_noticed_when_it_is_opened() -> None:
    photo = read_photo(io.BytesIO(data := picture()), size=len(data))
    document = store_photo(actor=OWNER, photo=photo, title="身份证")
    sealed = bytearray(document.content.sealed)
    sealed[len(sealed) // 2] ^= 1
    document.content.sealed = bytes(sealed)
    with pytest.raises(SealBroken):
        open_document(document)


@pytest.mark.django_db
def test_photos_of_forms_never_sent_are_forgotten_after_two_days_and_others_stay() -> None:
    photo = read_photo(io.BytesIO(data := picture()), size=len(data))
    kept, forgotten = (store_photo(actor=OWNER, photo=photo, title=title) for title in ("用了", "没用"))
    claim([kept])
    now = datetime.now(UTC)
    assert drop_unclaimed(now=now + timedelta(days=30)) == 0
    assert drop_unclaimed(now=now + timedelta(days=32)) == 1
    assert open_document(kept) == photo.data
    assert not Document.objects.filter(pk=forgotten.pk).exists()
