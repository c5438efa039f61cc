"""Invented content for the gallery of components; nothing here is shown anywhere else."""

from datetime import date, timedelta
from typing import Any

from django.utils.safestring import mark_safe

from linli.kernel.actors import Actor, Grant
from linli.kernel.ui import components as ui
from linli.kernel.ui.context import DemoAccount, DemoStrip, DeskView, Frame, NavGroup, NavLink
from linli.kernel.ui.preferences import Preferences

TODAY = date(2025, 9, 29)
_HOLIDAY = {date(2025, 10, day) for day in range(1, 9)}
_MADE_UP = {date(2025, 9, 28), date(2025, 10, 11)}
_PAUSED = {date(2025, 9, day) for day in (17, 18, 19, 22)}
_ACCEPTED, _DUE = date(2025, 9, 10), date(2025, 10, 20)
_STATION = ui.Station(
    name="样张社区",
    where="样张市样张区样张街道",
    title="样张社区服务站",
    address="样张道18号",
    hours="每天 8:30–17:30",
    phone="000-0000-0018",
    note="国庆10月1日至8日照常开门，10:00–16:00。",
)


class SampleFrame(Frame):
    """The frame with invented desks, so that the gallery does not depend on who looks at it."""

    def __init__(self, request: Any, preferences: Preferences) -> None:
        super().__init__(request)
        self.preferences = preferences
        self.station = _STATION
        self.actor = Actor(user_id=0, name="刘畅", grants=(Grant("clerk", "", "样张社区 · 综合窗口"),))
        self.staff = DeskView(
            code="sample",
            title="工作台",
            href="#",
            groups=(
                NavGroup(
                    "",
                    (
                        _nav("我的待办", "inbox", "38", current=True),
                        _nav("收件", "plus"),
                        _nav("代办", "people", "5"),
                        _nav("分派", "swap", "2没人接", hot=True),
                    ),
                ),
                NavGroup(
                    "样张社区",
                    (_nav("居民", "people"), _nav("住户与房屋", "home"), _nav("网格与地图", "pin")),
                ),
                NavGroup(
                    "查",
                    (_nav("全部案件", "search"), _nav("统计与导出", "chart"), _nav("查阅记录", "shield")),
                ),
            ),
            search_href="#",
            search_hint="姓名、拼音首字母、手机尾号、案号、地址",
            verb=_nav("收件", "plus"),
        )
        self.resident = DeskView(
            code="sample",
            title="家门口",
            href="#",
            groups=(
                NavGroup(
                    "",
                    (
                        _nav("首页", "home", current=True),
                        _nav("办事", "doc"),
                        _nav("我的事", "clock"),
                        _nav("找人", "tel"),
                    ),
                ),
            ),
            search_href="#",
            search_hint="比如：老伴住院怎么报销",
            verb=None,
        )
        self.demo = DemoStrip(
            accounts=(
                DemoAccount("a", "刘畅", "社区经办人", True),
                DemoAccount("b", "张敏", "街道审核人", False),
                DemoAccount("c", "王桂兰", "居民", False),
            ),
            today="9月29日",
            enter_href="#",
            clock_href="#",
        )


def _nav(title: str, icon: str, count: str = "", *, current: bool = False, hot: bool = False) -> NavLink:
    return NavLink("#", title, icon, current, count, hot)


