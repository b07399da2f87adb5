"""What is noted of sign-ins goes when its time is over."""

import datetime as dt

import pytest
from axes.models import AccessLog
from django.test import Client
from django.utils import timezone

from directory import sign_in_records
from tests.factories.people import make_official, sign_in

pytestmark = pytest.mark.django_db


def test_old_sign_ins_and_ended_sessions_are_forgotten_and_others_kept() -> None:
    old, recent = make_official(), make_official()
    sign_in(Client(), old)
    session = sign_in(Client(), recent).session
    long_ago = timezone.now() - dt.timedelta(days=sign_in_records.KEPT_DAYS + 1)
    AccessLog.objects.filter(username=old.username).update(attempt_time=long_ago)
    session.set_expiry(-1)
    session.save()

    assert sign_in_records.forget() == 2
    assert AccessLog.objects.get().username == recent.username
    assert not type(session)().exists(session.session_key)
