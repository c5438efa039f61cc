import pytest
from django.test import Client

from linli.kernel.ui.preferences import Preferences, read_preferences

pytestmark = pytest.mark.django_db
PATH = "/ui/preferences/"


def test_unknown_cookies_mean_the_defaults() -> None:
    assert read_preferences({"linli_language": "fr", "linli_size": "huge"}) == Preferences()
    assert read_preferences({"linli_theme": "dark"}).dark_media == "screen"


def test_looking_at_the_choices_changes_nothing(client: Client) -> None:
    response = client.get(PATH, {"size": "elder"})
    assert response.status_code == 200
    assert "linli_size" not in response.cookies


@pytest.mark.parametrize(("name", "value"), [("language", "en"), ("size", "elder"), ("theme", "dark")])
def test_a_choice_is_kept_and_shown_on_the_next_page(client: Client, name: str, value: str) -> None:
    response = client.post(PATH, {name: value, "next": PATH})
    assert response.status_code == 302
    assert response["Location"] == PATH
    assert response.cookies[f"linli_{name}"]["httponly"]
    page = client.get(PATH).content.decode()
    attribute = {"language": 'lang="en"', "size": 'data-size="elder"', "theme": 'data-theme="dark"'}[name]
    assert attribute in page


def test_a_value_nobody_offers_is_not_kept(client: Client) -> None:
    assert "linli_size" not in client.post(PATH, {"size": "<b>"}).cookies


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""]
)
def test_one_is_never_sent_to_another_site(client: Client, target: str) -> None:
    assert client.post(PATH, {"size": "elder", "next": target})["Location"] == "/"


def test_another_site_cannot_choose_for_the_reader() -> None:
    assert Client(enforce_csrf_checks=True).post(PATH, {"size": "elder"}).status_code == 403


def test_the_language_does_not_leak_into_the_next_request(client: Client) -> None:
    client.cookies["linli_language"] = "en"
    assert client.get(PATH)["Content-Language"] == "en"
    del client.cookies["linli_language"]
    assert client.get(PATH)["Content-Language"] == "zh-Hans"
