from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "linli.registers.consents"
    label = "consents"
    verbose_name = "Consents"
