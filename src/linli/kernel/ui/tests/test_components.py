from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.ui import components as ui
from linli.kernel.ui.components.numbers import TARGET_AT
from linli.kernel.ui.templatetags.ui import dates, icon, part

amounts = st.decimals(min_value=0, max_value=10**6, places=3, allow_nan=False)
targets = st.decimals(min_value="0.001", max_value=10**6, places=3, allow_nan=False)


@given(amounts, targets)
def test_a_bar_reaches_the_line_only_if_the_target_is_met(value: Decimal, target: Decimal) -> None:
    bar = ui.TargetBar.of(value, target)
    assert (bar.state == "met") == (value >= target)
    assert (bar.n >= TARGET_AT) == (value >= target)
    assert 0 <= bar.n <= 100


@given(amounts, targets)
def test_where_less_is_better_the_bar_reaches_the_line_from_above(value: Decimal, target: Decimal) -> None:
    bar = ui.TargetBar.of(value, target, lower_is_better=True)
    assert (bar.state == "met") == (value <= target)
    assert (bar.n >= TARGET_AT) == (value <= target)


def test_no_data_is_not_zero() -> None:
    assert ui.TargetBar.of(None, 60).state == "none"
    assert ui.TargetBar.of(0, 60).state == "far"
    assert "无数据" in part(ui.Stat(figure="")) or "No data" in part(ui.Stat(figure=""))


def test_a_value_far_above_its_target_ends_in_an_arrow() -> None:
    assert ui.TargetBar.of(64, 35).over
    assert not ui.TargetBar.of(36, 35).over


@pytest.mark.parametrize(("used", "css"), [(-5, "n-0"), (0, "n-0"), (88, "n-88"), (130, "n-100")])
def test_a_chip_is_never_fuller_than_full(used: int, css: str) -> None:
    assert css in ui.DeadlineChip("running", "剩1天", used=used).css.split()


def test_a_path_knows_where_one_stands() -> None:
    stops = [ui.Stop("a", state="past"), ui.Stop("b", state="here"), ui.Stop("c")]
    assert ui.Path(stops).fraction == "2 / 3"
    assert ui.Path([ui.Stop("a", state="past"), ui.Stop("b", state="past")]).fraction == "2 / 2"


def test_what_people_typed_is_escaped_everywhere() -> None:
    evil = "<script>9月1日</script>"
    things = [
        ui.Notice(evil),
        ui.Empty(evil, evil),
        ui.Badge("new", evil),
        ui.DeadlineChip("new", evil, evil),
        ui.Path([ui.Stop(evil, evil)]),
        ui.Timeline([ui.Trace(evil, evil, evil, evil, "#", evil)]),
        ui.Facts([(evil, evil)]),
        ui.PersonHeader(evil, evil, evil, evil, evil),
        ui.PlacePath([(evil, ""), (evil, "")]),
        ui.Field("a", evil, value=evil, hint=evil, error=evil, source=evil, placeholder=evil),
        ui.Field("a", evil, "select", choices=[ui.Choice(evil, evil)]),
        ui.Field("a", evil, "textarea", evil),
        ui.Checklist([ui.CheckItem(evil, "need", evil, "#", evil)]),
        ui.LinkList([ui.LinkRow(evil, "#", evil)]),
        ui.Receipt(evil, evil, [(evil, evil)], evil, evil, [evil], evil, evil, None, evil),
        ui.Rating(evil, error=evil, hint=evil),
        ui.MyCase("#", evil, evil, evil, None, evil),
        ui.Steps([ui.Step(evil, evil)]),
        ui.Stepper([evil], 1),
        ui.PlanTable(
            [ui.PlanGroup(evil, [ui.PlanRow(evil, evil, "#", evil, evil, evil, evil, None, evil)], evil)]
        ),
        ui.Queue(
            [
                ui.QueueGroup(
                    evil, [ui.QueueRow("#", ui.DeadlineChip("new", evil), evil, evil, evil, evil, evil)]
                )
            ]
        ),
    ]
    for thing in things:
        assert "<script" not in part(thing), thing
    assert "<script" not in part(evil)


def test_ready_markup_is_taken_as_it_is() -> None:
    assert "<b>now</b>" in part(ui.Notice(mark_safe("<b>now</b>")))


def test_nothing_is_drawn_for_nothing() -> None:
    assert part(None) == ""


def test_dates_are_wrapped_once_and_only_dates() -> None:
    assert dates("最晚10月20日答复") == '最晚<span class="date">10月20日</span>答复'
    assert dates("2025年10月20日") == '<span class="date">2025年10月20日</span>'
    assert dates("<10个月>") == "&lt;10个月&gt;"


def test_an_icon_is_silent_and_comes_from_the_sprite() -> None:
    markup = icon("search")
    assert 'aria-hidden="true"' in markup
    assert "ui/icons.svg#search" in markup


def test_a_field_points_to_its_hint_and_its_error() -> None:
    markup = part(ui.Field("mobile", "手机", "tel", "139", hint="11位", error="少8位"))
    assert 'aria-describedby="f-mobile-hint f-mobile-error"' in markup
    assert 'id="f-mobile-error"' in markup
    assert 'aria-invalid="true"' in markup


def test_a_known_value_names_its_source_and_cannot_be_changed() -> None:
    markup = part(ui.Field("born", "出生日期", value="1949年5月27日", source="户籍库", known=True))
    assert "户籍库" in markup
    assert "readonly" in markup


def test_faults_lead_to_their_fields() -> None:
    fields = [ui.Field("a", "A"), ui.Field("b", "B", error="少2位")]
    summary = ui.FaultList.of(fields)
    assert summary is not None
    assert 'href="#f-b"' in part(summary)
    assert ui.FaultList.of(fields[:1]) is None


def make_days(count: int) -> list[ui.DayCell]:
    first = date(2025, 9, 10)
    kinds = ["acc"] + ["used"] * (count - 2) + ["end"]
    return [ui.DayCell(first + timedelta(days=n), kinds[n], note="x" if n == 0 else "") for n in range(count)]  # type: ignore[arg-type]


@given(st.integers(min_value=2, max_value=120))
def test_strip_and_calendar_show_each_day_once(count: int) -> None:
    cells = make_days(count)
    strip, calendar = ui.DayStrip(cells), ui.MonthCalendar(cells)
    assert sum(days for days, _ in strip.months) == count
    assert sum(note.span for note in strip.notes) == count
    shown = [css for week in calendar.weeks for css, _, _ in week]
    assert len(shown) % 7 == 0
    assert sum(css != "none" for css in shown) == count


def test_a_long_term_is_drawn_as_a_calendar_only() -> None:
    assert ui.DayChart(make_days(40)).strip is not None
    assert ui.DayChart(make_days(90)).strip is None
    assert ui.DayChart(make_days(40), phone_only=True).strip is None


def test_the_picture_is_also_told_in_words() -> None:
    words = ui.DayChart(make_days(4)).in_words
    assert [days for days, _ in words] == ["9月10日", "9月11日至12日", "9月13日"]
