"""Anyone can see how a matter is handled; where that is not written down there is no such page."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.support.world import MATTER, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def test_every_step_is_told_with_who_has_it_and_drawn(world: World) -> None:
    page = Client().get(reverse("matters:procedure", args=[MATTER])).content.decode()
    assert '<b>街道审核</b> <span class="dim">街道(乡镇)审核人</span>' in page
    assert "退回社区 → 退回社区补充" in page
    assert "<polyline" in page


def test_the_bpmn_file_is_a_download(world: World) -> None:
    response = Client().get(reverse("matters:procedure_bpmn", args=[MATTER]))
    assert response.headers["Content-Disposition"] == f'attachment; filename="{MATTER}.bpmn"'
    assert response.content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')


@pytest.mark.parametrize("route", ["matters:procedure", "matters:procedure_bpmn"])
def test_a_matter_without_procedure_has_no_such_page(world: World, route: str) -> None:
    assert Client().get(reverse(route, args=["senior-card"])).status_code == 404
