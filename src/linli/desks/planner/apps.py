from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from linli.kernel.ui.navigation import Desk, NavItem, register


class PlannerConfig(AppConfig):
    name = "linli.desks.planner"
    label = "planner"
    verbose_name = "Planner"

    def ready(self) -> None:
        planner = frozenset({"planner"})
        register(
            Desk(
                code="planner",
                title=_("Planning"),
                roles=planner,
                items=(
                    NavItem(
                        "cockpit",
                        _("Against the plan"),
                        "planning:cockpit",
                        "chart",
                        roles=planner,
                        lights=("planning:",),
                    ),
                ),
            )
        )
