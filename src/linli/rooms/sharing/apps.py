from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "linli.rooms.sharing"
    label = "sharing"
    verbose_name = "Sharing"

    def ready(self) -> None:
        from linli.engines.notices.occasions import declare  # noqa: PLC0415  models exist only now
        from linli.rooms.sharing import fragments  # noqa: PLC0415
        from linli.rooms.sharing.rules.occasions import OCCASIONS  # noqa: PLC0415

        for occasion in OCCASIONS:
            declare(occasion)
        fragments.register_all()
