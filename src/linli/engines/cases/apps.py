from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "linli.engines.cases"
    label = "cases"
    verbose_name = "Cases"
