"""Mapbox Vector Tiles 2.1 of points, written from arrays. No Django here, and no protobuf library.

Every part of a feature is a varint, and so a tile's features are one matrix of whole numbers, a
row a feature, which numpy turns into bytes in some thirty calls however many features there are.
Values (names, codes) are given as the bytes they have in a tile: `text` and `whole` make them.
"""

import functools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

EXTENT = 4096
NOTHING = -1

Longs = NDArray[np.int64]

# Field numbers of vector_tile.proto as the tags that stand before the fields.
_TILE_LAYER = b"\x1a"
_NAME, _KEY, _VALUE, _EXTENT, _VERSION = b"\x0a", b"\x1a", b"\x22", b"\x28", b"\x78\x02"
_FEATURE, _TAGS = 0x12, 0x12
# Type: point; geometry, of a length to be filled in: move once, to a place to be filled in.
_GEOMETRY_OF_A_POINT = (0x18, 1, 0x22, 0, 9, 0, 0)


def varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def text(words: str) -> bytes:
    """A string as a layer's `values` hold it."""
    said = words.encode()
    return _head(len(said)) + said


@functools.lru_cache(maxsize=1024)
def _head(length: int) -> bytes:
    """What stands before a string of so many bytes."""
    inner = b"\x0a" + varint(length)
    return _VALUE + varint(len(inner) + length) + inner


def whole(number: int) -> bytes:
    """A number from 0 as a layer's `values` hold it (uint)."""
    value = b"\x28" + varint(number)
    return _VALUE + varint(len(value)) + value


def layer(name: str, keys: Sequence[str], features: bytes, values: bytes) -> bytes:
    """A tile of one layer; `values` are joined, in the order that the features' tags count them."""
    said = name.encode()
    body = b"".join(
        (
            _VERSION,
            _NAME + varint(len(said)) + said,
            features,
            *(_KEY + varint(len(key.encode())) + key.encode() for key in keys),
            values,
            _EXTENT + varint(EXTENT),
        )
    )
    return _TILE_LAYER + varint(len(body)) + body


def points(tags: Sequence[Longs | int], x: Longs, y: Longs) -> bytes:
    """Features one after another, n of them, without ids of the format's own.

    tags : key, value, key, value …; keys are numbers, values (n,) places in the layer's values,
        NOTHING where the feature lacks the key
    x, y : (n,) position in the tile, 0 … EXTENT - 1 from its north-west corner
    """
    if not len(x):
        return b""
    paired = 4 + len(tags)
    numbers = np.empty((len(x), paired + 7), np.int32)
    numbers[0] = _FEATURE, 0, _TAGS, 0, *[0] * len(tags), *_GEOMETRY_OF_A_POINT
    numbers[1:] = numbers[0]
    for at, tag in enumerate(tags, start=4):
        numbers[:, at] = tag
    keys, values = numbers[:, 4:paired:2], numbers[:, 5:paired:2]
    keys[values == NOTHING] = NOTHING
    # Zigzag; the cursor of each feature begins at 0, 0.
    numbers[:, -2], numbers[:, -1] = x << 1, y << 1
    sizes = _sizes(numbers[:, 4:])
    # Eight bytes beside tags and position; lengths stay below 128, and take one byte.
    numbers[:, 3] = sizes[:, : len(tags)].sum(axis=1)
    numbers[:, -4] = 1 + sizes[:, -2] + sizes[:, -1]
    numbers[:, 1] = 6 + numbers[:, 3] + numbers[:, -4]
    return _varints(numbers)


def _sizes(numbers: NDArray[np.int32]) -> NDArray[np.int8]:
    """Bytes of each number as a varint; none for NOTHING."""
    sizes = (numbers >= 0).view(np.int8) + (numbers >= 1 << 7)
    most, bits = int(numbers.max()), 14
    while most >> bits:
        sizes += numbers >= 1 << bits
        bits += 7
    return sizes


def _varints(numbers: NDArray[np.int32]) -> bytes:
    """A row after another; NOTHING is no byte."""
    width = -(-int(numbers.max()).bit_length() // 7)
    data = np.empty((*numbers.shape, width), np.uint8)
    kept = np.empty((*numbers.shape, width), np.bool_)
    kept[:, :, 0] = numbers >= 0
    for at in range(width - 1):
        np.greater(numbers, 0x7F, out=kept[:, :, at + 1])
        data[:, :, at] = numbers & 0x7F | (kept[:, :, at + 1].view(np.uint8) << 7)
        numbers = numbers >> 7
    data[:, :, -1] = numbers & 0x7F
    return data[kept].tobytes()
