import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linli.engines.packs.actions import install
from linli.engines.packs.folders import builtin_root
from linli.insight.tests.small_county import SmallCounty, make_small_county
from linli.kernel.actors import SYSTEM

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
BASELINE = """id: national
version: 0.1.0
title: indicators of the baseline, alone
licence: Apache-2.0
source: tests
"""


@pytest.fixture
def plans(db: None, tmp_path: Path) -> None:
    """The indicators of the baseline pack, two regional plans and the sample plan, as they are shipped."""
    national = tmp_path / "national"
    national.mkdir()
    (national / "pack.yaml").write_text(BASELINE, encoding="utf-8")
    shutil.copytree(builtin_root() / "national" / "indicators", national / "indicators")
    for folder in (national, *(builtin_root() / name for name in ("yunnan", "tianjin", "demo-plan"))):
        install(folder=folder, actor=SYSTEM, now=NOW)


@pytest.fixture
def county(plans: None) -> SmallCounty:
    """A small county in the province with the code of the Yunnan plan."""
    return make_small_county("53")
