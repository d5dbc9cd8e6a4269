"""What Slack sends, read into values of our own; what isn't as Slack documents it reads as nothing.

https://docs.slack.dev/reference/interaction-payloads and https://docs.slack.dev/reference/events
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_REFERENCE = re.compile(r"<([^<>|]{1,3000})(?:\|([^<>]*))?>")
_PARTS = ("event", "user", "team", "channel", "container", "view", "message")
"""Parts of a payload that are objects wherever they occur."""
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something came from: workspace, organisation, channel, thread and user.

    ``event`` is the same however often Slack sends it. ``answer_at`` is an address to answer at, ``trigger`` opens a
    form for three seconds. ``on_private`` says that a message was used that its user alone sees, ``at_home`` that it
    was App Home. ``at`` is when it came.
    """

    event: str
    team: str
    user: str
    name: str = ""
    enterprise: str = ""
    channel: str = ""
    thread: str = ""
    answer_at: str = ""
    trigger: str = ""
    on_private: bool = False
    at_home: bool = False
    at: datetime | None = None

    @property
    def is_direct(self) -> bool:
        """Say whether nobody else reads along."""
        return self.channel.startswith("D")


@dataclass(frozen=True, slots=True)
class Typed:
    """A slash command, with what was typed after it."""

    origin: Origin
    slash: str
    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button or menu: its id and value. In a view, ``view`` is that view."""

    origin: Origin
    action: str
    value: str
    view: "View | None" = None


@dataclass(frozen=True, slots=True)
class View:
    """A form as it stands: its id, which version of it, what we wrote into it unseen, and what is filled in.

    ``files`` are the ids and addresses of files by the block they were put into.
    """

    id: str
    hash: str
    callback: str
    metadata: str
    values: Mapping[str, str]
    files: Mapping[str, tuple["FileHandedOver", ...]]


@dataclass(frozen=True, slots=True)
class FileHandedOver:
    """A file that a member put into a form."""

    name: str
    size: int
    address: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form that was sent off."""

    origin: Origin
    view: View


