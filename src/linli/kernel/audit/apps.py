from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "linli.kernel.audit"
    label = "audit"
    verbose_name = "Audit"
