"""Type in any script: the fonts that the system has, and the one that comes with Pillow where it has none.

A text is set in runs, each in the first font that has its letters. What no font has becomes a box; emoji, which few
fonts have, are left out.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

Font = ImageFont.FreeTypeFont

_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/System/Library/Fonts"),
    Path("/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
_REGULAR = (
    "NotoSans-Regular.ttf",
    "DejaVuSans.ttf",
    "LiberationSans-Regular.ttf",
    "Arial.ttf",
    "arial.ttf",
    "Arial Unicode.ttf",
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKjp-Regular.otf",
    "PingFang.ttc",
    "msyh.ttc",
    "wqy-microhei.ttc",
    "DroidSansFallbackFull.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoSansHebrew-Regular.ttf",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansBengali-Regular.ttf",
    "NotoSansTamil-Regular.ttf",
    "NotoSansThai-Regular.ttf",
    "NotoSansEthiopic-Regular.ttf",
    "NotoSansSymbols2-Regular.ttf",
    "unifont.ttf",
)
_BOLD = (
    "NotoSans-Bold.ttf",
    "DejaVuSans-Bold.ttf",
    "LiberationSans-Bold.ttf",
    "Arial Bold.ttf",
    "arialbd.ttf",
    "NotoSansCJK-Bold.ttc",
)
_MISSING = "\U0010fffe"  # no font has it: its picture is what a font shows for what it hasn't
_BOXES = ("\N{WHITE SQUARE}", "?")
_MOST_BOXES = 6
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a text, and the font that has its letters."""

    text: str
    font: Font


def runs(text: str, size: int, *, bold: bool = False) -> list[Run]:
    """Return a text in runs that can be drawn one after the other."""
    fonts = _fonts(size, bold)
    kept = _drawable(text, fonts)
    whole = next((font for font in fonts if all(_has(font, c) for c in kept)), None)
    if whole is not None:
        return [Run(kept, whole)] if kept else []
    return list(_parted(kept, fonts))


def width(text: str, size: int, *, bold: bool = False) -> int:
    """Return how wide a text is, in pixels."""
    return round(sum(run.font.getlength(run.text) for run in runs(text, size, bold=bold)))


def fitted(text: str, size: int, room: int, *, bold: bool = False) -> str:
    """Return the text, cut with an ellipsis if it is wider than the room."""
    shown = " ".join(text.split())[:_LONGEST]
    if shown == text and width(shown, size, bold=bold) <= room:
        return shown
    low, high = 0, len(shown)
    if width(shown, size, bold=bold) <= room and len(" ".join(text.split())) <= _LONGEST:
        return shown
    while low < high:
        middle = (low + high + 1) // 2
        if width(_cut(shown, middle), size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    return _cut(shown, low)


def _cut(text: str, length: int) -> str:
    """Cut a text, not between a letter and its marks."""
    while 0 < length < len(text) and unicodedata.combining(text[length]):
        length -= 1
    return text[:length].rstrip() + "…"


def _drawable(text: str, fonts: tuple[Font, ...]) -> str:
    """Return a text with what no font has replaced or left out."""
    kept: list[str] = []
    boxes = 0
    for letter in text:
        if letter.isspace():
            kept.append(" ")
        elif unicodedata.category(letter)[0] == "C" and letter not in "\u200d\u200c":
            continue
        elif any(_has(font, letter) for font in fonts):
            kept.append(letter)
        else:
            kept += _instead(letter, fonts)
            if kept and kept[-1] in _BOXES:
                boxes += 1
                if boxes > _MOST_BOXES:
                    kept.pop()
    drawable = "".join(kept).strip()
    return drawable or (_box(fonts) if text.strip() else "")


def _instead(letter: str, fonts: tuple[Font, ...]) -> list[str]:
    """Return what stands for a letter that no font has: its parts, nothing for marks and emoji, else a box."""
    parts = unicodedata.normalize("NFKD", letter)
    if parts != letter and all(any(_has(font, part) for font in fonts) for part in parts):
        return list(parts)
    if unicodedata.category(letter) in ("Mn", "Me", "Mc", "Sk", "So", "Cf"):
        return []
    return [_box(fonts)]


def _box(fonts: tuple[Font, ...]) -> str:
    return next((box for box in _BOXES if any(_has(font, box) for font in fonts)), "?")


def _parted(text: str, fonts: tuple[Font, ...]) -> Iterator[Run]:
    """Part a text that no font has whole; marks and spaces stay with the letter before."""
    start, font = 0, fonts[0]
    for place, letter in enumerate(text):
        joined = letter.isspace() or unicodedata.combining(letter)
        better = font if joined or _has(font, letter) else next((f for f in fonts if _has(f, letter)), font)
        if better is not font:
            if place > start:
                yield Run(text[start:place], font)
            start, font = place, better
    if text[start:]:
        yield Run(text[start:], font)


@lru_cache(maxsize=64)
def _fonts(size: int, bold: bool) -> tuple[Font, ...]:
    """Return the fonts of a size, the ones to be tried first at the beginning."""
    names = (*_BOLD, *_REGULAR) if bold else _REGULAR
    found = [path for name in names if (path := _files().get(name)) is not None]
    fonts = [font for path in found if (font := _loaded(path, size)) is not None]
    default = ImageFont.load_default(size)
    if isinstance(default, ImageFont.FreeTypeFont):
        fonts.append(default)
    return tuple(fonts)


def _loaded(path: Path, size: int) -> Font | None:
    try:
        return ImageFont.truetype(str(path), size)
    except OSError:
        return None  # a file that is no font after all


@cache
def _files() -> dict[str, Path]:
    """Return the font files that the system has, of those worth having, by name."""
    wanted = {*_REGULAR, *_BOLD}
    return {
        path.name: path
        for folder in _FOLDERS
        if folder.is_dir()
        for path in sorted(folder.rglob("*"), reverse=True)
        if path.name in wanted
    }


@lru_cache(maxsize=20_000)
def _has(font: Font, letter: str) -> bool:
    """Say whether a font has a letter: what it hasn't all looks the same."""
    if letter.isspace() or letter in "\u200d\u200c":
        return True
    return _picture(font, letter) != _picture(font, _MISSING)


def _picture(font: Font, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(letter)
    return mask.size, bytes(mask)
