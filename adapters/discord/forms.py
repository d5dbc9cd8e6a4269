"""Forms: a command's missing options asked for in a modal. Pure, as the JSON that Discord's API takes."""

from collections.abc import Mapping, Sequence

from adapters.discord import limits
from adapters.discord.limits import cut
from adapters.discord.render import Json
from trivia.commands.catalogue import Command, Option, OptionType
from trivia.commands.request import Argument

_LABEL, _TEXT_INPUT, _MENU, _FILE_UPLOAD = 18, 4, 3, 19
_ONE_LINE, _PARAGRAPH = 1, 2
_LONG = 100
_YES_OR_NO = ("yes", "no")


def missing(command: Command, arguments: Mapping[str, Argument]) -> tuple[Option, ...]:
    """Return the options that must be asked for before the command can run."""
    return tuple(o for o in command.options if o.required and not o.hidden and o.name not in arguments)


def form(command: Command, options: Sequence[Option], custom_id: str) -> Json:
    """Return a form that asks for these options, at most as many as a form holds."""
    return {
        "custom_id": custom_id,
        "title": cut(command.summary, limits.MODAL_TITLE),
        "components": [_input(option) for option in options[: limits.MODAL_INPUTS]],
    }


def filled_in(components: object) -> dict[str, str]:
    """Return what was filled in, by the options' names; what was left empty is left out."""
    found: dict[str, str] = {}
    for row in components if isinstance(components, list) else ():
        inner = [row.get("component"), *(row.get("components") or ())] if isinstance(row, dict) else []
        for component in inner:
            if not isinstance(component, dict) or not isinstance(component.get("custom_id"), str):
                continue
            values = component.get("values")
            value = component.get("value") or (values[0] if isinstance(values, list) and values else "")
            if isinstance(value, str) and value:
                found[component["custom_id"]] = value
    return found


def _input(option: Option) -> Json:
    return {
        "type": _LABEL,
        "label": cut(option.summary[0].upper() + option.summary[1:], limits.LABEL),
        "component": _component(option),
    }


def _component(option: Option) -> Json:
    choices = _YES_OR_NO if option.type is OptionType.BOOLEAN else option.choices
    if option.type is OptionType.FILE:
        return {"type": _FILE_UPLOAD, "custom_id": option.name, "required": option.required}
    if choices and len(choices) <= limits.SELECT_OPTIONS:
        return {
            "type": _MENU,
            "custom_id": option.name,
            "required": option.required,
            "options": [{"label": choice, "value": choice} for choice in choices],
        }
    return {
        "type": _TEXT_INPUT,
        "custom_id": option.name,
        "style": _PARAGRAPH if option.longest > _LONG and option.type is OptionType.TEXT else _ONE_LINE,
        "required": option.required,
        "max_length": min(option.longest, limits.INPUT_LENGTH),
    }
