"""A board as a picture: a row for each line, with a bar for its value; the asker's own row is marked."""

from adapters.pictures.canvas import ACCENT, BAR, INK, MUTED, TINT, Canvas
from trivia.scores.ports import PaintedBoard, PaintedLine

_WIDE = 960
_EDGE = 40
_HEAD = 128
_ROW = 74
_FOOT = 28
_NOTE = 36
_PLACE = _EDGE + 40
_NAME = _EDGE + 92
_VALUE = _WIDE - _EDGE - 16
_EMPTY = 110


def painted(board: PaintedBoard) -> bytes:
    """Paint a board."""
    body = _ROW * len(board.lines) if board.lines else _EMPTY
    canvas = Canvas(_WIDE, _HEAD + body + (_NOTE if board.note else 0) + _FOOT)
    canvas.heading((_EDGE, 62), board.title, (32, 28, 24), _WIDE - 2 * _EDGE)
    canvas.text((_NAME, 106), board.heads[0], 17, colour=MUTED)
    canvas.text((_VALUE, 106), board.heads[1], 17, colour=MUTED, anchor="r")
    canvas.rule(_EDGE, 118, _WIDE - _EDGE)
    if not board.lines:
        canvas.text((_WIDE / 2, _HEAD + 60), board.empty, 22, room=_WIDE - 2 * _EDGE, colour=MUTED, anchor="m")
    column = max((canvas.measure(line.value, 28, bold=True) for line in board.lines), default=0.0)
    for index, line in enumerate(board.lines):
        _row(canvas, _HEAD + index * _ROW, line, column)
    if board.note:
        canvas.text((_EDGE, canvas.high - _FOOT - 4), board.note, 16, room=_WIDE - 2 * _EDGE, colour=MUTED)
    return canvas.png()


def _row(canvas: Canvas, top: float, line: PaintedLine, column: float) -> None:
    """Paint a line; ``column`` is how wide the values are."""
    if line.own:
        canvas.box((_EDGE - 8, top + 3, _WIDE - _EDGE + 8, top + _ROW - 5), TINT, radius=12)
        canvas.box((_EDGE - 8, top + 15, _EDGE - 2, top + _ROW - 17), ACCENT, radius=3)
    if line.medal:
        canvas.medal((_PLACE, top + 32), line.medal, line.place)
    else:
        canvas.text((_PLACE, top + 42), line.place, 22, room=76, colour=MUTED, anchor="m")
    canvas.text((_VALUE, top + 40), line.value, 28, bold=True, anchor="r")
    detail = canvas.text((_VALUE - column - 22, top + 38), line.detail, 16, room=230, colour=MUTED, anchor="r")
    room = _VALUE - column - detail - 44 - _NAME
    canvas.text((_NAME, top + 38), line.name, 24, room=room, bold=line.own or bool(line.medal), colour=INK)
    reach = _VALUE - _NAME
    if line.share > 0:
        canvas.box(
            (_NAME, top + 53, _NAME + max(6.0, reach * line.share), top + 59), ACCENT if line.own else BAR, radius=3
        )
