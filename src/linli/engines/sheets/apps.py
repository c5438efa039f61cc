from django.apps import AppConfig


class SheetsConfig(AppConfig):
    name = "linli.engines.sheets"
    label = "sheets"
    verbose_name = "Spreadsheets"
