"""What runs beside pages."""

from linli.rooms.files.jobs.imports import carry_on, forget_old_imports

__all__ = ["carry_on", "forget_old_imports"]
