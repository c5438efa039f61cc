"""Invented content for the gallery of components; nothing here is shown anywhere else."""

from typing import Any

from linli.kernel.ui import components as ui
from linli.kernel.ui.samples.forms import sample_fields, sample_receipt
from linli.kernel.ui.samples.frame import SampleFrame
from linli.kernel.ui.samples.lists import sample_checklist, sample_index, sample_plan, sample_queue
from linli.kernel.ui.samples.time import sample_chart, sample_chips, sample_path, sample_timeline

__all__ = ["SampleFrame", "sample_context"]


def sample_context() -> dict[str, Any]:
    """One of each component in each of its states."""
    return {
        "badges": [ui.Badge(state) for state in ("new", "running", "paused", "risk", "overdue", "done")],
        "chips": sample_chips(),
        "path": sample_path(),
        "path_long": ui.Path(
            [ui.Stop("受理"), ui.Stop("入户核查", "5天内"), ui.Stop("公示", "3天"), ui.Stop("发放")],
            vertical=True,
        ),
        "timeline": sample_timeline(),
        "steps": ui.Steps(
            [
                ui.Step("网格员到现场看", "2小时内"),
                ui.Step("修好，拍照给您看", "3天内"),
                ui.Step("请您说满意不满意"),
            ]
        ),
        "stepper": ui.Stepper(["看条件", "填表", "交材料", "核对"], at=2, hrefs=["#"]),
        "chart": sample_chart(phone_only=False),
        "chart_phone": sample_chart(phone_only=True),
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
        "plan": sample_plan(),
        "queue": sample_queue(),
        "checklist": sample_checklist(),
        "notices": [
            ui.Notice("已受理，案号250929-0041-2。回执正在打印。", href="#", link="撤销"),
            ui.Notice("材料齐了，可以受理。", tone="done"),
            ui.Notice("没有网络。您写的都在这台手机里，有网自动上传。", tone="risk"),
            ui.Notice("没交上去：第2项要改。其余都留着。", tone="overdue"),
        ],
        "empty": ui.Empty("今天没有到期的事", "下一件是适老化改造，10月14日到期。", "#", "看这一件"),
        "faults": ui.FaultList([ui.FaultLine("f-mobile", "联系人手机：少2位，手机号是11位")]),
        "fields": sample_fields(),
        "rating": ui.Rating("这次服务，您满意吗？", hint="只用来改进服务，不影响您的申请。"),
        "rating_error": ui.Rating("这次服务，您满意吗？", name="again", value=None, error="请选一项"),
        "receipt": sample_receipt(),
        "links": ui.LinkList(
            [
                ui.LinkRow("打电话问张敏", "#", "000-0000-0021（演示号码）", "tel"),
                ui.LinkRow("催一催", "#", "", "clock"),
                ui.LinkRow("再补一张材料", "#", "", "cam"),
                ui.LinkRow("不办了，撤回", "#", "撤回后30天内还能恢复", "x"),
            ]
        ),
        "mycase": ui.MyCase(
            "#",
            "居家养老服务补贴",
            "街道正在审核",
            "最晚10月20日（周一）答复您",
            sample_path(),
            "眼下不用您做什么",
        ),
        "index": sample_index(),
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