@dataclass(frozen=True, slots=True)
class Suggesting:
    """Somebody types into a menu of a form."""

    origin: Origin
    action: str
    text: str
    metadata: str


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that concerns the bot: one that mentions it, one to it alone, or one in a channel it reads."""

    origin: Origin
    text: str
    mentions_bot: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """A message on which a shortcut was used."""

    origin: Origin
    shortcut: str
    text: str
    timestamp: str


def well_formed(body: object) -> bool:
    """Say whether the parts that tell what was sent, and by whom, are of the kinds that Slack documents."""
    if not isinstance(body, Mapping) or any(not isinstance(body.get(part) or {}, Mapping) for part in _PARTS):
        return False
    actions = body.get("actions", [{}])
    if not isinstance(actions, list) or not actions or not all(isinstance(action, Mapping) for action in actions):
        return False
    ids = [body.get("callback_id", ""), *(action.get("action_id", "") for action in actions)]
    if body.get("type") == "event_callback" and not _text(body, "event", "type"):
        return False
    return all(isinstance(id_, str) for id_ in ids)


def typed(body: Mapping[str, Any], team: str, enterprise: str) -> Typed | None:
    """Read a slash command."""
    origin = Origin(
        event=f"slack:{team}:{_text(body, 'trigger_id')}",
        team=team,
        enterprise=enterprise,
        user=_text(body, "user_id"),
        name=_text(body, "user_name"),
        channel=_text(body, "channel_id"),
        answer_at=_text(body, "response_url"),
        trigger=_text(body, "trigger_id"),
    )
    return Typed(origin, _text(body, "command"), _text(body, "text")) if origin.user and origin.trigger else None


def pressed(body: Mapping[str, Any], team: str, enterprise: str) -> Pressed | None:
    """Read a press of a button or a choice from a menu."""
    actions = body.get("actions")
    first = actions[0] if isinstance(actions, list) and actions and isinstance(actions[0], Mapping) else {}
    value = _text(first, "value") or _text(first, "selected_option", "value")
    origin = Origin(
        event=f"slack:{team}:{_text(body, 'trigger_id')}",
        team=team,
        enterprise=enterprise,
        user=_text(body, "user", "id"),
        name=_text(body, "user", "username") or _text(body, "user", "name"),
        channel=_text(body, "channel", "id") or _text(body, "container", "channel_id"),
        thread=_text(body, "message", "thread_ts") or _text(body, "container", "thread_ts"),
        answer_at=_text(body, "response_url"),
        trigger=_text(body, "trigger_id"),
        on_private=_at(body, "container", "is_ephemeral") is True,
        at_home=_text(body, "view", "type") == "home",
    )
    if not (origin.user and origin.trigger):
        return None
    return Pressed(origin, _text(first, "action_id"), value, _view(body) if "view" in body else None)


def submitted(body: Mapping[str, Any], team: str, enterprise: str) -> Submitted | None:
    """Read a form that was sent off."""
    view = _view(body)
    origin = Origin(
        event=f"slack:{team}:{view.id}:{view.hash}",
        team=team,
        enterprise=enterprise,
        user=_text(body, "user", "id"),
        name=_text(body, "user", "username") or _text(body, "user", "name"),
        trigger=_text(body, "trigger_id"),
    )
    return Submitted(origin, view) if origin.user and view.id else None


def suggesting(body: Mapping[str, Any], team: str, enterprise: str) -> Suggesting | None:
    """Read what is being typed into a menu."""
    origin = Origin(
        event="", team=team, enterprise=enterprise, user=_text(body, "user", "id"), name=_text(body, "user", "name")
    )
    metadata = _text(body, "view", "private_metadata")
    return Suggesting(origin, _text(body, "action_id"), _text(body, "value"), metadata) if origin.user else None


def heard(body: Mapping[str, Any], team: str, enterprise: str, bot: str) -> Heard | None:
    """Read a message, unless a bot wrote it, or it is news of another message, such as that it was edited."""
    event = body.get("event")
    if not isinstance(event, Mapping):
        return None
    if event.get("bot_id") or event.get("bot_profile") or event.get("hidden"):
        return None
    if event.get("subtype") not in (None, "file_share", "thread_broadcast"):
        return None
    origin = Origin(
        event=f"slack:{team}:{_text(body, 'event_id')}",
        team=team,
        enterprise=enterprise,
        user=_text(event, "user"),
        channel=_text(event, "channel"),
        thread=_text(event, "thread_ts") or (_text(event, "ts") if event.get("type") == "app_mention" else ""),
    )
    if not (origin.user and origin.channel and _text(body, "event_id")):
        return None
    text = _text(event, "text")
    mark = f"<@{bot}>"
    named = bool(bot) and (mark in text or f"<@{bot}|" in text)
    bare = re.sub(rf"<@{re.escape(bot)}(?:\|[^<>]*)?>", " ", text) if bot else text
    return Heard(origin, plain(" ".join(bare.split())), named)


def chosen(body: Mapping[str, Any], team: str, enterprise: str) -> Chosen | None:
    """Read a shortcut used on a message."""
    origin = Origin(
        event=f"slack:{team}:{_text(body, 'trigger_id')}",
        team=team,
        enterprise=enterprise,
        user=_text(body, "user", "id"),
        name=_text(body, "user", "username") or _text(body, "user", "name"),
        channel=_text(body, "channel", "id"),
        answer_at=_text(body, "response_url"),
        trigger=_text(body, "trigger_id"),
    )
    if not (origin.user and origin.trigger):
        return None
    return Chosen(
        origin, _text(body, "callback_id"), plain(_text(body, "message", "text")), _text(body, "message", "ts")
    )


def _view(body: Mapping[str, Any]) -> View:
    state = _at(body, "view", "state", "values")
    values: dict[str, str] = {}
    files: dict[str, tuple[FileHandedOver, ...]] = {}
    for block, elements in state.items() if isinstance(state, Mapping) else ():
        for element in elements.values() if isinstance(elements, Mapping) else ():
            if isinstance(element, Mapping):
                given = element.get("value") or _at(element, "selected_option", "value")
                if isinstance(given, str):
                    values[str(block)] = given
                files |= {str(block): handed} if (handed := _files(element.get("files"))) else {}
    return View(
        id=_text(body, "view", "id"),
        hash=_text(body, "view", "hash"),
        callback=_text(body, "view", "callback_id"),
        metadata=_text(body, "view", "private_metadata"),
        values=values,
        files=files,
    )


def _files(given: object) -> tuple[FileHandedOver, ...]:
    if not isinstance(given, Sequence) or isinstance(given, str):
        return ()
    found = []
    for file in given:
        size = file.get("size") if isinstance(file, Mapping) else None
        if isinstance(file, Mapping) and isinstance(size, int):
            address = _text(file, "url_private_download") or _text(file, "url_private")
            found.append(FileHandedOver(_text(file, "name") or "file", size, address))
    return tuple(found)


def _at(body: object, *path: str) -> object:
    for step in path:
        body = body.get(step) if isinstance(body, Mapping) else None
    return body


def _text(body: object, *path: str) -> str:
    found = _at(body, *path)
    return found if isinstance(found, str) else ""


def plain(text: str, *, ids: bool = False) -> str:
    """Return what Slack escaped as people typed it: mentions by name, or by id where ids are wanted; links bare."""
    bare = _REFERENCE.sub(lambda found: _referred(found[1], found[2] or "", ids=ids), text)
    for written, meant in _ENTITIES:
        bare = bare.replace(written, meant)
    return bare


def _referred(target: str, label: str, *, ids: bool) -> str:
    """Return what stands between angle brackets as plain words."""
    if target.startswith(("@", "#")):
        return target if ids or not label else target[0] + label.lstrip("@#")
    if target.startswith("!subteam^"):
        group = target.removeprefix("!subteam^")
        return f"@{group}" if ids or not label else f"@{label.lstrip('@')}"
    if target.startswith("!"):
        return label or f"@{target[1:].partition('^')[0]}"
    if target.startswith("mailto:"):
        return label or target.removeprefix("mailto:")
    return label if label and target.rstrip("/").endswith(label.rstrip("/")) else f"{label} {target}".strip()
