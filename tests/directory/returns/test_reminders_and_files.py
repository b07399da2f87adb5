"""Reminders, measures beside a return, and the official workbook read back."""

import datetime as dt
from pathlib import Path
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from openpyxl import load_workbook

from directory.errors import EntryErrors
from directory.models import Return
from directory.returns import lateness, measures, reminders, workbook
from directory.returns.standing import current
from tests.directory.returns.conftest import Chain
from tests.factories.ledger import make_office

pytestmark = pytest.mark.django_db


def test_an_office_is_reminded_once_a_day_and_nobody_without_a_mailbox(
    chain: Chain, one: Return
) -> None:
    before = dt.date(2026, 12, 3)
    assert reminders.send(before) == 0
    make_office(mailbox="office@example.org")
    assert reminders.send(before) == 1
    assert reminders.send(before) == 0
    (letter,) = mail.outbox
    assert letter.to == ["office@example.org"]
    assert "薛城区 2026" in letter.subject
    assert "7 天" in letter.subject
    assert reminders.send(dt.date(2026, 12, 2)) == 0
    assert reminders.send(dt.date(2026, 12, 11)) == 1
    assert "逾期 1 天" in mail.outbox[-1].subject


def test_by_default_a_letter_is_printed(
    chain: Chain, one: Return, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "desk@example.org"
    make_office(mailbox="office@example.org")
    assert reminders.send(dt.date(2026, 12, 3)) == 1
    printed = capsys.readouterr().out
    assert "To: office@example.org" in printed
    assert "From: desk@example.org" in printed


def test_a_letter_that_did_not_go_out_is_tried_again_and_others_go(
    chain: Chain, one: Return, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    make_office(mailbox="office@example.org")
    make_office(region_code="370402", mailbox="other@example.org")
    Return.objects.create(
        region_code="370402", level="county", period="2026", due_on=dt.date(2026, 12, 10)
    )
    really = reminders.send_mail

    def refusing(subject: str, text: str, sender: str, to: list[str]) -> int:
        if to == ["office@example.org"]:
            raise SMTPServerDisconnected("gone")
        return really(subject, text, sender, to)

    monkeypatch.setattr(reminders, "send_mail", refusing)
    assert reminders.send(dt.date(2026, 12, 3)) == 1
    assert [letter.to for letter in mail.outbox] == [["other@example.org"]]
    assert "could not be sent" in caplog.text
    monkeypatch.setattr(reminders, "send_mail", really)
    assert reminders.send(dt.date(2026, 12, 3)) == 1
    assert mail.outbox[-1].to == ["office@example.org"]


def test_days_left_and_days_late(one: Return) -> None:
    (row,) = lateness.owed([one], dt.date(2026, 12, 14))
    assert (row.left, row.late) == (-4, 4)
    one.state = "handed_up"
    (row,) = lateness.owed([one], dt.date(2026, 12, 14))
    assert (row.left, row.late) == (None, 0)


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("措施.exe", b"MZ", "只收"),
        ("措施.pdf", b"<html>", "扩展名不符"),
        ("措施.pdf", b"", "空的"),
        ("措施.pdf", b"%PDF-" + b"0" * measures.MOST_BYTES, "10 MB"),
    ],
)
def test_files_of_other_kinds_and_too_large_ones_are_refused(
    chain: Chain, one: Return, name: str, body: bytes, said: str
) -> None:
    with pytest.raises(EntryErrors, match=said):
        measures.attach(chain.clerk, one, one.version, name, [body])
    assert not one.files.exists()


def test_a_file_keeps_its_bare_name(chain: Chain, one: Return) -> None:
    kept = measures.attach(chain.clerk, one, one.version, "../../etc/措施.pdf", [b"%PDF-1.7 x"])
    assert (kept.name, kept.size) == ("措施.pdf", 10)


def test_the_workbook_has_the_layout_of_the_province_and_the_frozen_numbers(
    chain: Chain, one: Return, tmp_path: Path
) -> None:
    chain.freeze(one)
    chain.full.name = "改名以后"
    chain.full.save()
    copy = current(one)
    assert copy is not None
    path = tmp_path / "return.xlsx"
    assert workbook.write(copy, path) == 2
    cells = [
        [cell for cell in row if cell is not None]
        for row in load_workbook(path).active.iter_rows(values_only=True)  # type: ignore[union-attr]
    ]
    (line,) = [row for row in cells if "永福路零工市场" in row]
    assert {200, 120} <= set(line)
    assert "2026" in str(cells[0][0])
    assert not any("改名以后" in row for row in cells)
