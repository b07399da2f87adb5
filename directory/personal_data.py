"""Personal details at rest: encrypted with the newest of PERSONAL_DATA_KEYS, read with any."""

import json
from typing import Any

from cryptography.fernet import InvalidToken
from django.db import transaction

from directory.models import ReportContact
from directory.personal_keys import keys

_CHUNK = 500


class Unreadable(RuntimeError):
    """None of the keys opens it, or it belongs to another row."""


def seal(report_pk: int, values: dict[str, str]) -> str:
    """The ciphertext of `values`, bound to one report."""
    said = json.dumps({"report": report_pk, **values}, ensure_ascii=False)
    return keys().encrypt(said.encode()).decode()


def open_sealed(report_pk: int, ciphertext: str) -> dict[str, str]:
    """The values again; `Unreadable` for a row that was tampered with or a key that is lost."""
    try:
        said: dict[str, Any] = json.loads(keys().decrypt(ciphertext.encode()))
    except InvalidToken as error:
        raise Unreadable("no key of PERSONAL_DATA_KEYS opens this") from error
    if said.pop("report", None) != report_pk:
        raise Unreadable("this ciphertext belongs to another report")
    return {name: str(value) for name, value in said.items()}


def rotate() -> tuple[int, int]:
    """Encrypts everything anew with the first key; (done, unreadable ones left as they were)."""
    newest, done, left, after = keys(), 0, 0, 0
    while True:
        with transaction.atomic():
            rows = ReportContact.objects.select_for_update().filter(pk__gt=after).order_by("pk")
            chunk = list(rows[:_CHUNK])
            for row in chunk:
                try:
                    row.ciphertext = newest.rotate(row.ciphertext.encode()).decode()
                except InvalidToken:
                    left += 1
                    continue
                row.save(update_fields=["ciphertext"])
                done += 1
        if not chunk:
            return done, left
        after = chunk[-1].pk
