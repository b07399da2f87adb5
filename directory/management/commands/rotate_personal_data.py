"""`manage.py rotate_personal_data`: encrypt all personal details with the newest key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory.personal_data import rotate
from directory.personal_keys import NoKeys


class Command(BaseCommand):
    help = (
        "Encrypts the personal details of senders of reports anew with the first of"
        " PERSONAL_DATA_KEYS. Afterwards the other keys can be taken away."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done, left = rotate()
        except NoKeys as error:
            raise CommandError(str(error)) from error
        if left:
            raise CommandError(
                f"{done} encrypted with the first key; {left} cannot be read with any key given:"
                " keep looking for the missing key before taking one away"
            )
        self.stdout.write(f"{done} encrypted with the first key.")
