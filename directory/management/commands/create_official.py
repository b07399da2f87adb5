"""`manage.py create_official USERNAME --name … --office CODE --role … --region …`."""

import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from directory import people, role_rules
from directory.errors import EntryErrors
from directory.kinds import Role
from directory.models import Office
from directory.models.people import Department


class Command(BaseCommand):
    help = (
        "Adds an official with one role. The password, one's own to choose at the first sign-in,"
        " is made and printed once, unless --ask-password or --password-stdin gives it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="name or post, such as 薛城区经办")
        parser.add_argument("--office", required=True, help="code of an office")
        parser.add_argument("--role", required=True, choices=[role.value for role in Role])
        parser.add_argument("--region", required=True, help="six-digit code")
        parser.add_argument("--department", default="", choices=["", *Department.values])
        parser.add_argument("--email", default="")
        given = parser.add_mutually_exclusive_group()
        given.add_argument("--ask-password", action="store_true")
        given.add_argument("--password-stdin", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        office = self._office(options["office"])
        password = self._password(options)
        try:
            with transaction.atomic():
                official, start = people.create_official(
                    None,
                    username=options["username"],
                    name=options["name"],
                    office=office,
                    email=options["email"],
                    password=password,
                )
                role_rules.grant(
                    None, official, options["role"], options["region"], options["department"]
                )
        except EntryErrors as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{official.username}: {official}, {options['role']}")
        if password is None:
            self.stdout.write(f"start password: {start}")
        self.stdout.write(
            f"it can be used for {people.START_PASSWORD_DAYS} days; a password of one's own and a"
            " second factor are asked for at the first sign-in"
        )

    def _office(self, code: str) -> Office:
        office = Office.objects.filter(code=code).first()
        if office is None:
            known = [f"  {each.code}  {each.name}" for each in Office.objects.all()]
            there = "there are:\n" + "\n".join(known) if known else "make one with create_office"
            raise CommandError(f"no office has the code {code!r}; {there}")
        return office

    def _password(self, options: dict[str, Any]) -> str | None:
        if options["password_stdin"]:
            return sys.stdin.readline().rstrip("\r\n")
        if not options["ask_password"]:
            return None
        first, second = getpass.getpass("Password: "), getpass.getpass("Again: ")
        if first != second:
            raise CommandError("the two passwords differ")
        return first
