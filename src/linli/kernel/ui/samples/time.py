"""How far an invented request is: chips, path, timeline, the days of its deadline."""

from datetime import date, timedelta
from typing import Any

from linli.kernel.ui import components as ui

TODAY = date(2025, 9, 29)
_HOLIDAY = {date(2025, 10, day) for day in range(1, 9)}
_MADE_UP = {date(2025, 9, 28), date(2025, 10, 11)}
_PAUSED = {date(2025, 9, day) for day in (17, 18, 19, 22)}
_ACCEPTED, _DUE = date(2025, 9, 10), date(2025, 10, 20)


def sample_chips() -> list[tuple[ui.DeadlineChip, str]]:
    return [
        (ui.DeadlineChip("new", "剩5天", "10月13日", 5), "还没人动过"),
        (ui.DeadlineChip("running", "剩10天", "10月20日", 50), "底色走多长，期限用了多少"),
        (ui.DeadlineChip("paused", "停表", "等材料3天", 35), "斜纹，说清等谁、等了几天"),
        (ui.DeadlineChip("risk", "剩1天", "9月30日", 88), "用掉八成，或今天到期"),
        (ui.DeadlineChip("overdue", "超期1天", "9月28日", 100), "唯一的实心红，一屏不会多"),
        (ui.DeadlineChip("done", "用了8天", "9月18日", 40), "不抢眼，留个数"),
    ]


def sample_path() -> ui.Path:
    return ui.Path(
        [
            ui.Stop("受理", "9月10日 刘畅", "past"),
            ui.Stop("入户评估", "9月24日，用6天", "past"),
            ui.Stop("街道审核", "9月25日起，限5天", "here"),
            ui.Stop("公示", "3天"),
            ui.Stop("区民政局确认", "限4天"),
            ui.Stop("发放", "每月10日"),
        ]
    )


def sample_timeline() -> ui.Timeline:
    return ui.Timeline(
        [
            ui.Trace("9月25日 09:02", "转到街道审核", "规则12：样张社区的养老补贴归民政岗"),
            ui.Trace(
                "9月24日 15:30",
                "入户评估完成",
                "评估员 高洁、田野",
                "能自己吃饭，洗澡、上下楼要人扶。",
                "#",
                "评估表",
            ),
            ui.Trace("9月17日 16:40", "请补银行卡照片，停表", "刘畅；短信已送达138****4417"),
            ui.Trace("9月10日 10:06", "受理，回执已打印", "刘畅，样张社区综合窗口"),
        ]
    )


def _cell(day: date) -> ui.DayCell:
    counted = day in _MADE_UP or (day.weekday() < 5 and day not in _HOLIDAY)
    mark = "班" if day in _MADE_UP else "休" if day in _HOLIDAY else ""
    notes = {_ACCEPTED: "受理", _DUE: "最晚答复"}
    kind: Any
    if not _ACCEPTED <= day <= _DUE:
        return ui.DayCell(day, "none")
    if day in notes:
        kind = "acc" if day == _ACCEPTED else "end"
    elif day in _PAUSED:
        kind = "paused"
    elif not counted:
        kind = "hol" if day in _HOLIDAY else "off"
    else:
        kind = "used" if day <= TODAY else "left"
    stood = date(2025, 9, 17) <= day <= date(2025, 9, 22)
    note = notes.get(day) or ("停表，等银行卡照片" if stood else "国庆中秋放假" if day in _HOLIDAY else "")
    return ui.DayCell(day, kind, day == TODAY, mark, note)


def sample_chart(*, phone_only: bool) -> ui.DayChart:
    cells = [_cell(date(2025, 9, 8) + timedelta(days=n)) for n in range(45)]
    if phone_only:
        terms = [
            ui.SumTerm("9月10日受理，给20个工作日", "10月14日"),
            ui.SumTerm("9月17日至22日等您补材料", "停表4天"),
            ui.SumTerm("国庆中秋放假8天", "不计"),
            ui.SumTerm("9月28日、10月11日调休上班", "计入"),
        ]
    else:
        terms = [ui.SumTerm("9月10日受理"), ui.SumTerm("承诺20个工作日"), ui.SumTerm("停表4个工作日")]
    return ui.DayChart(
        cells,
        terms,
        result="10月20日 周一",
        legal="法定30个工作日，到11月3日",
        source="依据：事项指南2025年第2版、国务院办公厅2025年放假安排。",
        phone_only=phone_only,
    )