def sample_context() -> dict[str, Any]:
    """One of each component in each of its states."""
    return {
        "badges": [ui.Badge(state) for state in ("new", "running", "paused", "risk", "overdue", "done")],
        "chips": _chips(),
        "path": _path(),
        "path_long": ui.Path(
            [ui.Stop("受理"), ui.Stop("入户核查", "5天内"), ui.Stop("公示", "3天"), ui.Stop("发放")],
            vertical=True,
        ),
        "timeline": _timeline(),
        "steps": ui.Steps(
            [
                ui.Step("网格员到现场看", "2小时内"),
                ui.Step("修好，拍照给您看", "3天内"),
                ui.Step("请您说满意不满意"),
            ]
        ),
        "stepper": ui.Stepper(["看条件", "填表", "交材料", "核对"], at=2, hrefs=["#"]),
        "chart": _chart(phone_only=False),
        "chart_phone": _chart(phone_only=True),
        "person": ui.PersonHeader(
            name="王桂兰",
            about="女，76岁，独居",
            masked_id="999999********1527",
            masked_phone="138****4417",
            address="样张社区第3网格，2号楼3门401",
            reveal_href="#",
            actions=[ui.Link("换一个人", "#"), ui.Link("替别人办", "#")],
            level=2,
        ),
        "place": ui.PlacePath(
            [("样张市", "#"), ("样张区", "#"), ("样张街道", "#"), ("样张社区", "#"), ("第3网格", "")]
        ),
        "facts": ui.Facts([("住址", "2号楼3门401"), ("住户", "1人，独居"), ("联系", "138****4417")]),
        "stat": ui.Stat(
            figure="57.3",
            unit="%",
            badge=ui.Badge("risk", "比目标少2.7个百分点"),
            above="活动区域8 421平方米",
            below="设施总面积14 697平方米",
            goal=ui.Facts([("目标", "≥ 60%，2025年12月31日前"), ("还差", "398平方米")]),
        ),
        "stat_none": ui.Stat(figure="", note="缺位置表，算不出"),
        "plan": _plan(),
        "queue": _queue(),
        "checklist": _checklist(),
        "notices": [
            ui.Notice("已受理，案号250929-0041-2。回执正在打印。", href="#", link="撤销"),
            ui.Notice("材料齐了，可以受理。", tone="done"),
            ui.Notice("没有网络。您写的都在这台手机里，有网自动上传。", tone="risk"),
            ui.Notice("没交上去：第2项要改。其余都留着。", tone="overdue"),
        ],
        "empty": ui.Empty("今天没有到期的事", "下一件是适老化改造，10月14日到期。", "#", "看这一件"),
        "faults": ui.FaultList([ui.FaultLine("f-mobile", "联系人手机：少2位，手机号是11位")]),
        "fields": _fields(),
        "rating": ui.Rating("这次服务，您满意吗？", hint="只用来改进服务，不影响您的申请。"),
        "rating_error": ui.Rating("这次服务，您满意吗？", name="again", value=None, error="请选一项"),
        "receipt": _receipt(),
        "links": ui.LinkList(
            [
                ui.LinkRow("打电话问张敏", "#", "000-0000-0021（演示号码）", "tel"),
                ui.LinkRow("催一催", "#", "", "clock"),
                ui.LinkRow("再补一张材料", "#", "", "cam"),
                ui.LinkRow("不办了，撤回", "#", "撤回后30天内还能恢复", "x"),
            ]
        ),
        "mycase": ui.MyCase(
            "#", "居家养老服务补贴", "街道正在审核", "最晚10月20日（周一）答复您", _path(), "眼下不用您做什么"
        ),
        "index": _index(),
        "marks": [
            "search",
            "home",
            "doc",
            "clock",
            "tel",
            "go",
            "back",
            "down",
            "check",
            "x",
            "plus",
            "warn",
            "info",
            "cam",
            "mic",
            "speak",
            "eye",
            "me",
            "people",
            "more",
            "menu",
            "print",
            "out",
            "in",
            "pin",
            "off",
            "old",
            "card",
            "child",
            "fix",
            "hall",
            "vote",
            "med",
            "meal",
            "inbox",
            "chart",
            "plan",
            "calendar",
            "shield",
            "flag",
            "gear",
            "swap",
            "exit",
            "star",
        ],
    }


def _chips() -> list[tuple[ui.DeadlineChip, str]]:
    return [
        (ui.DeadlineChip("new", "剩5天", "10月13日", 5), "还没人动过"),
        (ui.DeadlineChip("running", "剩10天", "10月20日", 50), "底色走多长，期限用了多少"),
        (ui.DeadlineChip("paused", "停表", "等材料3天", 35), "斜纹，说清等谁、等了几天"),
        (ui.DeadlineChip("risk", "剩1天", "9月30日", 88), "用掉八成，或今天到期"),
        (ui.DeadlineChip("overdue", "超期1天", "9月28日", 100), "唯一的实心红，一屏不会多"),
        (ui.DeadlineChip("done", "用了8天", "9月18日", 40), "不抢眼，留个数"),
    ]


def _path() -> ui.Path:
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


def _timeline() -> ui.Timeline:
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


def _chart(*, phone_only: bool) -> ui.DayChart:
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


