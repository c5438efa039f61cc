"""The codes that files are kept in and the words of the national pack are the same lists."""

from pathlib import Path

import pytest
import yaml

from linli.registers.people import standards

LISTS = Path(__file__).resolve().parents[2] / "packs" / "national" / "code-lists"


@pytest.mark.parametrize(
    ("code_list", "field"),
    [
        ("sex", "sex"),
        ("marital", "marital"),
        ("ethnicity", "ethnicity"),
        ("relation-to-head", "relation"),
        ("nationality", "nationality"),
    ],
)
def test_a_code_list_words_every_code_of_its_field(code_list: str, field: str) -> None:
    content = yaml.safe_load((LISTS / f"{code_list}.yaml").read_text(encoding="utf-8"))
    codes = [entry["code"] for entry in content["entries"]]
    assert len(codes) == len(set(codes))
    assert set(codes) == standards.LISTS[field]
