from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "linli.kernel.ui"
    label = "ui"
    verbose_name = "Ui"
