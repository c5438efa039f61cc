from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "linli.rooms.sharing"
    label = "sharing"
    verbose_name = "Sharing"

    def ready(self) -> None:
        from linli.rooms.sharing import fragments  # noqa: PLC0415  models exist only now

        fragments.register_all()
