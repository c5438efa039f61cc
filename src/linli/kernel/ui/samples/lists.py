"""Invented lists: queue, plan table, papers, index of services."""

from linli.kernel.ui import components as ui
from linli.kernel.ui.samples.time import sample_path


def sample_plan() -> ui.PlanTable:
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


def sample_queue() -> ui.Queue:
    stops = sample_path()
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
                    row(
                        "#",
                        ui.DeadlineChip(
                            "running", "1 h 56 min of working time left", "12 h of working time", 84
                        ),
                        "最长的字句",
                        "250910-0038-4",
                        "Longest words",
                        "3号楼2门201",
                        "受理",
                        first,
                        "9月25日",
                        "陈海",
                    ),
                ],
                "10月9日起，3件",
            ),
        ],
        caption="我的待办",
    )


def sample_checklist() -> ui.Checklist:
    return ui.Checklist(
        [
            ui.CheckItem("身份证", "got", "电子证照，不用交", "#", "看"),
            ui.CheckItem("低收入认定", "got", "去年办过，直接用，2026年3月到期", "#", "看"),
            ui.CheckItem("银行卡正面", "need", "现在就能拍", "#", "拍"),
            ui.CheckItem("病历或诊断书", "may", "有就交，没有不影响受理", "#", "拍"),
        ]
    )


def sample_index() -> list[tuple[str, str, list[str]]]:
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
