"""``factotum import`` and ``factotum export``: a community's own facts from files, and into them."""

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.compose import Services, services
from bot.console import Console
from bot.packfiles import MAX_BYTES, read_files
from bot.settings import Settings
from trivia.commands.doubting import odd_values
from trivia.errors import NotFound, UsageError
from trivia.facts.model import GLOBAL_COMMUNITY, CommunityId
from trivia.facts.packs import read_pack
from trivia.facts.plausible import Odd
from trivia.formats.every import FORMATS, format_of
from trivia.formats.incoming import Incoming
from trivia.formats.matching import Matched, matched
from trivia.formats.packs import from_content, named, told_as_one
from trivia.formats.stating import stated_at, values_of
from trivia.replies.importing import ODD
from trivia.text import shown_name


@dataclass(frozen=True, slots=True)
class Slip:
    """A value that may be wrong: the sentence that states it, and why."""

    stated: str
    odd: Odd


_AUTHOR = "command line"
_LISTED = 20


def bring(console: Console, arguments: argparse.Namespace, settings: Settings) -> int:
    """Bring what a file holds; return the exit status."""
    return asyncio.run(_bring(console, arguments, settings))


def hand_out(console: Console, arguments: argparse.Namespace, settings: Settings) -> int:
    """Write a community's own facts to a file; return the exit status."""
    return asyncio.run(_hand_out(console, arguments, settings))


async def _bring(console: Console, arguments: argparse.Namespace, settings: Settings) -> int:
    async with services(settings, console) as core:
        community, path = await _community(core, arguments), Path(arguments.path)
        last = await core.store.changes(community, 1)
        shelf = await core.store.shelf(community)
        incoming = await _incoming(core, community, path, arguments)
        found = await matched(incoming, core.store, shelf, path.name)
        vocabulary = await core.store.vocabulary(shelf)
        slips = await odd_values(core.store, shelf, values_of(found), core.clock())
        odd = [Slip(stated_at(place, vocabulary, found), what) for place, what in slips]
        change = None
        if not found.refused and not found.bringing.is_empty and not arguments.check:
            about = {"file": path.name}
            since = last[0].number if last else 0
            change = await core.store.bring(
                community, found.bringing, _AUTHOR, core.clock(), about, seen=shelf, since=since
            )
        _report(console, arguments, path, found, odd, change)
        return 1 if found.refused else 0


async def _community(core: Services, arguments: argparse.Namespace) -> CommunityId:
    """Return the community that was named; raise NotFound, with those there are, if there is none of that number."""
    community = CommunityId(arguments.community)
    known = {GLOBAL_COMMUNITY: "the terminal", **await core.store.named_communities()}
    if community not in known:
        listed = ", ".join(f"{number} {shown_name(name)}" for number, name in list(known.items())[:_LISTED])
        raise NotFound(f"There is no community {community}. There {'is' if len(known) == 1 else 'are'}: {listed}.")
    return community


async def _incoming(core: Services, community: CommunityId, path: Path, arguments: argparse.Namespace) -> Incoming:
    data = _read(path)
    if data is None:
        return from_content(read_pack(read_files(path)))
    vocabulary = await core.store.vocabulary(await core.store.shelf(community))
    return format_of(path.name, data, arguments.format, arguments.columns).read(
        path.name, data, vocabulary, arguments.columns
    )


