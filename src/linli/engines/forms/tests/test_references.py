"""Whom and what an actor may name in a form."""

import base64
import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import translation
from PIL import Image

from linli.engines.forms.questions import FormField
from linli.engines.forms.references import References
from linli.engines.forms.uploads import take_uploads
from linli.kernel.audit.models import AuditEntry
from linli.kernel.guard import acting_as
from linli.registers.people.models import Household, Membership
from tests.support.cast import NOW, Cast, make_cast
from tests.support.world import jpeg

from .conftest import make_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def question(kind: str) -> FormField:
    return FormField.model_validate({"code": "x", "label": "甲", "type": kind})


def live_together(cast: Cast, *names: str) -> Household:
    household = Household.objects.create(number="H1")
    for name in names:
        Membership.objects.create(
            household=household, person=cast.people[name], relation="02" if name == names[0] else "10",
            valid=DateRange(date(2020, 1, 1), None),
        )  # fmt: skip
    return household


def labels(register: References, kind: str, query: str = "") -> list[str]:
    return [entry.label for entry in register.offer(question(kind), query)]


def test_a_resident_names_herself_and_her_household_and_nobody_else(cast: Cast) -> None:
    actor = cast.actor("wang").as_resident()
    with acting_as(actor):
        register = References(actor, now=NOW)
        assert labels(register, "person") == ["王桂兰"]
        assert register.resolve(question("person"), str(cast.people["chen"].pk)) is None
        assert not register.searches(question("person"))
    live_together(cast, "wang", "chen")
    with acting_as(actor):
        register = References(actor, now=NOW)
        assert labels(register, "person") == ["王桂兰", "陈有福"]
        assert register.resolve(question("person"), str(cast.people["chen"].pk)) == "陈有福"
        assert labels(register, "household") == ["household of 王桂兰, 2 people"]
        assert register.resolve(question("household"), "H1")
        assert register.resolve(question("household"), "H2") is None


def test_a_clerk_finds_people_of_her_place_by_name_or_number_and_is_recorded(cast: Cast) -> None:
    actor = cast.actor("clerk").as_staff()
    with acting_as(actor):
        register = References(actor, now=NOW)
        assert labels(register, "person", "王桂") == ["王桂兰"]
        assert labels(register, "person", "") == []
        assert register.resolve(question("person"), str(cast.people["wang"].pk)) == "王桂兰"
    looks = AuditEntry.objects.filter(act="form.search")
    assert [look.persons for look in looks] == [[cast.people["wang"].pk]]


def test_a_clerk_next_door_finds_nobody(cast: Cast) -> None:
    live_together(cast, "wang")
    actor = cast.actor("stranger").as_staff()
    with acting_as(actor):
        register = References(actor, now=NOW)
        assert labels(register, "person", "王桂") == []
        assert register.resolve(question("person"), str(cast.people["wang"].pk)) is None
        assert register.resolve(question("household"), "H1") is None


def test_a_community_is_found_by_its_name_and_that_of_its_town(cast: Cast) -> None:
    actor = cast.actor("wang").as_resident()
    with acting_as(actor):
        register = References(actor, now=NOW)
        assert labels(register, "place", "社区") == ["南山社区", "北湖社区"]
        assert labels(register, "place", "山") == []
        assert register.resolve(question("place"), "532301100001") == "南山社区"
        assert register.resolve(question("place"), "532301100") is None
        assert register.resolve(question("place"), "x") is None


def test_a_unit_is_found_by_its_name(cast: Cast) -> None:
    actor = cast.actor("wang").as_resident()
    with acting_as(actor):
        register = References(actor, now=NOW)
        (entry,) = register.offer(question("organisation"), "南山 服务站")
        assert register.resolve(question("organisation"), entry.code) == "南山社区服务站"
        for nonsense in ("0", "x", "9" * 30, "١"):
            assert register.resolve(question("organisation"), nonsense) is None


FORM = make_form(
    {"code": "photo", "label": "照片", "type": "photo"}, {"code": "scan", "label": "合同", "type": "file"}
)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def send(cast: Cast, who: str, **files: bytes) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    given = {f"{name}.file": SimpleUploadedFile(f"{name}.bin", data) for name, data in files.items()}
    return take_uploads(FORM, {}, given, actor=cast.actor(who))  # type: ignore[return-value]


def test_photos_and_pdfs_are_stored_and_only_their_owner_may_name_them(cast: Cast) -> None:
    actor = cast.actor("wang").as_resident()
    with acting_as(actor):
        raw, faults = send(cast, "wang", photo=jpeg(), scan=PDF)
        assert faults == {}
        register = References(actor, now=NOW)
        assert register.resolve(question("photo"), raw["photo"]["ref"]) == "照片"
        assert register.resolve(question("file"), raw["scan"]["ref"]) == "scan.bin"
        assert register.resolve(question("photo"), raw["scan"]["ref"]) is None, "a PDF is no photo"
    other = cast.actor("chen").as_resident()
    with acting_as(other):
        assert References(other, now=NOW).resolve(question("photo"), raw["photo"]["ref"]) is None


def test_what_is_neither_photo_nor_pdf_is_refused_with_a_mend(cast: Cast) -> None:
    with acting_as(cast.actor("wang")):
        raw, faults = send(cast, "wang", photo=PDF, scan=b"PK\x03\x04 no document")
    assert set(faults) == {"photo", "scan"}
    assert raw["photo"]["ref"] == ""


OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def zipped(*names: str) -> bytes:
    """A zip as office programs make them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml"), "Word"),
        (zipped("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/vbaProject.bin"), "Word"),
        (OLD_WORD, "Word"),
        (zipped("anything.txt"), "neither a PDF"),
        (b"plain words", "neither a PDF"),
    ],
)
def test_office_files_are_refused_and_what_is_taken_is_named(cast: Cast, data: bytes, words: str) -> None:
    with acting_as(cast.actor("wang")), translation.override("en"):
        raw, faults = send(cast, "wang", scan=data)
    assert raw["scan"]["ref"] == ""
    assert words in faults["scan"]
    assert "PDF, JPG, PNG and WebP" in faults["scan"]


def test_a_drawn_signature_becomes_a_picture(cast: Cast) -> None:
    out = io.BytesIO()
    Image.new("RGB", (90, 30), "white").save(out, "PNG")
    drawn = "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
    form = make_form({"code": "sign", "label": "签名", "type": "signature"})
    actor = cast.actor("wang").as_resident()
    with acting_as(actor):
        raw, faults = take_uploads(form, {"sign": {"image": drawn, "name": ""}}, {}, actor=actor)
        assert faults == {}
        assert "image" not in raw["sign"]
        assert References(actor, now=datetime(2026, 3, 2, tzinfo=UTC)).resolve(
            question("signature"), raw["sign"]["ref"]
        )
        _raw, faults = take_uploads(form, {"sign": {"image": "data:image/png;base64,AAAA"}}, {}, actor=actor)
    assert set(faults) == {"sign"}
