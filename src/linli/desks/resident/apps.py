from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from linli.kernel.ui.navigation import EVERYONE, Desk, NavItem, register


class ResidentConfig(AppConfig):
    name = "linli.desks.resident"
    label = "resident"
    verbose_name = "Resident"

    def ready(self) -> None:
        own = frozenset({"resident", "agent"})
        register(
            Desk(
                code="resident",
                title=_("My neighbourhood"),
                roles=EVERYONE,
                frame="resident",
                items=(
                    NavItem("home", _("Home"), "resident:home", "home"),
                    NavItem(
                        "services",
                        _("Services"),
                        "matters:catalogue",
                        "doc",
                        lights=("matters:guide", "matters:apply"),
                    ),
                    NavItem(
                        "mine",
                        _("My matters"),
                        "resident:mine",
                        "clock",
                        roles=own,
                        lights=(
                            "matters:my_case",
                            "resident:messages",
                            "resident:wish",
                            "feedback:rate",
                            "mine:file",
                            "mine:looks",
                            "mine:requests",
                            "mine:correct",
                            "bindings:acting",
                            "bindings:ask",
                            "mine:erase",
                            "mine:consents",
                            "bindings:devices",
                        ),
                    ),
                    NavItem("people", _("Who to ask"), "resident:people", "tel"),
                ),
            )
        )