def _plan() -> ui.PlanTable:
    bar = ui.TargetBar.of
    return ui.PlanTable(
        [
            ui.PlanGroup(
                "差得远",
                [
                    ui.PlanRow(
                        "满意度调查覆盖率",
                        "58.3",
                        "#",
                        "样张-68",
                        "%",
                        "100%",
                        "5个社区没调查",
                        bar(583, 1000),
                    )
                ],
                "1项",
            ),
            ui.PlanGroup(
                "差一点",
                [
                    ui.PlanRow(
                        "居民活动区域占比", "57.3", "#", "样张-16", "%", "≥ 60%", "398平方米", bar(573, 600)
                    ),
                    ui.PlanRow(
                        "特殊困难老人月探访率",
                        "98.6",
                        "#",
                        "样张-39",
                        "%",
                        "100%",
                        "本月还有5人",
                        bar(986, 1000),
                    ),
                ],
                "2项",
            ),
            ui.PlanGroup(
                "达到",
                [
                    ui.PlanRow(
                        "法律顾问覆盖率", "100", "#", "样张-51", "%", "100%", "12个社区都有", bar(100, 100)
                    ),
                    ui.PlanRow(
                        "每万人社区工作者", "19.2", "#", "样张-05", "人", "≥ 18人", "多6人", bar(192, 180)
                    ),
                    ui.PlanRow("每百户设施面积", "64", "#", "样张-01", "㎡", "≥ 35㎡", "多29㎡", bar(64, 35)),
                ],
                "3项",
            ),
            ui.PlanGroup(
                "没有数据",
                [
                    ui.PlanRow(
                        "健身圈覆盖率", "无数据", "#", "样张-49", "", "100%", "缺位置表", bar(None, 100)
                    )
                ],
                "1项，不算0",
            ),
            ui.PlanGroup(
                "没有目标", [ui.PlanRow("满意率", "96.4", "#", "", "%", "", "规划没有定", None)], "只看走势"
            ),
        ],
        caption="对照规划",
        head="指标",
        note="横条按「现在 ÷ 目标」画，竖线就是目标。",
    )


def _queue() -> ui.Queue:
    stops = _path()
    first = ui.Path([ui.Stop("受理", state="here"), ui.Stop("复核"), ui.Stop("发放")])
    row = ui.QueueRow
    return ui.Queue(
        [
            ui.QueueGroup(
                "已超期",
                [
                    row(
                        "#",
                        ui.DeadlineChip("overdue", "超期1天", "9月28日", 100),
                        "临时救助",
                        "250915-0112-3",
                        "何秀芬",
                        "2号楼1门103",
                        "入户核查",
                        stops,
                        "9月26日",
                        "陈海",
                    )
                ],
                "1件，自动报街道",
            ),
            ui.QueueGroup(
                "今天到期",
                [
                    row(
                        "#",
                        ui.DeadlineChip("risk", "今天 17:30", "共5天", 100),
                        "高龄津贴",
                        "250922-0021-8",
                        "周玉珍",
                        "88岁，儿子代办",
                        "受理",
                        first,
                        "今天 09:12",
                        "我",
                        current=True,
                    ),
                    row(
                        "#",
                        ui.DeadlineChip("risk", "今天 17:30", "共1天", 100),
                        "路灯不亮",
                        "250928-0003-5",
                        "不留电话",
                        "样张道18号门前",
                        "派单",
                        first,
                        "昨天 19:44",
                        "规则7派来",
                    ),
                ],
                "2件",
            ),
            ui.QueueGroup(
                "国庆前",
                [
                    row(
                        "#",
                        ui.DeadlineChip("running", "剩1天", "9月30日", 67),
                        "城乡居民医保参保",
                        "250924-0016-2",
                        "郑小雨",
                        "新生儿，母亲代办",
                        "复核",
                        first,
                        "9月28日",
                        "我",
                    ),
                    row(
                        "#",
                        ui.DeadlineChip("new", "剩1天", "9月30日", 6),
                        "居住情况证明",
                        "250929-0002-7",
                        "胡敏",
                        "手机尾号0915",
                        "受理",
                        first,
                        "今天 08:51",
                        "线上提交",
                        ui.Badge("new"),
                    ),
                ],
                "到9月30日，7件，先列2件",
                "#",
                "全列",
            ),
            ui.QueueGroup(
                "节后",
                [
                    row(
                        "#",
                        ui.DeadlineChip("paused", "停表", "等材料3天", 35),
                        "特困供养复核",
                        "250905-0019-9",
                        "吴长顺",
                        "手机尾号2286",
                        "补材料",
                        stops,
                        "9月24日",
                        "已发短信",
                    ),
                    row(
                        "#",
                        ui.DeadlineChip("running", "剩10天", "10月20日", 50),
                        "居家养老服务补贴",
                        "250910-0037-6",
                        "王桂兰",
                        "76岁，独居",
                        "街道审核",
                        stops,
                        "9月25日",
                        "张敏",
                    ),
                ],
                "10月9日起，2件",
            ),
        ],
        caption="我的待办",
    )


