from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "linli.desks.workbench"
    label = "workbench"
    verbose_name = "Workbench"
