"""Two small sections and a pack in two versions, so that the engine is tested apart from what the rooms declare."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import BaseModel, Field

from linli.engines.overlays import adjustable
from linli.engines.overlays.adjustable import Adjustable, Adjustables, Rows
from linli.engines.packs import sections
from linli.engines.packs.actions import install
from linli.engines.packs.findings import not_among
from linli.engines.packs.models import InstalledPack, PackItem
from linli.engines.packs.sections import Finding, Library, Section
from linli.kernel.actors import SYSTEM, Actor
from tests.support.cast import Cast

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


class Term(BaseModel):
    workdays: int | None = Field(default=None, ge=1)
    days: int | None = Field(default=None, ge=1)


class Entry(BaseModel):
    code: str
    label: str = Field(min_length=1, max_length=20)


class Words(BaseModel):
    code: str
    title: str
    entries: list[Entry]


class Service(BaseModel):
    code: str
    title: str = Field(min_length=1, max_length=20)
    summary: str = ""
    aliases: tuple[str, ...] = ()
    kind: str
    limit: Term
    fee: int = 0
    open: bool = False


def check_service(service: Service, library: Library) -> Iterator[Finding]:
    words = library.get("words", "kinds")
    yield from not_among(("kind",), service.kind, [entry.code for entry in words.entries], "kind")


@pytest.fixture
def projected() -> dict[str, str]:
    """What the section «service» was asked to project: title by code."""
    return {}


@pytest.fixture(autouse=True)
def _sections(monkeypatch: pytest.MonkeyPatch, projected: dict[str, str]) -> None:
    def project(item: PackItem) -> None:
        if item.content["title"] == "explode":
            raise RuntimeError("the projection fails")
        projected[item.code] = item.content["title"]

    monkeypatch.setattr(sections, "_SECTIONS", {})
    monkeypatch.setattr(adjustable, "_DECLARED", {})
    sections.register(Section("words", "words", Words))
    sections.register(
        Section("service", "services", Service, check=check_service, install=project, retire=projected.pop)
    )
    adjustable.register(
        Adjustables(
            "words",
            "代码表",
            (Adjustable("title", "名称"), Adjustable("entries.*.label", "叫法")),
            (Rows("entries", "代码", open=True, keys=(("code", "代码"),)),),
        )
    )
    adjustable.register(
        Adjustables(
            "service",
            "事项",
            (
                Adjustable("title", "名称"),
                Adjustable("summary", "简介", long=True),
                Adjustable("aliases", "别名"),
                Adjustable("limit", "时限"),
                Adjustable("fee", "费用"),
                Adjustable("open", "网上办"),
            ),
        )
    )


SERVICE = """\
code: allowance
title: 高龄津贴
summary: 每月一笔
aliases: [老人补贴]
kind: money
limit: {workdays: 20}
"""
WORDS = """\
code: kinds
title: 种类
entries:
  - {code: money, label: 发钱}
  - {code: paper, label: 发证}
"""

Base = Callable[..., InstalledPack]


@pytest.fixture
def base(tmp_path: Path) -> Base:
    """Install version `version` of the pack, with these texts."""

    def make(version: str = "1.0.0", *, service: str = SERVICE, words: str = WORDS) -> InstalledPack:
        manifest = f"id: town\nversion: {version}\ntitle: 示例\nlicence: Apache-2.0\nsource: 本项目\n"
        files = {"pack.yaml": manifest, "services/a.yaml": service, "words/a.yaml": words}
        for name, text in files.items():
            path = tmp_path / version / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return install(folder=tmp_path / version, actor=SYSTEM, now=NOW)

    return make


@pytest.fixture
def author(cast: Cast) -> Actor:
    return cast.actor("administrator")


@pytest.fixture
def second(cast: Cast) -> Actor:
    return cast.actor("administrator-two")
