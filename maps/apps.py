from importlib import import_module

from django.apps import AppConfig


class MapsConfig(AppConfig):
    name = "maps"
    verbose_name = "地图"

    def ready(self) -> None:
        # Signal receivers, which need the models.
        import_module("maps.office.entrance.sessions")
