"""`manage.py grant_app_role`: the role as which web and worker reach the database."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from directory.database_role import RoleError, grant


class Command(BaseCommand):
    help = (
        "Makes the role APP_DATABASE_ROLE and grants it what the application needs: to read and"
        " write the ledger, only to read its history. Run as the owner, after each migration."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            granted = grant(settings.APP_DATABASE_ROLE, settings.APP_DATABASE_PASSWORD)
        except RoleError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"] > 0:
            made = "made and granted" if granted.made else "granted"
            self.stdout.write(f"{granted.role} {made}: {granted.tables} tables")
