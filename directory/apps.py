from django.apps import AppConfig
from django.core import checks

from directory.checks import application_role


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = "名录"

    def ready(self) -> None:
        checks.register(application_role, checks.Tags.security, deploy=True)
