"""Names a few edits apart, found by equal parts in a plain index.

PassJoin (Li, Deng, Wang, Feng, VLDB 2011): cut a name into one part more than the edits to forgive, and one part at
least is left whole. Each name is stored under its parts; a query looks for those substrings of its own that could be
such a part. A swap of two letters across the border of two parts spoils both for the price of one edit, so the parts at
the two ends are also looked for as they were before such a swap.
"""

from collections.abc import Iterator
from zlib import crc32

SHORT = 12
"""Names up to this length are also cut in two, for one edit; longer ones are rare enough under each of three parts."""

_LETTER_BITS = {c: 1 << i for i, c in enumerate("abcdefghijklmnopqrstuvwxyz0123456789")}
_OTHER_BITS = 62 - len(_LETTER_BITS)


def letters(name: str) -> int:
    """Return the set of a name's characters as the bits of a number below 2**62."""
    bits = 0
    for c in set(name):
        bits |= _LETTER_BITS.get(c) or 1 << (len(_LETTER_BITS) + ord(c) % _OTHER_BITS)
    return bits


def name_keys(name: str) -> list[int]:
    """Return the keys under which a name is stored."""
    length = len(name)
    keys = [_key(3, length, i, name[start:end]) for i, (start, end) in enumerate(_parts(length, 3))]
    if length <= SHORT:
        keys += [_key(2, length, i, name[start:end]) for i, (start, end) in enumerate(_parts(length, 2))]
    return keys


def query_keys(name: str, edits: int) -> set[int]:
    """Return the keys under which every name within one or two edits of this one is found, with others."""
    return {
        key
        for length in range(max(1, len(name) - edits), len(name) + edits + 1)
        for key in _keys_for_length(name, length, edits)
    }


def _keys_for_length(name: str, length: int, edits: int) -> Iterator[int]:
    count = 2 if edits == 1 and length <= SHORT else 3
    parts = _parts(length, count)
    longer = len(name) - length
    for i, (start, end) in enumerate(parts):
        size = end - start
        # Before part i at most i edits have moved it, behind it at most the rest: the multi-match-aware window.
        behind = count - 1 - i
        first = max(0, start - i, start + longer - behind)
        last = min(len(name) - size, start + i, start + longer + behind)
        for at in range(first, last + 1):
            yield _key(count, length, i, name[at : at + size])
    size = parts[0][1]
    if 0 < size < len(name):
        yield _key(count, length, 0, name[: size - 1] + name[size])
    at = len(name) - (parts[-1][1] - parts[-1][0])
    if 0 < at < len(name):
        yield _key(count, length, count - 1, name[at - 1] + name[at + 1 :])


def _parts(length: int, count: int) -> list[tuple[int, int]]:
    """Cut a length into parts as even as can be, the shorter ones first."""
    short, long = divmod(length, count)
    sizes = [short] * (count - long) + [short + 1] * long
    ends = [sum(sizes[: i + 1]) for i in range(count)]
    return [(end - size, end) for end, size in zip(ends, sizes, strict=True)]


def _key(count: int, length: int, index: int, part: str) -> int:
    return crc32(f"{count},{length},{index},{part}".encode("utf-8", "replace"))
