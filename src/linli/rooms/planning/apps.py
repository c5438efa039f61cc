from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "linli.rooms.planning"
    label = "planning"
    verbose_name = "Plans and targets"

    def ready(self) -> None:
        from linli.rooms.planning import sections  # noqa: PLC0415 - models exist only now

        sections.register_all()
