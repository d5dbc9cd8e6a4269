"""``factotum pack``: packs of facts into the store, out of it, and checked."""

import argparse
import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot.compose import Services, services
from bot.console import Console
from bot.packfiles import read_files, write_files
from bot.progress import progress_bar
from bot.settings import Settings
from trivia.errors import Conflict, PackError
from trivia.facts.content import PackInfo
from trivia.facts.packs import read_pack, write_pack
from trivia.ports import Resting, StoredPack
from trivia.replies.lookup import listed

_MOST_NAMED = 5
_TERMINAL = "the terminal"


def pack(console: Console, arguments: argparse.Namespace, settings: Settings) -> int:
    """Do what the action says; return the exit status."""
    if arguments.action == "check":
        return _check(console, arguments)
    return asyncio.run(_in_store(console, arguments, settings))


def _check(console: Console, arguments: argparse.Namespace) -> int:
    try:
        content = read_pack(read_files(Path(arguments.path)))
    except PackError as error:
        if not arguments.json:
            raise
        problems = [{"file": p.file, "line": p.line, "reason": p.reason} for p in error.problems]
        console.document({"ok": False, "problems": problems})
        return 1
    sizes = {"entities": len(content.entities), "facts": len(content.facts), "questions": len(content.questions)}
    if arguments.json:
        console.document({"ok": True, **_info(content.info), **sizes, "problems": []})
    else:
        console.line(f"{_title(content.info)} is in order: {_sizes(**sizes)}.")
    return 0


async def _in_store(console: Console, arguments: argparse.Namespace, settings: Settings) -> int:
    async with services(settings, console) as core:
        match arguments.action:
            case "list":
                await _list(console, arguments, core)
            case "install":
                await _install(console, arguments, core)
            case "remove":
                await _remove(console, arguments, core)
            case _:
                await _export(console, arguments, core)
    return 0


async def _list(console: Console, arguments: argparse.Namespace, core: Services) -> None:
    packs = await core.store.packs()
    if arguments.json:
        console.document([_stored(pack) for pack in packs])
        return
    for stored in packs:
        sizes = _sizes(stored.entities, stored.facts, stored.questions)
        console.line(f"{_title(stored.info)}: {stored.info.title}; {sizes}")
    if not packs:
        console.line("There are no packs in this store.")


async def _install(console: Console, arguments: argparse.Namespace, core: Services) -> None:
    content = read_pack(read_files(Path(arguments.path)))
    with progress_bar(console, f"Installing {content.info.title}") as progress:
        stored = await core.store.install(content, core.clock(), progress)
    told = f"Installed {_title(stored.info)}: {_sizes(stored.entities, stored.facts, stored.questions)}."
    _report(console, arguments, _stored(stored), told)


async def _remove(console: Console, arguments: argparse.Namespace, core: Services) -> None:
    name = arguments.name
    resting = await core.store.resting(name)
    if resting and not arguments.force:
        raise Conflict(
            f"{_resting(resting)} about things of {name}. Without it nobody finds them. Nothing is removed; to "
            f"remove it all the same: factotum pack remove {name} --force"
        )
    await core.store.remove(name, core.clock())
    told = f" {_resting(resting)} about its things; they are found again once it is installed again." if resting else ""
    document = [
        {"community": kept.community or _TERMINAL, "facts": kept.facts, "names": kept.names, "merges": kept.merges}
        for kept in resting
    ]
    _report(console, arguments, {"removed": name, "resting": document}, f"Removed {name}.{told}")


def _resting(resting: Sequence[Resting]) -> str:
    """Say how much communities taught, and which communities."""
    said = [f"{kept.community or _TERMINAL} ({kept.all:,})" for kept in resting[:_MOST_NAMED]]
    if len(resting) > _MOST_NAMED:
        said.append(f"{len(resting) - _MOST_NAMED:,} more")
    sums = (
        (sum(kept.facts for kept in resting), "fact"),
        (sum(kept.names for kept in resting), "further name"),
        (sum(kept.merges for kept in resting), "merge"),
    )
    taught = [f"{number:,} {what if number == 1 else what + 's'}" for number, what in sums if number]
    return f"{', '.join(said)} taught {listed(taught)}"


async def _export(console: Console, arguments: argparse.Namespace, core: Services) -> None:
    path = Path(arguments.path or arguments.name)
    write_files(write_pack(await core.store.content(arguments.name)), path)
    _report(console, arguments, {"exported": arguments.name, "path": str(path)}, f"Wrote {arguments.name} to {path}.")


def _report(console: Console, arguments: argparse.Namespace, document: dict[str, object], told: str) -> None:
    if arguments.json:
        console.document(document)
    else:
        console.line(told)


def _info(info: PackInfo) -> dict[str, object]:
    return {
        "name": info.name,
        "title": info.title,
        "version": info.version,
        "language": info.language,
        "licence": info.licence,
        "about": info.about,
    }


def _stored(pack: StoredPack) -> dict[str, object]:
    sizes = {"entities": pack.entities, "facts": pack.facts, "questions": pack.questions}
    return {**_info(pack.info), "community": pack.community, **sizes}


def _title(info: PackInfo) -> str:
    return f"{info.name} {info.version}"


def _sizes(entities: int, facts: int, questions: int) -> str:
    return f"{entities:,} entities, {facts:,} facts" + (f", {questions:,} questions" if questions else "")
