from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "linli.engines.notices"
    label = "notices"
    verbose_name = "Notices"

    def ready(self) -> None:
        from linli.engines.notices import adjustables, channels, sections  # noqa: PLC0415  models exist only now
        from linli.engines.overlays import adjustable  # noqa: PLC0415
        from linli.engines.packs.sections import register  # noqa: PLC0415

        register(sections.NOTICE)
        adjustable.register(adjustables.NOTICE)
        channels.register_all()
