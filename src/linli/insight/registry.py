"""The measures of all installed apps, by code: `MEASURES` of each app's `measures.py`."""

from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from linli.kernel.measures import Measure

MEASURES: dict[str, Measure] = {}


def collect() -> None:
    """Fill `MEASURES`. Apps are found by name; what is not installed counts nothing."""
    for config in apps.get_app_configs():
        if config.module is None or not module_has_submodule(config.module, "measures"):
            continue
        for measure in getattr(import_module(f"{config.name}.measures"), "MEASURES", ()):
            add(measure)


def add(measure: Measure) -> None:
    """Raises ValueError if another measure has the same code."""
    known = MEASURES.setdefault(measure.code, measure)
    if known is not measure:
        raise ValueError(f"measure {measure.code} is offered twice")
