from django.apps import AppConfig


class MandatesConfig(AppConfig):
    name = "linli.registers.mandates"
    label = "mandates"
    verbose_name = "Mandates"
