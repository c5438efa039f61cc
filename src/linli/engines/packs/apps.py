from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "linli.engines.packs"
    label = "packs"
    verbose_name = "Packs"

    def ready(self) -> None:
        from linli.engines.packs.calendars import CALENDAR, OFFICE_HOURS  # noqa: PLC0415  # needs loaded models
        from linli.engines.packs.labels import LABELS  # noqa: PLC0415
        from linli.engines.packs.privacy import PRIVACY  # noqa: PLC0415
        from linli.engines.packs.retention import RETENTION  # noqa: PLC0415
        from linli.engines.packs.sections import register  # noqa: PLC0415

        register(CALENDAR)
        register(OFFICE_HOURS)
        register(LABELS)
        register(PRIVACY)
        register(RETENTION)
