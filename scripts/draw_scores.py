"""Draw the pictures of docs/scores.md: a board and a personal card with made-up players, painted as in chat.

Run it as a module, ``python -m scripts.draw_scores``.
"""

from pathlib import Path

from adapters.pictures.board import painted as painted_board
from adapters.pictures.card import painted as painted_card
from trivia.scores.ports import PaintedBoard, PaintedCard, PaintedLine

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"

_PLAYERS = (("Anna", 482, 61), ("Βασίλης", 455, 58), ("Chidi", 455, 55), ("Мира", 310, 44), ("Zoë", 122, 20))
_WEEKS = (
    ("5 Oct", 40),
    ("12 Oct", 75),
    ("19 Oct", 180),
    ("26 Oct", 210),
    ("2 Nov", 160),
    ("9 Nov", 0),
    ("16 Nov", 145),
)


def board() -> PaintedBoard:
    """Return a board of a week, as one of its players sees it."""
    most = _PLAYERS[0][1]
    places = [1 + sum(other > points for _, other, _ in _PLAYERS) for _, points, _ in _PLAYERS]
    return PaintedBoard(
        title="The best players of this community this week",
        heads=("Player", "Points"),
        lines=tuple(
            PaintedLine(
                place=str(place),
                name=name,
                value=f"{points:,}",
                detail=f"{right} of 80 right",
                share=points / most,
                own=name == "Мира",
                medal=place if place <= 3 else 0,
            )
            for place, (name, points, right) in zip(places, _PLAYERS, strict=True)
        ),
        note="Days begin at midnight, Europe/Berlin time.",
    )


def card() -> PaintedCard:
    """Return a personal card."""
    return PaintedCard(
        name="Anna",
        subtitle="Place 3 of 45 here, 12 points behind Chidi.",
        figures=(
            ("1,240", "points"),
            ("3 of 45", "place"),
            ("71%", "right of 312"),
            ("1,612", "rating, ± 38"),
            ("4", "right in a row, best 11"),
            ("3", "days in a row, best 9"),
        ),
        topics=(("Countries", "82% of 60", 0.82), ("Elements", "74% of 41", 0.74), ("Sky", "44% of 25", 0.44)),
        chart_title="Points a week",
        chart=_WEEKS,
    )


def main() -> None:
    """Write both."""
    (PICTURES / "board.png").write_bytes(painted_board(board()))
    (PICTURES / "card.png").write_bytes(painted_card(card()))


if __name__ == "__main__":
    main()
