"""Commands in the language of those who see them."""

from collections.abc import Iterator
from typing import Any

from adapters.discord import limits
from adapters.discord.commands import digest, tree
from trivia.commands.catalogue import CATALOGUE
from trivia.replies.languages import LANGUAGES


def parts(made: Any) -> Iterator[Any]:
    for one in made:
        yield one
        yield from parts(one.get("options", ()))


def test_what_is_translated_is_shown_in_its_language_and_the_rest_in_english() -> None:
    made = list(parts(tree(CATALOGUE)))

    menu = next(one for one in made if one["name"] == "Look this up")
    assert menu["name_localizations"]["de"] == "Nachschlagen"
    assert menu["name"] == "Look this up"
    start = next(one for one in made if one["name"] == "start")
    assert "name_localizations" not in start
    assert start["description_localizations"]["de"].startswith("Eine Runde")
    assert any("description_localizations" not in one for one in made)


def test_no_translation_is_of_words_that_nothing_says() -> None:
    made = list(parts(tree(CATALOGUE)))
    said = {one.get(part) for one in made for part in ("name", "description")}

    assert [words for language in LANGUAGES.values() for words in language if words not in said] == []


def test_no_translation_is_longer_than_discord_takes() -> None:
    assert all(len(said) <= limits.COMMAND_DESCRIPTION for words in LANGUAGES.values() for said in words.values())


def test_a_new_language_is_told_to_discord() -> None:
    assert digest(tree(CATALOGUE)) != digest(tree(CATALOGUE, {}))
