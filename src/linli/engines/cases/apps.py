from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "linli.engines.cases"
    label = "cases"
    verbose_name = "Cases"

    def ready(self) -> None:
        from linli.engines.cases import adjustables, published  # noqa: F401, PLC0415 - declares its events
        from linli.engines.cases.assignment.section import ASSIGNMENT  # noqa: PLC0415
        from linli.engines.cases.sections import PROCEDURE  # noqa: PLC0415 - needs the app registry
        from linli.engines.overlays import adjustable  # noqa: PLC0415
        from linli.engines.packs.sections import register  # noqa: PLC0415

        register(PROCEDURE)
        register(ASSIGNMENT)
        adjustable.register(adjustables.PROCEDURE)
        adjustable.register(adjustables.ASSIGNMENT)
