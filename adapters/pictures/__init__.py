"""Pictures for every platform that shows them: boards and personal cards as PNG, painted with Pillow.

Pillow is loaded when the first picture is painted, and painting never holds up the event loop.
"""

import asyncio

from trivia.scores.ports import PaintedBoard, PaintedCard


class Pictures:
    """Implements ``Painter``."""

    async def board(self, board: PaintedBoard) -> bytes:
        """Paint a board."""
        return await asyncio.to_thread(_board, board)

    async def card(self, card: PaintedCard) -> bytes:
        """Paint a personal card."""
        return await asyncio.to_thread(_card, card)


def _board(board: PaintedBoard) -> bytes:
    from adapters.pictures.board import painted  # noqa: PLC0415 -- see the module

    return painted(board)


def _card(card: PaintedCard) -> bytes:
    from adapters.pictures.card import painted  # noqa: PLC0415 -- see the module

    return painted(card)
