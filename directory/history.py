"""Who writes, and why: said to the database before the write, so that its history can tell."""

from django.db import connection

from directory.models import Official

SYSTEM = "system"


def attribute(official: Official | None, act: str, reason: str = "") -> None:
    """Name the author of all that this transaction writes; `None`: a command or the machine.

    Holds until the transaction ends. Outside a transaction it would name nobody: RuntimeError.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a write is attributed inside its transaction")
    said = {
        "linggong.official": "" if official is None else str(official.pk),
        "linggong.actor": SYSTEM if official is None else official.username,
        "linggong.act": act,
        "linggong.reason": reason,
    }
    with connection.cursor() as cursor:
        for name, value in said.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
