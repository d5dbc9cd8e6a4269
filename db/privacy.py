"""What is kept of members and of communities, table by table. ``db.forgetting`` hands it out and forgets it.

``KEPT`` names every table: a test holds it to the schema, and docs/privacy.md to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Holds(StrEnum):
    """How a column names a member."""

    ID = "id"
    SIGNED = "name and id"
    OWN_CHANNEL = "own channel"
    OWN_COMMUNITY = "own community"
    WITHIN = "somewhere within"
    TOLD = "titles of sources"
    MESSAGE = "message"
    LIST = "list"
    TITLE = "title"


class Fate(StrEnum):
    """What becomes of it when the member asks to be forgotten."""

    GOES = "goes"
    NAMELESS = "stays without a name"


@dataclass(frozen=True, slots=True)
class Column:
    """A column that names members. ``names`` are columns with their names, ``blank`` with words of theirs.

    ``folded`` are columns with their names as they are looked for.
    """

    name: str
    fate: Fate
    holds: Holds = Holds.ID
    names: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """What a table keeps. ``whose`` is the condition by which its rows belong to a community (``?``), if any do.

    ``key`` tells its rows apart. ``round`` is the column with the round that it is about: while that is on, nobody is
    handed anything of it; nor ever the ``secret`` columns, which tell answers. ``versioned`` rows hold a state whose
    every change counts one version on, so that nobody writes over it unseen.
    """

    about: str
    whose: str = ""
    columns: tuple[Column, ...] = ()
    key: tuple[str, ...] = ("id",)
    round: str = ""
    secret: tuple[str, ...] = ()
    versioned: bool = False


_OWN = "community = ?"
_OF_ROUND = "round IN (SELECT id FROM rounds WHERE community = ?)"
_OF_DAILY = "round IN (SELECT round FROM daily_sets WHERE community = ?)"
_OF_PACK = "pack IN (SELECT id FROM packs WHERE community = ?)"
_OF_NAMES = f"name IN (SELECT id FROM names WHERE {_OF_PACK})"
_OF_DRAWER = "drawer IN (SELECT id FROM drawers WHERE community = ?)"
_OF_ITEM = "item IN (SELECT id FROM disputed WHERE community = ?)"
_OF_BOARD = "board IN (SELECT id FROM boards WHERE community = ?)"

KEPT: Mapping[str, Table] = {
    # What hangs on other tables comes before them, for forgetting goes in this order.
    "stems": Table("words of questions that people wrote", _OF_PACK, key=("key", "pack", "entity")),
    "segments": Table("keys by which names with slips are found", _OF_NAMES, key=("key", "name")),
    "words": Table("words of names", _OF_NAMES, key=("word", "name")),
    "names": Table("names of things", _OF_PACK),
    "frequencies": Table("how common words of names are"),
    "qualifier_entities": Table(
        "things that facts name besides", f"fact IN (SELECT fact FROM facts WHERE {_OF_PACK})",
        key=("entity", "fact"),
    ),
    "facts": Table("facts, each state with who made it so", _OF_PACK, (
        Column("author", Fate.NAMELESS, Holds.SIGNED),
    ), ("fact", "revision")),
    "sources": Table("where facts come from; those that members told name them", _OF_PACK, (
        Column("title", Fate.NAMELESS, Holds.TITLE),
    )),
    "entities": Table("things that facts are about", _OF_PACK),
    "written_questions": Table("questions that people wrote", _OF_PACK, (
        Column("source", Fate.NAMELESS, Holds.TOLD),
    ), ("pack", "key")),
    "change_parts": Table("what changes did", "change IN (SELECT id FROM changes WHERE community = ?)", (
        Column("before", Fate.NAMELESS, Holds.TOLD),
        Column("after", Fate.NAMELESS, Holds.TOLD),
    ), ("change", "place")),
    "changes": Table("who changed which facts, when and why", _OWN, (
        Column("member", Fate.NAMELESS, names=("author",)),
        Column("about", Fate.NAMELESS, Holds.WITHIN),
    )),
    "hidden": Table("shared facts that a community retired", _OWN, key=("community", "fact")),
    "merged_entities": Table("things that a community took for one", _OWN, key=("community", "entity")),
    "retired_entities": Table("things that a community retired", _OWN, key=("community", "entity")),
    "merged_relations": Table("relations that a community took for one", _OWN, key=("community", "relation")),
    "decisions": Table("who retired a shared fact", _OWN, (Column("author", Fate.NAMELESS, Holds.SIGNED),)),
    "locks": Table("what admins locked", _OWN, (
        Column("author", Fate.NAMELESS, Holds.SIGNED),
    ), ("community", "what", "target")),
    "drafts": Table("what a member was shown and has not confirmed, for seven days", _OWN, (
        Column("member", Fate.GOES),
        Column("arguments", Fate.NAMELESS, Holds.WITHIN),
    )),
    "suggestions": Table("facts that members suggested, and what became of them", _OWN, (
        Column("member", Fate.NAMELESS, names=("name",), blank=("word",)),
        Column("decided_by", Fate.NAMELESS, Holds.SIGNED),
        Column("arguments", Fate.NAMELESS, Holds.WITHIN),
    )),
    "askers": Table("who asked what nobody could answer, until it is answered", _OWN, (
        Column("member", Fate.GOES),
    ), ("community", "key", "member")),
    "unanswered": Table("questions that nobody could answer, without who asked", _OWN, key=("community", "key")),
    "digests": Table("the weeks for which channels were told what waits for moderators", _OWN, (
        Column("channel", Fate.GOES, Holds.OWN_CHANNEL),
    ), ("community", "channel")),
    "lookups": Table("answers that members were given, for seven days", _OWN, (
        Column("member", Fate.GOES),
        Column("answer", Fate.NAMELESS, Holds.WITHIN),
    )),
    "shelves": Table("the packs that a community reads", _OWN, key=("community", "pack")),
    "rulings": Table("what moderators ruled later on attempts", _OF_ROUND, key=("round", "number", "event")),
    "attempts": Table("what members answered, when and how fast", _OF_ROUND, (
        Column("member", Fate.NAMELESS, names=("name",), blank=("given",)),
    ), round="round"),
    "results": Table("the points that members earned", _OWN, (
        Column("member", Fate.NAMELESS, names=("name",)),
        Column("channel", Fate.NAMELESS, Holds.OWN_CHANNEL),
    ), ("round", "number", "member")),
    "due": Table("results that boards don't have yet", _OWN, key=("community", "round", "number")),
    "totals": Table("sums of points", _OF_BOARD, (Column("member", Fate.NAMELESS),), ("board", "member")),
    "players": Table("names on boards", _OWN, (
        Column("member", Fate.NAMELESS, names=("name",), folded=("folded",)),
    ), ("community", "member")),
    "boards": Table("the boards there are", _OWN, (Column("channel", Fate.NAMELESS, Holds.OWN_CHANNEL),)),
    "seasons": Table("seasons, and who opened and closed them", _OWN, (
        Column("opener", Fate.NAMELESS),
        Column("closer", Fate.NAMELESS),
    )),
    "daily_puts": Table("how far members are in a daily set", _OF_DAILY, (
        Column("member", Fate.NAMELESS),
    ), ("round", "member", "number")),
    "daily_shared": Table("who shared a result", _OF_DAILY, (Column("member", Fate.NAMELESS),), ("round", "member")),
    "daily_days": Table("the days on which members played the daily set", _OWN, (
        Column("member", Fate.GOES),
    ), ("community", "member", "day")),
    "daily_sets": Table("the daily sets there were", _OWN, key=("round",)),
    "disputes": Table("who said that something was wrong, and why", _OF_ITEM, (
        Column("member", Fate.NAMELESS),
        Column("dispute", Fate.NAMELESS, Holds.WITHIN),
    ), ("item", "member")),
    "disputed": Table("what was said to be wrong, and what was decided", _OWN, (
        Column("thing", Fate.NAMELESS, Holds.WITHIN),
        Column("decision", Fate.NAMELESS, Holds.WITHIN),
    )),
    "asked": Table("the questions that channels had", _OWN, (
        Column("channel", Fate.NAMELESS, Holds.OWN_CHANNEL),
        Column("question", Fate.NAMELESS, Holds.TOLD),
    ), round="round"),
    "rounds": Table("rounds, with who played", _OWN, (
        Column("channel", Fate.NAMELESS, Holds.OWN_CHANNEL),
        Column("state", Fate.NAMELESS, Holds.WITHIN),
    ), round="id", versioned=True),
    "slots": Table(
        "planned rounds that came", "schedule IN (SELECT id FROM schedules WHERE community = ?)",
        key=("schedule", "slot", "step"),
    ),
    "schedules": Table("planned rounds, with who wants to be reminded", _OWN, (
        Column("channel", Fate.NAMELESS, Holds.OWN_CHANNEL),
        Column("state", Fate.NAMELESS, Holds.WITHIN),
    ), versioned=True),
    "outbox": Table("messages to be sent, and those sent in the last days", _OWN, (
        Column("channel", Fate.GOES, Holds.OWN_CHANNEL),
        Column("id", Fate.NAMELESS, Holds.WITHIN),
        Column("reply", Fate.NAMELESS, Holds.MESSAGE),
    ), ("place",)),
    "bags": Table("what a channel has still to be asked", _OF_DRAWER, key=("drawer", "selection")),
    "drawn": Table("what a channel was asked", _OF_DRAWER, key=("drawer", "mark")),
    "drawers": Table("the channels that are asked", _OWN, (
        Column("channel", Fate.NAMELESS, Holds.OWN_CHANNEL),
    ), secret=("recent",)),
    "settings": Table("what was chosen, and by whom", _OWN, (
        Column("target", Fate.GOES),
        Column("target", Fate.GOES, Holds.OWN_CHANNEL),
        Column("author", Fate.NAMELESS),
        Column("value", Fate.NAMELESS, Holds.LIST),
    ), ("community", "scope", "target", "name")),
    "workspaces": Table("the workspaces of Slack", _OWN, key=("community",)),
    "packs": Table("packs of facts", _OWN),
    "communities": Table("the servers and workspaces that the bot is or was in", "id = ?", (
        Column("key", Fate.NAMELESS, Holds.OWN_COMMUNITY, blank=("name",)),
    )),
    "installations": Table("sealed tokens of workspaces"),
    "install_states": Table("installations under way, for minutes"),
    "shown": Table("messages that can still be changed, for thirty days", columns=(
        Column("about", Fate.GOES, Holds.WITHIN),
        Column("key", Fate.GOES, Holds.WITHIN),
        Column("last", Fate.GOES, Holds.WITHIN),
        Column("reply", Fate.NAMELESS, Holds.MESSAGE),
    ), key=("platform", "about")),
    "actions": Table("what long buttons do, for half a year", columns=(
        Column("action", Fate.GOES, Holds.WITHIN),
    ), key=("name",)),
    "events": Table("ids of events that were handled, for some days"),
    "done": Table("ids of writes that were done"),
    "notes": Table("what the program keeps about the store"),
    "counters": Table("numbers given"),
}  # fmt: skip
"""Every table, with what it keeps of whom."""
