"""Progress bars: on standard error, only where somebody watches, and only once the work has lasted a while."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.console import Console
from trivia.ports import Progress

_PATIENCE = 0.3
"""Seconds before a bar appears."""

_FORMAT = "{desc} {percentage:3.0f}% {bar} {elapsed}"


@contextmanager
def progress_bar(console: Console, label: str) -> Iterator[Progress | None]:
    """Give what to tell about progress, or None where nobody watches."""
    if not console.shows_progress:
        yield None
        return
    from tqdm import tqdm  # noqa: PLC0415 - loaded only where a bar is shown

    with tqdm(
        desc=label, file=console.stderr, bar_format=_FORMAT, delay=_PATIENCE, leave=False, dynamic_ncols=True, total=1
    ) as bar:

        def tell(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield tell


def part_of(progress: Progress | None, part: int, parts: int) -> Progress | None:
    """Return what tells of one part of the work, the first being 0, in thousandths of each part."""
    if progress is None:
        return None

    def tell(done: int, total: int) -> None:
        progress(part * 1_000 + done * 1_000 // max(total, 1), parts * 1_000)

    return tell
