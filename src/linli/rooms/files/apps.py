from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "linli.rooms.files"
    label = "files"
    verbose_name = "Files of people"
