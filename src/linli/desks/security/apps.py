from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from linli.kernel.ui.navigation import Desk, NavItem, register


class SecurityConfig(AppConfig):
    name = "linli.desks.security"
    label = "security"
    verbose_name = "Security"

    def ready(self) -> None:
        from linli.desks.security.telling import GIVEN, WAITS  # noqa: PLC0415  models exist only now
        from linli.engines.notices.occasions import declare  # noqa: PLC0415

        declare(WAITS)
        declare(GIVEN)
        roles = frozenset({"security"})

        def item(code: str, title: object, url_name: str, icon: str, *lights: str) -> NavItem:
            return NavItem(code, title, url_name, icon, roles=roles, lights=lights)  # type: ignore[arg-type]

        register(
            Desk(
                code="security",
                title=_("Accounts and posts"),
                roles=roles,
                items=(
                    item(
                        "accounts", _("User accounts"), "security:accounts", "people", "security:account",
                        "security:give", "security:key",
                    ),
                    item("create", _("New account"), "security:create", "plus"),
                    item("requests", _("Waiting for a second person"), "security:requests", "inbox"),
                    item("told", _("Told to you"), "workbench:told_posts", "inbox"),
                    item("review", _("Quarterly review"), "security:review", "check"),
                ),
            )
        )  # fmt: skip
