"""A personal card as a picture: figures, topics with bars, and the points of the latest weeks."""

from collections.abc import Sequence

from adapters.pictures.canvas import ACCENT, BAR, MUTED, RULE, TINT, Canvas
from trivia.scores.ports import PaintedCard

_WIDE = 960
_EDGE = 40
_HEAD = 124
_TILE = 100
_GAP = 16
_ACROSS = 3
_TOPIC = 40
_SECTION = 54
_CHART = 190
_NOTE = 40
_FOOT = 24


def painted(card: PaintedCard) -> bytes:
    """Paint a card."""
    chart = card.chart if sum(value for _, value in card.chart) else ()
    rows = -(-len(card.figures) // _ACROSS)
    high = _HEAD + rows * (_TILE + _GAP)
    high += _SECTION - 20 + _TOPIC * len(card.topics) if card.topics else 0
    high += _SECTION + _CHART if chart else 0
    high += (_NOTE if card.note else 0) + _FOOT
    canvas = Canvas(_WIDE, high)
    canvas.heading((_EDGE, 66), card.name, (40, 34), _WIDE - 2 * _EDGE)
    canvas.text((_EDGE, 102), card.subtitle, 20, room=_WIDE - 2 * _EDGE, colour=MUTED)
    _figures(canvas, _HEAD, card.figures)
    top: float = _HEAD + rows * (_TILE + _GAP)
    if card.topics:
        top = _topics(canvas, top, card.topics)
    if chart:
        canvas.text((_EDGE, top + 36), card.chart_title, 20, bold=True)
        _chart(canvas, top + _SECTION, chart)
    if card.note:
        canvas.text((_EDGE, high - _FOOT - 2), card.note, 16, room=_WIDE - 2 * _EDGE, colour=MUTED)
    return canvas.png()


def _figures(canvas: Canvas, top: float, figures: Sequence[tuple[str, str]]) -> None:
    wide = (_WIDE - 2 * _EDGE - _GAP * (_ACROSS - 1)) / _ACROSS
    for index, (value, what) in enumerate(figures):
        left = _EDGE + (index % _ACROSS) * (wide + _GAP)
        upper = top + (index // _ACROSS) * (_TILE + _GAP)
        canvas.box((left, upper, left + wide, upper + _TILE), TINT, radius=14)
        canvas.text((left + 20, upper + 50), value, 34, room=wide - 40, bold=True)
        canvas.text((left + 20, upper + 80), what, 18, room=wide - 40, colour=MUTED)


def _topics(canvas: Canvas, top: float, topics: Sequence[tuple[str, str, float]]) -> float:
    """Paint a bar for each topic; return where the next part begins."""
    upper = top + 12
    left, right = _EDGE + 290, _WIDE - _EDGE - 150
    for name, words, share in topics:
        canvas.text((_EDGE, upper + 25), name, 20, room=270)
        canvas.box((left, upper + 10, right, upper + 26), RULE, radius=8)
        canvas.box((left, upper + 10, left + max(8.0, (right - left) * share), upper + 26), ACCENT, radius=8)
        canvas.text((_WIDE - _EDGE, upper + 25), words, 18, room=140, colour=MUTED, anchor="r")
        upper += _TOPIC
    return top + _SECTION - 20 + _TOPIC * len(topics)


def _chart(canvas: Canvas, top: float, values: Sequence[tuple[str, int]]) -> None:
    floor = top + _CHART - 34
    most = max(value for _, value in values)
    step = (_WIDE - 2 * _EDGE) / max(len(values), 6)
    for index, (label, value) in enumerate(values):
        middle = _EDGE + step * (index + 0.5)
        tall = (floor - top - 34) * value / most if value > 0 else 0
        half = min(26.0, step * 0.36)
        last = index == len(values) - 1
        canvas.box((middle - half, floor - max(tall, 3.0), middle + half, floor), ACCENT if last else BAR, radius=5)
        if value:
            canvas.text((middle, floor - max(tall, 3.0) - 9), f"{value:,}", 16, room=step, bold=last, anchor="m")
        canvas.text((middle, floor + 24), label, 15, room=step, colour=MUTED, anchor="m")
    canvas.rule(_EDGE, floor, _WIDE - _EDGE)
