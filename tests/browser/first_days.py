"""python -m tests.browser.first_days: officials of a running deployment, past their first day.

Asked by lines of JSON on its input, answered by lines on its output, so that Django is loaded once
for all of them. The pages of a first day have a test of their own (test_signing_in.py).
"""

import json
import os
import sys

import django

from scripts import serve

# As the deployment itself: whether cookies are marked as secure is part of it.
serve.set_environment(int(os.environ["PORT"]))
django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from directory import people, role_rules  # noqa: E402
from directory.models import Office  # noqa: E402
from tests.factories.people import give_second_factor, sign_in  # noqa: E402


def welcome(username: str, name: str, role: str, region: str, office: str) -> dict[str, str]:
    """The cookie of his session: made as `create_official` does it, with a password of his own and
    a telephone."""
    official, _start = people.create_official(
        None, username=username, name=name, office=Office.objects.get(code=office), email="",
        password=None,
    )  # fmt: skip
    role_rules.grant(None, official, role, region, "")
    official.start_password_until = None
    give_second_factor(official)
    session = sign_in(Client(), official).cookies[settings.SESSION_COOKIE_NAME]
    return {"name": session.key, "value": session.value}


def main() -> None:
    for line in sys.stdin:
        print(json.dumps(welcome(**json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
