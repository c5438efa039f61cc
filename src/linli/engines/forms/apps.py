from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "linli.engines.forms"
    label = "forms"
    verbose_name = "Forms"

    def ready(self) -> None:
        from linli.engines.forms import adjustables  # noqa: PLC0415
        from linli.engines.forms.sections import CODE_LIST, FORM  # noqa: PLC0415  # needs loaded models
        from linli.engines.overlays import adjustable  # noqa: PLC0415
        from linli.engines.packs.sections import register  # noqa: PLC0415

        register(CODE_LIST)
        register(FORM)
        adjustable.register(adjustables.FORM)
        adjustable.register(adjustables.CODE_LIST)
