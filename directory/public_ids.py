"""Public ids: short, permanent, readable aloud; they stand in addresses and on posters. Pure."""

import secrets
from collections.abc import Callable

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 6


def fresh(taken: Callable[[str], bool], length: int = LENGTH) -> str:
    """A random id that is not `taken`."""
    while True:
        candidate = "".join(secrets.choice(ALPHABET) for _ in range(length))
        if not taken(candidate):
            return candidate


def numbered(number: int, key: int = 0, length: int = LENGTH) -> str:
    """The id of a number in [0, 32**length): one to one for a fixed `key`, without visible order.

    A four-round Feistel network over the bits of the id, so that ids made in bulk need no look-up
    to be distinct. `length` must be even.
    """
    half = 5 * length // 2
    mask = (1 << half) - 1
    if length % 2 or not 0 <= number < 1 << (2 * half):
        raise ValueError(f"no id of {length} characters for {number}")
    left, right = number >> half, number & mask
    for turn in range(4):
        mixed = (right * 0x9E3779B1 + (key ^ (turn * 0x85EBCA6B)) * 0xC2B2AE35) & 0xFFFFFFFFFFFF
        mixed ^= mixed >> 23
        mixed = (mixed * 0x27D4EB2F165667C5) & 0xFFFFFFFFFFFFFFFF
        left, right = right, left ^ ((mixed >> 29) & mask)
    scrambled = left << half | right
    return "".join(ALPHABET[scrambled >> 5 * place & 31] for place in range(length))
