from django.template.loader import render_to_string

from linli.engines.forms import answers
from linli.engines.forms.definitions import FormDefinition
from linli.engines.forms.fields import FieldView, fields_for
from linli.engines.forms.schema import json_schema
from linli.engines.forms.summaries import summary

from .conftest import ID_NUMBER, TODAY, make_form

KNOWN = {"person.name": "王桂兰", "person.id_number": ID_NUMBER}


def draw(form: FormDefinition, values: dict[str, str] | None = None, **faults: str) -> dict[str, FieldView]:
    return {row.path: row for row in fields_for(form, values, faults, KNOWN, today=TODAY).rows}


def page(form: FormDefinition, values: dict[str, str] | None = None, **faults: str) -> str:
    view = fields_for(form, values, faults, KNOWN, today=TODAY)
    return render_to_string("forms/_fields.html", {"view": view})


def test_a_fresh_form_is_filled_from_the_register_and_never_shows_a_whole_number(
    form: FormDefinition,
) -> None:
    rows = draw(form)
    assert (rows["name"].field.value, rows["name"].field.known) == ("王桂兰", True)
    assert rows["number"].field.value == "9999**********0024"
    assert (rows["number"].field.source, rows["number"].field.known) == ("户籍库", False)
    assert ID_NUMBER not in page(form)


def test_a_form_that_came_back_keeps_what_was_typed_and_says_the_mend(form: FormDefinition) -> None:
    text = page(form, {"phone": "138", "note": "<b>"}, phone="少8位")
    assert 'value="138"' in text
    assert "少8位" in text
    assert "&lt;b&gt;" in text
    assert "<b>" not in text


def test_a_locked_field_shows_the_register_whatever_was_sent(form: FormDefinition) -> None:
    assert draw(form, {"name": "李四"})["name"].field.value == "王桂兰"


def test_a_dependent_field_names_its_condition_for_pages_with_and_without_scripts(
    form: FormDefinition,
) -> None:
    row = draw(form)["agent"]
    assert (row.show_field, row.show_values) == ("receiver", "other")
    assert "代领人" in row.field.hint
    assert 'data-show-field="receiver"' in page(form)


def test_a_condition_no_script_can_follow_is_judged_by_the_server() -> None:
    form = make_form(
        {"code": "count", "label": "数", "type": "number"},
        {"code": "why", "label": "因", "type": "text", "show_if": "count > 3"},
    )
    assert set(draw(form)) == {"count"}
    assert set(draw(form, {"count": "4"})) == {"count", "why"}


def test_what_was_chosen_and_ticked_stays_so(form: FormDefinition) -> None:
    rows = draw(form, {"receiver": "other", "honest": "true"})
    assert [choice.checked for choice in rows["receiver"].field.choices] == [False, True]
    assert rows["honest"].field.choices[0].checked
    assert not draw(form, {})["honest"].field.choices[0].checked


def test_a_summary_shows_labels_and_masks_numbers(form: FormDefinition, typed: dict[str, str]) -> None:
    given = answers.clean(form, typed | {"amount": "1200.50"}, TODAY)
    shown = {row.code: row.value for part in summary(form, given) for row in part.rows}
    assert shown["receiver"] == "本人"
    assert shown["born"] == "2 Mar 1946"
    assert shown["number"] == "9999**********0024"
    assert shown["card"].endswith("0001")
    assert "6217" not in shown["card"]
    assert "1200.50" in shown["amount"]
    assert "agent" not in shown
    assert [part.title for part in summary(form, given)] == ["老人", "钱"]


def test_who_gave_a_purpose_reads_the_whole_number(form: FormDefinition, typed: dict[str, str]) -> None:
    given = answers.clean(form, typed, TODAY)
    rows = [row for part in summary(form, given, unmasked=True) for row in part.rows if row.sealed]
    assert ID_NUMBER in {row.value for row in rows}


def test_the_json_schema_says_what_is_required_and_allowed(form: FormDefinition) -> None:
    schema = json_schema(form)
    assert schema["required"] == ["name", "number", "born", "receiver", "card", "honest"]
    assert schema["properties"]["receiver"]["oneOf"][1] == {"const": "other", "title": "代领人"}
    assert schema["properties"]["agent"]["x-show-if"] == "receiver == 'other'"
    assert schema["properties"]["number"]["x-sealed"] is True
