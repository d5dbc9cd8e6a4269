"""Forms: what a command still needs, asked in a modal, and what was filled in read back.

What a form is about travels in it unseen, stamped: a form that isn't ours, or was changed, is not believed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from adapters.slack import words
from adapters.slack.limits import (
    LONGEST_INPUT,
    LONGEST_LABEL,
    LONGEST_METADATA,
    LONGEST_OPTION,
    LONGEST_OPTION_VALUE,
    LONGEST_TITLE,
    MOST_OPTIONS,
    MOST_VIEW_BLOCKS,
)
from adapters.slack.naming import Names
from adapters.slack.origin import Origin, View
from adapters.slack.sealing import Stamp
from adapters.slack.text import Element, plain_text
from trivia.commands.arguments import checked
from trivia.commands.catalogue import Command, Option, OptionType, find, of_family
from trivia.commands.request import Argument, Role
from trivia.commands.suggesting import Suggestion
from trivia.errors import UsageError

FORM = "form"
"""The callback id of every form."""
PICK = "pick"
"""The id of the menu by which one of a family's commands is picked."""
_OPTION = "option:"
_LONG = 200


@dataclass(frozen=True, slots=True)
class Form:
    """What a form is about: a command, what is known of its arguments, and where the answer goes.

    ``picks`` says that the command may be changed for another of its family; ``asks`` are the options asked for, all
    that are not known where it is empty. ``shown`` is put into fields at first. ``role`` is that of who is asked: the
    commands offered are those it may run.
    """

    command: Command
    arguments: Mapping[str, str]
    origin: Origin
    picks: bool = False
    asks: tuple[str, ...] = ()
    shown: Mapping[str, str] | None = None
    role: Role = Role.ADMIN


def needs_form(command: Command, arguments: Mapping[str, Argument]) -> bool:
    """Say whether a command can't be carried out as it stands: something required is missing, or all it lives from."""
    return bool(missing(command, arguments)) or (not arguments and _lives_from_words(command))


def missing(command: Command, arguments: Mapping[str, Argument]) -> tuple[str, ...]:
    """Return the required options that people may fill in and that are not given."""
    return tuple(o.name for o in command.options if o.required and not o.hidden and not arguments.get(o.name))


def _lives_from_words(command: Command) -> bool:
    free = next((option for option in command.options if option.rest), None)
    return free is not None and free.verbatim


def view(form: Form, stamp: Stamp, names: Names) -> Element:
    """Return the modal that asks."""
    fields = [_input(option, (form.shown or {}).get(option.name, "")) for option in _asked(form)]
    picker = [_picker(form)] if form.picks else []
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": plain_text(names.command(form.command.family) + f" {form.command.name}".rstrip(), LONGEST_TITLE),
        "submit": plain_text(words.SEND, LONGEST_TITLE),
        "close": plain_text(words.CANCEL, LONGEST_TITLE),
        "private_metadata": _metadata(form, stamp),
        "blocks": [*picker, *(fields or [_nothing_to_fill(form.command)])][:MOST_VIEW_BLOCKS],
    }


def _asked(form: Form) -> Sequence[Option]:
    """Return the options to ask for, those that are required first."""
    open_ = [o for o in form.command.options if not o.hidden and o.name not in form.arguments]
    wanted = [option for option in open_ if not form.asks or option.name in form.asks]
    return sorted(wanted, key=lambda option: not option.required)


def _nothing_to_fill(command: Command) -> Element:
    return {"type": "section", "text": plain_text(command.summary, LONGEST_LABEL)}


def _picker(form: Form) -> Element:
    command = form.command
    offered = [c for c in of_family(command.family) if c.role <= form.role or c == command]
    return {
        "type": "input",
        "block_id": PICK,
        "dispatch_action": True,
        "label": plain_text(words.PICK, LONGEST_LABEL),
        "element": {
            "type": "static_select",
            "action_id": PICK,
            "options": [_choice(c.summary, c.path) for c in offered][:MOST_OPTIONS],
            "initial_option": _choice(command.summary, command.path),
        },
    }


def _choice(shown: str, value: str) -> Element:
    return {"text": plain_text(shown, LONGEST_OPTION), "value": value[:LONGEST_OPTION_VALUE]}


def _input(option: Option, shown: str) -> Element:
    return {
        "type": "input",
        "block_id": f"{_OPTION}{option.name}",
        "optional": not option.required,
        "label": plain_text(option.summary[:1].upper() + option.summary[1:], LONGEST_LABEL),
        "element": _element(option, shown),
    }


