"""A cast of small sections, so that the engine is tested apart from what the rooms declare."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel, Field

from linli.engines.packs import sections
from linli.engines.packs.findings import not_among, refers
from linli.engines.packs.models import PackItem
from linli.engines.packs.sections import Finding, Library, Section
from linli.kernel.roles import ROLES

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class Holder(BaseModel):
    role: str


class Step(BaseModel):
    code: str
    by: Holder | Literal["applicant"] | None = None
    role: str
    days: int = Field(default=1, ge=1)
    kind: Literal["receive", "decide"] = "receive"


class Flow(BaseModel):
    code: str
    title: str
    steps: list[Step]
    list_code: str | None = None
    example: int | None = None


class Row(BaseModel):
    day: date
    kind: str


class Days(BaseModel):
    code: str
    source: str = ""
    rows: list[Row]


def check_flow(flow: Flow, library: Library) -> Iterator[Finding]:
    for index, step in enumerate(flow.steps):
        yield from not_among(("steps", index, "role"), step.role, ROLES, "role")
    if flow.list_code:
        yield from refers(("list_code",), "days", flow.list_code, library)


def run_example(flow: Flow, library: Library) -> Iterator[Finding]:
    """The days of all steps together must be the number of the example."""
    if flow.example is not None and flow.example != sum(step.days for step in flow.steps):
        yield Finding(("example",), "the days are others")


@pytest.fixture
def retired() -> list[str]:
    """Codes that the section «flow» was asked to retire."""
    return []


@pytest.fixture
def projected() -> list[str]:
    """Codes that the section «flow» was asked to project."""
    return []


@pytest.fixture(autouse=True)
def _sections(monkeypatch: pytest.MonkeyPatch, projected: list[str], retired: list[str]) -> None:
    def install(item: PackItem) -> None:
        projected.append(item.code)
        if item.content["title"] == "explode":
            raise RuntimeError("the projection fails")

    monkeypatch.setattr(sections, "_SECTIONS", {})
    sections.register(Section("days", "days", Days))
    sections.register(
        Section("flow", "flows", Flow, check_flow, install, examples=run_example, retire=retired.append)
    )


MANIFEST = """\
id: {name}
version: {version}
title: 示例
licence: Apache-2.0
source: 本项目
"""

FLOW = """\
code: allowance
title: 津贴
steps:
  - code: receive
    role: clerk
    days: 2
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a pack from files given as `{"flows/a.yaml": text}`; returns its folder."""

    def write_pack(
        files: dict[str, str], *, name: str = "town", version: str = "1.0.0", manifest: str = ""
    ) -> Path:
        folder = tmp_path / name
        pack = {"pack.yaml": MANIFEST.format(name=name, version=version) + manifest} | files
        for file, text in pack.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder

    return write_pack
