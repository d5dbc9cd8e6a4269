"""Boards and cards as PNG: names in any script, of any length, with and without anything to show."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from adapters.pictures import Pictures, fonts
from trivia.scores.ports import PaintedBoard, PaintedCard, PaintedLine

NAMES = (
    "Anna",
    "王小明",
    "محمد الأحمد",
    "שלום Anna 王",
    "Ωμέγα Альфа",
    "Zoë 🎉👩‍👩‍👧‍👦",
    "🎉🎉",
    "X" + "\u0337\u0321\u0360" * 40,
    "\u202eevil\u202c",
    "\ud800",
    "ﷺ" * 200,
    "a" * 5_000,
    " ",
    "\n\t",
    "",
    "\U0010fffe",
)


def line(name: str, place: int = 1, *, own: bool = False) -> PaintedLine:
    return PaintedLine(f"{place:,}", name, "1,240", "3 of 4 right", 1 / place, own, place if place <= 3 else 0)


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    assert image.format == "PNG"
    return image


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
async def test_a_board_and_a_card_are_painted_whatever_the_name(name: str) -> None:
    board = await Pictures().board(PaintedBoard(name, ("Player", "Points"), (line(name, own=True), line(name, 12))))
    card = await Pictures().card(
        PaintedCard(name, name, ((name, name),), ((name, name, 0.5),), name, ((name, 5),), name)
    )

    assert opened(board).size == (960, opened(board).size[1])
    assert opened(card).size[0] == 960


@pytest.mark.parametrize("rows", [0, 1, 11])
async def test_a_board_is_as_high_as_it_has_lines(rows: int) -> None:
    lines = tuple(line(f"P{n}", n + 1) for n in range(rows))

    high = opened(await Pictures().board(PaintedBoard("Title", ("Player", "Points"), lines, "Nobody."))).size[1]

    assert high == 128 + (74 * rows or 110) + 28


async def test_what_is_not_there_takes_no_room_on_a_card() -> None:
    figures = (("1", "points"),)
    bare = opened(await Pictures().card(PaintedCard("Anna", "", figures)))
    flat = opened(await Pictures().card(PaintedCard("Anna", "", figures, chart_title="Points", chart=(("1 May", 0),))))
    full = opened(await Pictures().card(PaintedCard("Anna", "", figures, chart_title="Points", chart=(("1 May", 7),))))

    assert bare.size == flat.size
    assert full.size[1] > bare.size[1]


async def test_ones_own_line_and_medals_are_marked_by_shape_not_by_colour_alone() -> None:
    def grey(data: bytes) -> bytes:
        """What is left without colour, dark on light."""
        return opened(data).convert("L").point(lambda shade: 0 if shade < 150 else 255).tobytes()

    board = PaintedBoard("Title", ("Player", "Points"), (line("Anna", 4),))
    own = PaintedBoard("Title", ("Player", "Points"), (line("Anna", 4, own=True),))
    medal = PaintedBoard(
        "Title", ("Player", "Points"), (PaintedLine("4", "Anna", "1,240", "3 of 4 right", 0.25, medal=3),)
    )

    shown = [grey(await Pictures().board(b)) for b in (board, own, medal)]

    assert len(set(shown)) == 3


def test_a_name_keeps_its_letters_where_a_font_has_them_and_loses_only_emoji() -> None:
    assert "".join(run.text for run in fonts.runs("Zoë 🎉", 20)) == "Zoë"
    assert "".join(run.text for run in fonts.runs("Ａnna", 20)) in ("Ａnna", "Anna")
    assert fonts.runs("🎉", 20) != []


def test_without_fonts_of_the_system_the_bundled_one_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_FOLDERS", ())
    fonts._files.cache_clear()
    fonts._fonts.cache_clear()
    try:
        assert "".join(run.text for run in fonts.runs("Anna Łucja", 20)).startswith("Anna")
        assert len(fonts.runs("王小明", 20)) == 1
    finally:
        fonts._files.cache_clear()
        fonts._fonts.cache_clear()


def test_a_long_name_is_cut_where_its_room_ends() -> None:
    shown = fonts.fitted("a" * 500, 20, 200)

    assert shown.endswith("a…")
    assert fonts.width(shown, 20) <= 200
    assert fonts.fitted("Anna", 20, 200) == "Anna"


def test_pillow_is_not_loaded_before_the_first_picture() -> None:
    code = "import adapters.pictures, sys; adapters.pictures.Pictures(); print('PIL' in sys.modules)"
    root = Path(__file__).parents[3]

    said = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True).stdout

    assert said == "False\n"
