"""A body is packed once, and held in the forms that are asked for."""

import gzip
from types import SimpleNamespace

import brotli
import pytest

from maps.readpath import bodies
from maps.readpath.bodies import AGAIN, LARGE, PIECE, SHARE, Body, Spare
from maps.readpath.kept import OVERHEAD, Kept

PLAIN = b'{"name": "labour market"}' * 400
BROWSER = SimpleNamespace(brotli=True, gzip=True)
GZIP = SimpleNamespace(brotli=False, gzip=True)
NOTHING = SimpleNamespace(brotli=False, gzip=False)


@pytest.mark.parametrize(
    ("asked", "name", "unpack"),
    [(BROWSER, "br", brotli.decompress), (GZIP, "gzip", gzip.decompress)],
)
def test_of_a_kept_body_that_was_packed_only_that_is_held(asked, name, unpack):
    body = Body((PLAIN,), kept=True)
    packed, said = body.for_(asked)
    assert (unpack(packed), said) == (PLAIN, name)
    assert len(body) == len(packed) < len(PLAIN) / 10
    assert body.for_(asked)[0] is packed


@pytest.mark.parametrize("first", [BROWSER, GZIP])
def test_who_takes_nothing_packed_gets_the_same_bytes_afterwards(first):
    body = Body((PLAIN,), kept=True)
    body.for_(first)
    assert body.for_(NOTHING) == (PLAIN, "")
    assert gzip.decompress(body.for_(GZIP)[0]) == PLAIN
    assert body.plain == PLAIN


def test_what_does_not_become_smaller_is_sent_and_held_as_it_is():
    noise = bytes(range(256))
    body = Body((noise,), kept=True)
    assert body.for_(GZIP) == (noise, "")
    assert len(body) == len(noise)


def test_what_is_sent_once_is_packed_quickly_and_short_bodies_not_at_all():
    assert gzip.decompress(Body((PLAIN,), kept=False).for_(BROWSER)[0]) == PLAIN
    assert Body((b"short",), kept=True).for_(BROWSER) == (b"short", "")


def test_of_pieces_only_what_is_not_in_the_publication_counts_as_held():
    published = memoryview(PLAIN * 10)
    body = Body((b"[", published[:7], published[9:], b"]"), kept=True)
    joined = b"[" + bytes(published[:7]) + bytes(published[9:]) + b"]"
    assert body.in_pieces
    assert len(body) == 2 + 2 * PIECE
    assert body.for_(NOTHING) == (joined, "")
    assert len(body) == 2 + 2 * PIECE
    packed, _ = body.for_(GZIP)
    assert gzip.decompress(packed) == joined
    assert body.for_(NOTHING) == (joined, "")


def test_what_was_joined_and_is_held_is_the_very_same_bytes_each_time():
    body = Body((PLAIN, memoryview(PLAIN)), kept=True)
    joined, _ = body.for_(NOTHING)
    body.hold(joined)
    assert not body.in_pieces
    assert body.for_(NOTHING)[0] is joined
    assert len(body) == len(joined)


def test_only_what_is_joined_again_before_too_many_others_is_worth_holding():
    kept = Kept(most_bytes=100_000)
    large = 20_000
    assert not kept.joined_again("a", large)
    assert kept.joined_again("a", large)
    for other in "bcd":
        assert not kept.joined_again(other, large)
    assert not kept.joined_again("a", large)
    assert not kept.joined_again("e", 50_000)
    assert not kept.joined_again("e", 50_000 - OVERHEAD + 1)


def test_a_large_answer_is_packed_well_once_it_has_been_asked_for_often(monkeypatch) -> None:
    monkeypatch.setattr(bodies, "spare", Spare())
    plain = PLAIN * (LARGE // len(PLAIN) + 1)
    body, other = Body((plain,), kept=True), Body((plain,), kept=True)
    for _ in range(AGAIN):
        quick, name = body.for_(BROWSER)
        assert (gzip.decompress(quick), name) == (plain, "gzip")
        assert other.for_(BROWSER) == (quick, "gzip")
    well, name = body.for_(BROWSER)
    assert (brotli.decompress(well), name) == (plain, "br")
    assert body.for_(BROWSER)[0] is well
    # That took time: the next one has to wait until it is a small share of all.
    assert other.for_(BROWSER) == (quick, "gzip")
    monkeypatch.setattr(bodies, "spare", Spare())
    assert other.for_(BROWSER) == (well, "br")


def test_time_that_was_spent_is_a_share_of_all_before_there_is_any_again(monkeypatch) -> None:
    now = 1000.0
    monkeypatch.setattr(bodies.time, "monotonic", lambda: now)
    time_left = Spare()
    assert time_left.there_is()
    time_left.spend(0.5)
    now += 0.5 * (SHARE - 1) - 0.01
    assert not time_left.there_is()
    now += 0.02
    assert time_left.there_is()
