"""The worker knows every task: one in a module that nobody loads is never run and never missed."""

from django.conf import settings
from procrastinate.contrib.django import app

from tests.house.sources import LAYERS, modules

# Found by procrastinate in each application.
FOUND = {f"{layer}.tasks" for layer in LAYERS}


def test_every_module_of_tasks_is_loaded_by_the_worker() -> None:
    there = {module.name for module in modules() if module.name.endswith(".tasks")}
    assert there - FOUND == set(settings.PROCRASTINATE_IMPORT_PATHS)


def test_what_is_done_each_day_is_among_them() -> None:
    app.perform_import_paths()
    daily = {each.task.name for each in app.periodic_registry.periodic_tasks.values()}
    assert {"remind_of_returns", "make_count_months", "forget_imported_files"} <= daily