def _element(option: Option, shown: str) -> Element:
    action: Element = {"action_id": f"{_OPTION}{option.name}"}
    if option.type is OptionType.FILE:
        return {"type": "file_input", "max_files": 1, **action}
    if option.type is OptionType.BOOLEAN:
        options = [_choice(words.YES, "yes"), _choice(words.NO, "no")]
        return {"type": "static_select", "options": options, **action}
    if option.choices:
        return {"type": "static_select", "options": [_choice(c, c) for c in option.choices[:MOST_OPTIONS]], **action}
    if option.suggests is not None:
        initial = {"initial_option": _choice(shown, shown)} if shown and len(shown) <= LONGEST_OPTION_VALUE else {}
        return {"type": "external_select", "min_query_length": 0, **initial, **action}
    if option.type is OptionType.INTEGER:
        low = {"min_value": str(option.low)} if option.low is not None else {}
        high = {"max_value": str(option.high)} if option.high is not None else {}
        return {"type": "number_input", "is_decimal_allowed": False, **low, **high, **action}
    most = min(option.longest, LONGEST_INPUT)
    typed = {"initial_value": shown[:most]} if shown else {}
    return {"type": "plain_text_input", "multiline": option.longest > _LONG, "max_length": most, **typed, **action}


def _metadata(form: Form, stamp: Stamp) -> str:
    """Write down what a form is about; what would not fit is left to be asked for again."""
    origin = form.origin
    content: dict[str, object] = {
        "command": form.command.path,
        "picks": form.picks,
        "asks": list(form.asks),
        "arguments": dict(form.arguments),
        "team": origin.team,
        "user": origin.user,
        "channel": origin.channel,
        "thread": origin.thread,
        "answer_at": origin.answer_at,
        "on_private": origin.on_private,
        "at_home": origin.at_home,
        "role": int(form.role),
    }
    stamped = stamp.stamped(content)
    if len(stamped) > LONGEST_METADATA:
        stamped = stamp.stamped(content | {"arguments": {}, "asks": []})
    return stamped


def read(metadata: str, origin: Origin, stamp: Stamp) -> Form | None:
    """Return what a form is about; None if it isn't ours, or was another member's or another workspace's."""
    content = stamp.content(metadata)
    if content is None or (content["team"], content["user"]) != (origin.team, origin.user):
        return None
    command = find(str(content["command"]))
    arguments, asks = content["arguments"], content["asks"]
    if command is None or not isinstance(arguments, dict) or not isinstance(asks, list):
        return None
    back = replace(
        origin,
        channel=str(content["channel"]),
        thread=str(content["thread"]),
        answer_at=str(content["answer_at"]),
        on_private=bool(content["on_private"]),
        at_home=bool(content["at_home"]),
    )
    role = Role(int(str(content["role"])))
    return Form(command, arguments, back, bool(content["picks"]), tuple(map(str, asks)), role=role)


def picked(form: Form, path: str) -> Form | None:
    """Return the same form for another command of its family."""
    command = find(path)
    if not form.picks or command is None or command.family != form.command.family:
        return None
    return replace(form, command=command, asks=())


def filled(form: Form, seen: View) -> dict[str, Argument]:
    """Return the arguments that a form comes to."""
    given = {name: value for name, value in _values(seen).items() if form.command.option(name) and value.strip()}
    files = {
        block.removeprefix(_OPTION): handed[0].name
        for block, handed in seen.files.items()
        if block.startswith(_OPTION) and handed
    }
    return {**form.arguments, **given, **files}


def wrong(form: Form, arguments: Mapping[str, Argument]) -> dict[str, str]:
    """Return what is wrong with what was filled in, by the block that it stands in."""
    problems: dict[str, str] = {}
    for option in _asked(form):
        alone = replace(form.command, options=(option,))
        try:
            checked(alone, {name: value for name, value in arguments.items() if name == option.name})
        except UsageError as error:
            problems[f"{_OPTION}{option.name}"] = str(error)
    return problems


def option_of(action: str) -> str:
    """Return the option that an element of a form asks for."""
    return action.removeprefix(_OPTION) if action.startswith(_OPTION) else ""


def _values(seen: View) -> dict[str, str]:
    return {block.removeprefix(_OPTION): v for block, v in seen.values.items() if block.startswith(_OPTION)}


def suggestions(typed: str, found: Sequence[Suggestion]) -> Element:
    """Return what a menu offers: what was typed, as it stands, and what may be meant by it."""
    own = [_choice(typed, typed)] if typed.strip() and len(typed) <= LONGEST_OPTION_VALUE else []
    rest = [
        _choice(s.shown, s.value)
        for s in found
        if s.value and len(s.value) <= LONGEST_OPTION_VALUE and s.value.casefold() != typed.strip().casefold()
    ]
    same = [_choice(s.shown, s.value) for s in found if s.value.casefold() == typed.strip().casefold()]
    return {"options": [*(same or own), *rest][:MOST_OPTIONS]}
