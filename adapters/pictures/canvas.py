"""A sheet to paint on. Lengths are in pixels of the finished picture; it is painted larger, for smooth edges."""

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

from adapters.pictures.fonts import fitted, runs, width

SCALE = 2

INK = "#1b1f24"
MUTED = "#57606a"
RULE = "#e1e6eb"
PAPER = "#ffffff"
ACCENT = "#2f6fde"
TINT = "#eaf1fd"
BAR = "#b9d0f7"
MEDALS = {1: ("#f2c94c", "#8a6100"), 2: ("#d5dce3", "#48525d"), 3: ("#e6b48c", "#7a4217")}

Bounds = tuple[float, float, float, float]
"""Left, top, right and bottom."""


class Canvas:
    """A white sheet of a width and height."""

    def __init__(self, wide: int, high: int) -> None:
        self.wide = wide
        self.high = high
        self._image = Image.new("RGB", (wide * SCALE, high * SCALE), PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def text(
        self,
        at: tuple[float, float],
        words: str,
        size: int,
        *,
        room: float | None = None,
        bold: bool = False,
        colour: str = INK,
        anchor: str = "l",
    ) -> float:
        """Set words in one line, its letters standing on ``at``; return how wide they came out.

        ``anchor`` is ``l``, ``m`` or ``r``: whether ``at`` is their left end, middle or right end. ``room`` is how much
        there is.
        """
        shown = words if room is None else fitted(words, size * SCALE, round(room * SCALE), bold=bold)
        long = width(shown, size * SCALE, bold=bold)
        x = at[0] * SCALE - {"l": 0.0, "m": long / 2, "r": float(long)}[anchor]
        for run in runs(shown, size * SCALE, bold=bold):
            self._draw.text((x, at[1] * SCALE), run.text, font=run.font, fill=colour, anchor="ls")
            x += run.font.getlength(run.text)
        return long / SCALE

    def heading(self, at: tuple[float, float], words: str, sizes: Sequence[int], room: float) -> None:
        """Set words in bold, in the first size that has room for them; cut if even the last has not."""
        fitting = (size for size in sizes if width(words, size * SCALE, bold=True) <= room * SCALE)
        self.text(at, words, next(fitting, sizes[-1]), room=room, bold=True)

    def measure(self, words: str, size: int, *, bold: bool = False) -> float:
        """Return how wide words are."""
        return width(words, size * SCALE, bold=bold) / SCALE

    def box(self, bounds: Bounds, colour: str, *, radius: float = 0) -> None:
        """Fill a box, its corners rounded."""
        left, top, right, bottom = bounds
        if right - left < 1 or bottom - top < 1:
            return
        round_off = min(radius, (right - left) / 2, (bottom - top) / 2)
        self._draw.rounded_rectangle(_scaled(bounds), round_off * SCALE, fill=colour)

    def rule(self, left: float, y: float, right: float) -> None:
        """Draw a fine line."""
        self._draw.line(_scaled((left, y, right, y)), fill=RULE, width=SCALE)

    def medal(self, centre: tuple[float, float], rank: int, words: str) -> None:
        """Draw a medal on its ribbon with words on it."""
        x, y = centre
        face, edge = MEDALS[rank]
        for side in (-1, 1):
            ribbon = [(x + side * 3, y + 8), (x + side * 15, y + 10), (x + side * 13, y + 29), (x + side * 7, y + 23)]
            self._draw.polygon([(px * SCALE, py * SCALE) for px, py in ribbon], fill=edge)
        self._draw.ellipse(_scaled((x - 19, y - 19, x + 19, y + 19)), fill=edge)
        self._draw.ellipse(_scaled((x - 17, y - 17, x + 17, y + 17)), fill=face)
        self.text((x, y + 7), words, 20, room=32, bold=True, colour=INK, anchor="m")

    def png(self) -> bytes:
        """Return the finished picture."""
        finished = self._image.resize((self.wide, self.high), Image.Resampling.LANCZOS)
        held = io.BytesIO()
        finished.save(held, "PNG")
        return held.getvalue()


def _scaled(bounds: Bounds) -> Bounds:
    left, top, right, bottom = bounds
    return left * SCALE, top * SCALE, right * SCALE, bottom * SCALE
