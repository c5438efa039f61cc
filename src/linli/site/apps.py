from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "linli.site"
    label = "site"
    verbose_name = "Site"

    def ready(self) -> None:
        from linli.registers.retention.plan import set_plan  # noqa: PLC0415  models are loaded now
        from linli.site.erasing import PLAN  # noqa: PLC0415

        set_plan(PLAN)
