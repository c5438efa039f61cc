"""Nothing that is uploaded touches the disk in clear, however large it is."""

import tempfile
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.test import RequestFactory

from linli.kernel import uploads


def sent(*files: bytes) -> Any:
    data = {f"file{at}": SimpleUploadedFile(f"{at}.csv", data) for at, data in enumerate(files)}
    return RequestFactory().post("/", data).FILES


@pytest.fixture
def no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_args: object, **_named: object) -> None:
        raise AssertionError("a temporary file")

    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.__init__", refused)
    monkeypatch.setattr(tempfile, "mkstemp", refused)


@pytest.mark.parametrize("size", [0, 100, 3_000_000, 31_000_000])
def test_a_file_of_any_size_stays_in_memory_and_is_whole(no_disk: None, size: int) -> None:
    data = b"x" * size
    found = sent(data, b"beside")
    assert {type(one) for one in found.values()} == {InMemoryUploadedFile}
    assert (found["file0"].read(), found["file0"].size) == (data, size)
    assert found["file1"].read() == b"beside"


def test_of_a_file_that_is_past_all_bounds_the_size_is_known_and_the_rest_is_let_go(
    no_disk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_KEPT", 100_000)
    found = sent(b"x" * 300_000)["file0"]
    assert found.size == 300_000
    assert len(found.read()) == 100_001

    assert settings.FILE_UPLOAD_HANDLERS == ["linli.kernel.uploads.KeptInMemory"]


def test_no_other_handler_is_set() -> None:
    assert settings.FILE_UPLOAD_HANDLERS == ["linli.kernel.uploads.KeptInMemory"]
