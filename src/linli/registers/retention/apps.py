from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "linli.registers.retention"
    label = "retention"
    verbose_name = "Retention"
