"""A frame with invented desks."""

from typing import Any

from linli.kernel.actors import Actor, Grant
from linli.kernel.ui import components as ui
from linli.kernel.ui.context import DemoAccount, DemoStrip, DeskView, Frame, NavGroup, NavLink
from linli.kernel.ui.preferences import Preferences

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
