"""Mapbox Vector Tiles 2.1 of points, written from arrays. No Django here, and no protobuf library.

Every part of a feature is a varint, and so a tile's features are one matrix of whole numbers, a
row a feature, which numpy turns into bytes in some twenty calls however many features there are.
Values (names, codes) are given as the bytes they have in a tile: `text` and `whole` make them.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

EXTENT = 4096
NOTHING = -1

Longs = NDArray[np.int64]

# Field numbers of vector_tile.proto as the tags that stand before the fields.
_TILE_LAYER = b"\x1a"
_NAME, _KEY, _VALUE, _EXTENT, _VERSION = b"\x0a", b"\x1a", b"\x22", b"\x28", b"\x78\x02"
_FEATURE, _ID, _TAGS, _TYPE, _GEOMETRY = 0x12, 0x08, 0x12, 0x18, 0x22
_POINT, _MOVE_TO_ONE = 1, 9


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
    value = b"\x0a" + varint(len(said)) + said
    return _VALUE + varint(len(value)) + value


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


def points(ids: Longs, tags: Sequence[Longs | int], x: Longs, y: Longs) -> bytes:
    """Features one after another, n of them.

    ids : (n,) numbers from 0, NOTHING for none
    tags : key, value, key, value …; keys are numbers, values (n,) places in the layer's values,
        NOTHING where the feature lacks the key
    x, y : (n,) position in the tile, 0 … EXTENT - 1 from its north-west corner
    """
    count = len(x)
    if not count:
        return b""
    pairs = np.empty((count, len(tags)), np.int32)
    for at, tag in enumerate(tags):
        pairs[:, at] = tag
    absent = pairs[:, 1::2] == NOTHING
    if absent.any():
        pairs[:, 0::2][absent] = NOTHING
    geometry = np.empty((count, 7), np.int32)
    geometry[:, :] = (_TYPE, _POINT, _GEOMETRY, 0, _MOVE_TO_ONE, 0, 0)
    # Zigzag; the cursor of each feature begins at 0, 0.
    geometry[:, 5], geometry[:, 6] = x << 1, y << 1
    geometry[:, 3] = 1 + _sizes(geometry[:, 5:]).sum(axis=1)
    numbers = np.empty((count, 2), np.int64)
    numbers[:, 0], numbers[:, 1] = np.where(ids < 0, NOTHING, _ID), ids
    head = np.empty((count, 4), np.int32)
    head[:, 0], head[:, 2] = _FEATURE, _TAGS
    head[:, 3] = _sizes(pairs).sum(axis=1)
    head[:, 1] = (
        _sizes(numbers).sum(axis=1) + _sizes(head[:, 2:]).sum(axis=1) + head[:, 3]
        + 4 + geometry[:, 3]
    )  # fmt: skip
    blocks = [_varints(block) for block in (head[:, :2], numbers, head[:, 2:], pairs, geometry)]
    data = np.concatenate([block for block, _kept in blocks], axis=1)
    kept = np.concatenate([kept for _block, kept in blocks], axis=1)
    return data[kept].tobytes()


def _sizes(numbers: NDArray[np.int32] | Longs) -> NDArray[np.int32]:
    """Bytes of each number as a varint; none for NOTHING."""
    sizes = (numbers >= 0).astype(np.int32)
    most = int(numbers.max())
    limit = 1 << 7
    while limit <= most:
        sizes += numbers >= limit
        limit <<= 7
    return sizes


def _varints(numbers: NDArray[np.int32] | Longs) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """(n, columns) as bytes (n, columns · width), and which of them are kept."""
    count, columns = numbers.shape
    width = max(1, -(-int(numbers.max()).bit_length() // 7))
    data = np.empty((count, columns, width), np.uint8)
    kept = np.empty((count, columns, width), np.bool_)
    kept[:, :, 0] = numbers >= 0
    rest = numbers
    for at in range(width):
        data[:, :, at] = rest & 0x7F
        rest = rest >> 7
        if at + 1 < width:
            more = rest > 0
            data[:, :, at] |= more.view(np.uint8) << 7
            kept[:, :, at + 1] = more
    return data.reshape(count, -1), kept.reshape(count, -1)
