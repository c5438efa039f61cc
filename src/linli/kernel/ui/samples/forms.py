"""Invented fields and a receipt."""

from django.utils.safestring import mark_safe

from linli.kernel.ui import components as ui


def sample_fields() -> list[ui.Field]:
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


def sample_receipt() -> ui.Receipt:
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
