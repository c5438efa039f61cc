from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from linli.kernel.ui.navigation import Desk, NavItem, register


class AdministratorConfig(AppConfig):
    name = "linli.desks.administrator"
    label = "administrator"
    verbose_name = "Administration"

    def ready(self) -> None:
        roles = frozenset({"administrator"})

        def item(code: str, title: object, url_name: str, icon: str, *lights: str) -> NavItem:
            return NavItem(code, title, url_name, icon, roles=roles, lights=lights)  # type: ignore[arg-type]

        register(
            Desk(
                code="installation",
                title=_("Administration"),
                roles=roles,
                items=(
                    item(
                        "settings",
                        _("What can be changed"),
                        "administrator:items",
                        "doc",
                        "administrator:item",
                        "administrator:upgrade",
                        "administrator:workbook",
                    ),
                    item(
                        "proposals",
                        _("Proposals"),
                        "administrator:proposals",
                        "inbox",
                        "administrator:proposal",
                        "administrator:preview",
                    ),
                    item(
                        "versions",
                        _("Versions"),
                        "administrator:versions",
                        "clock",
                        "administrator:version",
                    ),
                    item("installation", _("Installation"), "workbench:installation", "gear"),
                ),
            )
        )
