"""`manage.py create_office CODE --name … --region … --phone …`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from directory import offices
from directory.errors import EntryErrors
from directory.models import Office


class Command(BaseCommand):
    help = "Adds an office: it owns places, its people sign in, its number answers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="short name in Latin letters, such as xuecheng-jiuye")
        parser.add_argument("--name", required=True)
        parser.add_argument("--region", required=True, help="six-digit code of its region")
        parser.add_argument("--phone", default="", help="office line, such as 0632-1234567")
        parser.add_argument("--complaint-phone", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        office = Office(
            code=options["code"],
            name=options["name"],
            region_code=options["region"],
            phone=options["phone"],
            complaint_phone=options["complaint_phone"],
        )
        try:
            offices.create_office(None, office)
        except EntryErrors as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{office.code}: {office.name}（{office.region_code}）")
