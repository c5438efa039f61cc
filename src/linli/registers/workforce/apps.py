from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    name = "linli.registers.workforce"
    label = "workforce"
    verbose_name = "Workforce"
