"""The command tree, the forms, and what is read from Discord's events: plain values in, plain values out."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from adapters.discord import limits
from adapters.discord.commands import digest, paths, tree
from adapters.discord.forms import filled_in, form, missing
from adapters.discord.incoming import Handed, of_action, of_command, uploaded
from adapters.discord.rights import application_of, invite_link
from adapters.discord.rights import missing as missing_rights
from trivia.commands.catalogue import CATALOGUE, Command, Option, OptionType, find

NAME = re.compile(r"[-_\w]{1,32}")
LINK = "https://discord.com/channels/1/2"


def options(command: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for option in command.get("options", ()):
        yield option
        yield from options(option)


def test_every_command_of_the_catalogue_is_in_the_tree_with_its_options() -> None:
    made = tree(CATALOGUE)

    known = paths({**command, "id": "7"} for command in made)

    assert set(known) == {command.path for command in CATALOGUE}
    start = next(o for c in made if c["name"] == "trivia" for o in options(c) if o["name"] == "start")
    shown = [o.name for o in next(c for c in CATALOGUE if c.path == "trivia start").options if not o.hidden]
    assert {option["name"] for option in start["options"]} == set(shown)


def test_the_tree_keeps_discords_limits() -> None:
    made = tree(CATALOGUE)

    assert len([c for c in made if c["type"] == 1]) <= limits.COMMANDS
    for command in made:
        assert command["type"] != 1 or NAME.fullmatch(str(command["name"]))
        for option in options(command):
            assert NAME.fullmatch(option["name"])
            assert 1 <= len(option["description"]) <= limits.COMMAND_DESCRIPTION
            assert len(option.get("options", ())) <= limits.COMMAND_OPTIONS
            assert len(option.get("choices", ())) <= limits.COMMAND_CHOICES
            required = [bool(o.get("required")) for o in option.get("options", ())]
            assert required == sorted(required, reverse=True), "required ones come first"
        texts = [str(command["name"]), str(command.get("description", ""))]
        texts += [text for o in options(command) for text in (o["name"], o["description"])]
        texts += [text for o in options(command) for c in o.get("choices", ()) for text in (c["name"], str(c["value"]))]
        assert sum(map(len, texts)) <= limits.COMMAND_TOTAL, command["name"]


def test_hidden_options_are_for_buttons_alone() -> None:
    hidden = {(c.path, o.name) for c in CATALOGUE for o in c.options if o.hidden}
    made = {(f"{c['name']} {s['name']}", o["name"]) for c in tree(CATALOGUE) for s in options(c) for o in options(s)}

    assert hidden
    assert not hidden & made


def test_a_tree_has_a_digest_of_its_own() -> None:
    made = tree(CATALOGUE)

    assert digest(made) == digest(tree(CATALOGUE))
    assert digest(made) != digest(made[:-1])


def test_a_family_for_moderators_alone_is_shown_to_them_alone() -> None:
    rights = {str(c["name"]): c["default_member_permissions"] for c in tree(CATALOGUE)}

    assert rights["ask"] is None
    assert rights["Add as fact"] == 1 << 13


def test_a_form_asks_for_what_is_missing() -> None:
    command = find("trivia answer")
    assert command is not None

    wanting = missing(command, {"round": "3f", "question": "2"})
    made = form(command, wanting, "trivia answer?round=3f&question=2")

    assert [option.name for option in wanting] == ["text"]
    assert len(str(made["title"])) <= limits.MODAL_TITLE
    assert filled_in([{"type": 18, "component": {"custom_id": "text", "value": "Oslo"}}]) == {"text": "Oslo"}


@pytest.mark.parametrize(
    ("option", "kind"),
    [
        (Option("text", "your answer", longest=300), 4),
        (Option("count", "how many", OptionType.INTEGER), 4),
        (Option("wanted", "whether", OptionType.BOOLEAN), 3),
        (Option("how", "how hard", choices=("easy", "hard")), 3),
        (Option("file", "a file", OptionType.FILE), 19),
    ],
)
def test_each_sort_of_option_has_a_field_of_its_own(option: Option, kind: int) -> None:
    made: Any = form(Command("x", "", "A summary", (option,)), (option,), "x")

    assert made["components"][0]["component"]["type"] == kind


@pytest.mark.parametrize("components", [None, [], "x", [None], [{"type": 18}], [{"component": {"custom_id": 5}}]])
def test_a_form_that_makes_no_sense_holds_nothing(components: object) -> None:
    assert filled_in(components) == {}


def test_a_file_is_handed_over_with_its_name_and_size() -> None:
    file = {"id": "9", "filename": "facts.csv", "size": 12, "url": "https://cdn.example/facts.csv"}
    data = {
        "name": "fact",
        "options": [{"type": 1, "name": "import", "options": [{"type": 11, "name": "file", "value": "9"}]}],
        "resolved": {"attachments": {"9": file}},
    }

    meant = of_command(data, LINK)

    assert meant is not None
    assert meant.file == Handed("facts.csv", 12, "https://cdn.example/facts.csv")
    assert meant.arguments == {"file": "facts.csv"}
    assert uploaded(data) == meant.file


def test_options_of_a_wrong_type_are_left_to_the_core_or_left_out() -> None:
    given = [{"type": 10, "name": "count", "value": 2.5}, {"type": 3, "name": "topic", "value": {"x": 1}}]

    meant = of_command({"name": "trivia", "options": [{"type": 1, "name": "start", "options": given}]}, LINK)

    assert meant is not None
    assert meant.arguments == {"count": "2.5"}


def test_a_message_becomes_a_command_with_its_link() -> None:
    message = {"id": "5", "content": "Oslo is\nnice"}
    data = {"type": 3, "name": "Add as fact", "target_id": "5", "resolved": {"messages": {"5": message}}}

    meant = of_command(data, LINK)

    assert meant is not None
    assert (meant.command, meant.arguments) == ("fact add", {"sentence": "Oslo is nice", "source": f"{LINK}/5"})
    assert of_command({**data, "name": "Another"}, LINK) is None
    assert of_command({"type": 9}, LINK) is None


def test_an_action_is_read_back_as_its_command() -> None:
    meant = of_action("trivia answer?round=3f&question=2&text=B")

    assert (meant.command, meant.arguments) == ("trivia answer", {"round": "3f", "question": "2", "text": "B"})


def test_missing_rights_are_named_as_discord_names_them() -> None:
    assert missing_rights(1 << 10 | 1 << 11) == ("Embed Links",)
    assert missing_rights(1 << 3) == (), "an administrator may do everything"
    assert missing_rights(1 << 10 | 1 << 14, thread=True) == ("Send Messages in Threads",)
    assert "Attach Files" in missing_rights(0, files=True)


def test_the_application_is_read_from_its_token() -> None:
    assert application_of("MTIzNDU2Nzg5MDEyMzQ1Njc4.x.y") == 123456789012345678
    assert "client_id=5&" in invite_link(5)
    for token in ("", "====.x.y", "bm8.x.y"):
        with pytest.raises(ValueError, match=r".*"):
            application_of(token)
