import io

from bot.console import Console
from bot.progress import part_of, progress_bar


class Terminal(io.StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        return True


def test_nobody_is_told_where_nobody_watches() -> None:
    with progress_bar(Console(io.BytesIO(), io.StringIO(), io.StringIO()), "Working") as progress:
        assert progress is None


def test_short_work_shows_no_bar_and_none_goes_to_standard_output() -> None:
    console = Console(io.BytesIO(), Terminal(), Terminal())

    with progress_bar(console, "Working") as progress:
        assert progress
        for done in range(10):
            progress(done, 10)

    assert isinstance(console.stdout, io.StringIO)
    assert isinstance(console.stderr, io.StringIO)
    assert console.stdout.getvalue() == ""
    assert "Working" not in console.stderr.getvalue()


def test_parts_add_up_to_the_whole() -> None:
    told: list[tuple[int, int]] = []

    for part in range(2):
        progress = part_of(lambda done, total: told.append((done, total)), part, 2)
        assert progress
        for done in (0, 30, 60):
            progress(done, 60)

    assert told == [(n, 2_000) for n in (0, 500, 1_000, 1_000, 1_500, 2_000)]
    assert part_of(None, 0, 2) is None