def _checklist() -> ui.Checklist:
    return ui.Checklist(
        [
            ui.CheckItem("身份证", "got", "电子证照，不用交", "#", "看"),
            ui.CheckItem("低收入认定", "got", "去年办过，直接用，2026年3月到期", "#", "看"),
            ui.CheckItem("银行卡正面", "need", "现在就能拍", "#", "拍"),
            ui.CheckItem("病历或诊断书", "may", "有就交，没有不影响受理", "#", "拍"),
        ]
    )


def _fields() -> list[ui.Field]:
    return [
        ui.Field("registered", "户籍地", value="样张市样张区样张街道", source="户籍库", known=True),
        ui.Field("born", "出生日期", "text", "1949年5月27日", source="户籍库", known=True),
        ui.Field(
            "living",
            "居住情况",
            "radio",
            choices=[
                ui.Choice("alone", "独居", True),
                ui.Choice("spouse", "与配偶"),
                ui.Choice("child", "与子女"),
            ],
            wide=True,
        ),
        ui.Field("card", "发放银行卡号", "number", "6217 8570 0000 0", hint="本人名下的卡，16至19位"),
        ui.Field(
            "mobile", "联系人手机", "tel", "1390000 21", hint="子女或邻居都行", error="少2位，手机号是11位"
        ),
        ui.Field(
            "level",
            "失能程度",
            "select",
            choices=[ui.Choice("", "请选"), ui.Choice("1", "轻度"), ui.Choice("2", "中度")],
        ),
        ui.Field("amount", "月收入", "money", unit="元", required=False),
        ui.Field(
            "help",
            "日常要人帮的事",
            "checkboxes",
            hint="问一句勾一项，评估员上门会再核",
            choices=[
                ui.Choice("cook", "做饭", True),
                ui.Choice("wash", "洗澡", True),
                ui.Choice("dress", "穿衣"),
                ui.Choice("stairs", "上下楼"),
            ],
            wide=True,
        ),
        ui.Field(
            "photo",
            "银行卡照片",
            "file",
            hint="JPG 或 PNG，不超过10 MB",
            accept="image/jpeg,image/png",
            wide=True,
        ),
        ui.Field("note", "备注", "textarea", "左耳听力弱，打电话请慢一点。", required=False, wide=True),
        ui.Field("agree", "我说的都是真的，材料也是真的", "checkbox", wide=True),
    ]


def _receipt() -> ui.Receipt:
    modules = "".join(
        f"M{x} {y}h1v1h-1z" for x in range(21) for y in range(21) if (x * y + x // 3 + y // 2) % 3 == 0
    )
    picture = f'<svg viewBox="0 0 21 21" role="img" aria-label="二维码样张"><path d="{modules}"/></svg>'
    return ui.Receipt(
        "收件回执",
        "样张社区综合窗口",
        [
            ("事项", "居家养老服务补贴"),
            ("申请人", "王桂兰"),
            ("案号", "250910-0037-6"),
            ("还缺", "银行卡照片，9月24日前"),
        ],
        "最晚答复",
        "10月14日，星期二",
        ["补材料期间停表，日子顺延。"],
        "查进度，扫码或报查询码",
        "K7QM-3WXA",
        mark_safe(picture),  # noqa: S308
        "经办：刘畅 9月10日 10:06",
    )


def _index() -> list[tuple[str, str, list[str]]]:
    return [
        ("old", "老人", ["高龄津贴、", "助餐、", "居家照料、", "适老化改造"]),
        ("card", "困难救助", ["低保、", "临时救助、", "慈善帮扶"]),
        ("med", "看病报销", ["医保参保、", "异地就医、", "大病救助"]),
        ("child", "孩子", ["入园入学、", "托育、", "独生子女"]),
        ("fix", "房屋维修", ["漏水、", "电梯、", "维修资金"]),
        ("doc", "证件证明", ["残疾人证、", "居住证、", "不用再开的证明"]),
        ("hall", "借场地", ["活动室、", "会议室、", "小广场"]),
        ("vote", "议事投票", ["1件正在征求意见"]),
    ]
