from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import autodiscover_modules

from directory.checks import application_role, personal_data_keys


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = "名录"

    def ready(self) -> None:
        checks.register(application_role, checks.Tags.security, deploy=True)
        checks.register(personal_data_keys, checks.Tags.security, deploy=True)
        autodiscover_modules("receivers")
