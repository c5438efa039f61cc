"""`linli doctor` notices what waits because nobody works."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models.functions import Now
from pytest_django import Settings

from linli.engines.packs.actions import install
from linli.kernel import clock
from linli.kernel.accounts.models import User
from linli.kernel.actors import SYSTEM
from linli.kernel.audit.actions import record
from linli.kernel.dispatch.models import Dispatch
from linli.kernel.events.models import Delivery, EventLog
from linli.kernel.installation.models import Installation, SealingKey
from linli.kernel.installation.queries import forget
from linli.kernel.keys import KeyRing
from linli.kernel.masters import MasterKey
from linli.site.health import examine
from tests.support.cast import Cast


@pytest.mark.django_db
def test_the_doctor_notices_that_no_worker_runs() -> None:
    def waiting() -> set[str]:
        return {finding.subject for finding in examine() if "has waited" in finding.text and not finding.fine}

    event = EventLog.objects.create(name="x", subject="x:1", payload={}, occurred_at=clock.now())
    Delivery.objects.create(event=event, subscriber="x", subject="x:1")
    message = {"person_id": 1, "channel": "console", "text_sealed": b"", "created_at": clock.now()}
    Dispatch.objects.create(key="1", **message)
    record(actor=SYSTEM, now=clock.now(), kind="look", act="x")
    assert not waiting()
    Delivery.objects.update(next_at=Now() - timedelta(minutes=2))
    assert waiting() == {"event to deliver"}
    Dispatch.objects.update(next_at=Now() - timedelta(minutes=2))
    assert waiting() == {"event to deliver", "message to send"}
    Dispatch.objects.update(state="sending")
    assert waiting() == {"event to deliver"}
    record(actor=SYSTEM, now=clock.now() - timedelta(minutes=2), kind="look", act="x")
    assert waiting() == {"event to deliver", "audit entry to seal"}


@pytest.mark.django_db
def test_the_doctor_notices_packs_past_their_last_day(tmp_path: Path) -> None:
    def validity() -> tuple[bool, str]:
        return next((finding.fine, finding.text) for finding in examine() if finding.subject == "validity")

    assert validity()[0]
    lines = ["id: town", "version: 0.1.0", "title: 示例", "licence: Apache-2.0", "source: 本项目"]
    last = clock.today() - timedelta(days=1)
    (tmp_path / "pack.yaml").write_text("\n".join([*lines, f"valid: {{until: {last}}}", ""]), "utf-8")
    install(folder=tmp_path, actor=SYSTEM, now=clock.now() - timedelta(days=1))
    fine, text = validity()
    assert not fine
    assert f"town 0.1.0 (until {last})" in text
    lines[1] = "version: 0.1.1"
    (tmp_path / "pack.yaml").write_text(
        "\n".join([*lines, f"valid: {{until: {clock.today()}}}", ""]), "utf-8"
    )
    install(folder=tmp_path, actor=SYSTEM, now=clock.now())
    assert validity()[0]


@pytest.mark.django_db
def test_the_doctor_says_that_keys_lie_open_and_whether_that_is_fit(
    settings: Settings, tmp_path: Path
) -> None:
    def keys() -> tuple[bool, str]:
        return next((finding.fine, finding.text) for finding in examine() if finding.subject == "keys")

    settings.KEYS = KeyRing(tmp_path / "keys.json")
    Installation.objects.create(demo=True)
    assert keys() == (True, "they lie open in keys.json, which is fit for demos only")
    Installation.objects.update(demo=False)
    forget()
    assert keys()[0] is False
    assert "set LINLI_MASTER_KEY_FILE and run `linli keys rewrap`" in keys()[1]
    settings.KEYS.rewrap(MasterKey(bytes(32), "LINLI_MASTER_KEY", 2))
    assert keys() == (True, "wrapped by a master key; key 1 seals what is new")
    settings.KEYS.prepare(above=0)
    assert "run `linli keys rotate`" in keys()[1]
    settings.KEYS.end_rotation()
    settings.KEYS.path.chmod(0o644)
    assert "chmod 600" in keys()[1]
    SealingKey.objects.update(fingerprint=b"another.")
    assert "is not the one that this database was sealed with" in keys()[1]


@pytest.mark.django_db
def test_the_doctor_names_the_administrators_that_are_missing(cast: Cast) -> None:
    def administrators() -> tuple[bool, str]:
        return next((one.fine, one.text) for one in examine() if one.subject == "administrators")

    assert administrators()[0]
    User.objects.filter(username="security-two").update(is_active=False)
    fine, text = administrators()
    assert not fine
    assert "too few: security " in text
