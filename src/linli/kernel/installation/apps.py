from django.apps import AppConfig
from django.core.signals import request_finished, request_started


class InstallationConfig(AppConfig):
    name = "linli.kernel.installation"
    label = "installation"
    verbose_name = "Installation"

    def ready(self) -> None:
        from linli.kernel.installation.queries import begin_request, end_request  # noqa: PLC0415  models first

        request_started.connect(begin_request, dispatch_uid="linli.installation")
        request_finished.connect(end_request, dispatch_uid="linli.installation")
