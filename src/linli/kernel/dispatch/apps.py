from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "linli.kernel.dispatch"
    label = "dispatch"
    verbose_name = "Dispatch"