def _report(  # noqa: PLR0917 - all that came of it
    console: Console,
    arguments: argparse.Namespace,
    path: Path,
    found: Matched,
    odd: Sequence[Slip],
    change: int | None,
) -> None:
    counts = {"new": len(found.new), "changed": len(found.changed), "same": found.same, "refused": found.refused}
    problems = [{"file": p.file, "line": p.line, "reason": p.reason} for p in found.problems]
    if arguments.json:
        merged = len(found.bringing.merged)
        slips = [{"stated": slip.stated, "reason": slip.odd.value} for slip in odd]
        console.document(
            {
                "file": str(path),
                **counts,
                "problems": problems,
                "odd": slips,
                "merged": merged,
                "retired": len(found.bringing.retired),
                "related": len(found.bringing.related),
                "change": change,
            }
        )
        return
    for problem in found.problems:
        console.complain(str(problem))
    for row in found.apart[:_LISTED]:
        console.complain(f"{path.name}: {row.name} and {row.into} stay apart, for one of them is not known here.")
    for gone in found.stays[:_LISTED]:
        console.complain(f"{path.name}: {gone.name} is not retired, for it is not known here.")
    for pair in found.parted[:_LISTED]:
        console.complain(f"{path.name}: the relations {pair.relation} and {pair.into} can't be one here.")
    for slip in odd[:_LISTED]:
        console.complain(f"{path.name}: is that right? {slip.stated} ({ODD[slip.odd]})")
    if len(odd) > _LISTED:
        console.complain(f"{path.name}: {len(odd) - _LISTED:,} more values may be slips.")
    told = ", ".join(f"{number:,} {what}" for what, number in counts.items())
    told += f", {len(found.bringing.merged):,} merged" if found.bringing.merged else ""
    told += f", {len(found.bringing.retired):,} retired" if found.bringing.retired else ""
    told += f", {len(found.bringing.related):,} relations made one" if found.bringing.related else ""
    ending = "Nothing was taken." if change is None else f"Taken as change {change}."
    console.line(f"{path.name}: {told}. {ending}")


async def _hand_out(console: Console, arguments: argparse.Namespace, settings: Settings) -> int:
    async with services(settings, console) as core:
        community = await _community(core, arguments)
        try:
            content = await core.store.content(f"community:{community}")
        except NotFound:
            raise NotFound(f"Community {community} has no facts of its own.") from None
        path = Path(arguments.path)
        wanted = arguments.format
        if wanted == "auto":
            fit = (f.name for f in FORMATS if path.suffix.casefold() == f.ending and "facts" in f.carries)
            wanted = next(fit, "pack")
        format_ = format_of("", b"", wanted)
        shelf = await core.store.shelf(community)
        parted = bool(content.merged or content.retired or content.related) and "merges" not in format_.carries
        if "merges" in format_.carries:
            shelf = replace(shelf, relations=())
        else:
            content = told_as_one(content)
        whole = named(content, "own-facts", "Own facts", await core.store.vocabulary(shelf))
        data = format_.write(whole)
        facts = len(whole.facts) if "facts" in format_.carries else 0
        questions = len(whole.questions) if "questions" in format_.carries else 0
        _write(path, data)
        merges = len(whole.merged) if "merges" in format_.carries else 0
        if arguments.json:
            console.document({"path": str(path), "facts": facts, "questions": questions, "merges": merges})
        else:
            console.line(f"Wrote {facts:,} facts and {questions:,} questions to {path}.")
            if questions < len(whole.questions):
                console.complain(
                    f"Written questions are not in it ({len(whole.questions):,}); --format questions writes them."
                )
            if parted:
                console.complain("What it merged or retired is not in it; --format pack writes that too.")
            if "relations" not in format_.carries and whole.facts and content.vocabulary.relations:
                console.complain("The relations of its own are not in it; --format pack writes them too.")
        return 0


def _read(path: Path) -> bytes | None:
    """Return what is in a file; None for a folder. Of what has no end, such as a device, no more than fits is read."""
    if path.is_dir():
        return None
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path} can't be read: {error.strerror}.") from error
    if len(data) > MAX_BYTES:
        raise UsageError(f"{path} is larger than {MAX_BYTES // 1_000_000} MB; please split it into several files.")
    return data


def _write(path: Path, data: bytes) -> None:
    try:
        with path.open("xb") as out:
            out.write(data)
    except FileExistsError:
        raise UsageError(f"{path} is there already; name a new file.") from None
