"""Progress bars: on standard error, only where somebody watches, and only once the work has lasted a while."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.console import Console
from trivia.ports import Progress

_PATIENCE = 0.4
"""Seconds before a bar appears."""


@contextmanager
def progress_bar(console: Console, label: str) -> Iterator[Progress | None]:
    """Give what to tell about progress, or None where nobody watches."""
    if not console.shows_progress:
        yield None
        return
    from tqdm import tqdm  # noqa: PLC0415 - loaded only where a bar is shown

    with tqdm(desc=label, file=console.stderr, unit="", delay=_PATIENCE, leave=False, dynamic_ncols=True) as bar:

        def tell(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield tell
