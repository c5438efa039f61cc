"""Tables keep to the floors: no row points upwards, and no room's row points into another room."""

from django.apps import apps

FLOORS = ("kernel", "registers", "engines", "insight", "rooms", "desks", "site")


def place_of(module: str) -> tuple[int, str]:
    """Floor (counted from the ground) and part, of `linli.<floor>.<part>…`."""
    _, floor, part, *_ = module.split(".")
    return FLOORS.index(floor), part


def test_no_table_points_upwards_or_into_another_room() -> None:
    wrong, seen = [], 0
    for model in apps.get_models():
        if not model.__module__.startswith("linli."):
            continue
        floor, part = place_of(model.__module__)
        for field in model._meta.get_fields(include_hidden=True):
            target = field.related_model
            if not field.concrete or not isinstance(target, type):
                continue
            seen += 1
            other_floor, other_part = place_of(target.__module__)
            if other_floor > floor or (
                FLOORS[floor] == "rooms" == FLOORS[other_floor] and other_part != part
            ):
                wrong.append(f"{model.__name__}.{field.name} → {target.__name__}")
    assert wrong == []
    assert seen > 20


def test_every_table_has_a_name_of_its_own_without_its_app() -> None:
    """Programs of others read these tables: their names are part of what we promise."""
    names = {model._meta.db_table for model in apps.get_models() if model.__module__.startswith("linli.")}
    assert [name for name in names if not name.replace("_", "").isalnum() or name != name.lower()] == []
    apps_of_ours = {
        config.label for config in apps.get_app_configs() if config.name.startswith("linli.rooms.")
    }
    assert [name for name in names if any(name.startswith(f"{label}_") for label in apps_of_ours)] == []
