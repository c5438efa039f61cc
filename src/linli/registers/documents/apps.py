from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "linli.registers.documents"
    label = "documents"
    verbose_name = "Documents"
