from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "linli.engines.forms"
    label = "forms"
    verbose_name = "Forms"
