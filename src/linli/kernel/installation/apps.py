from django.apps import AppConfig


class InstallationConfig(AppConfig):
    name = "linli.kernel.installation"
    label = "installation"
    verbose_name = "Installation"
