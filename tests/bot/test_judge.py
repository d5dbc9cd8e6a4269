import json

import pytest

from bot.batch import MAX_LINE
from tests.bot.support import factotum


def test_each_line_gets_its_verdict_in_order_with_its_id() -> None:
    lines = (
        b'{"id": 7, "question": "Who plays Jessica?", "key": "Krysten Ritter", "given": "krysten riter"}\n'
        b'{"id": "b", "key": "Oslo", "accepted": ["Christiania"], "given": "Bergen"}\n'
    )

    result = factotum("judge", "--batch", "-", stdin=lines)

    first, second = map(json.loads, result.out.splitlines())
    assert (first["id"], first["verdict"]) == (7, "accept")
    assert (second["id"], second["verdict"]) == ("b", "reject")
    assert first["reason"]
    assert result.status == 0


def test_a_bad_line_is_answered_in_its_place_and_the_others_as_ever() -> None:
    sound = b'{"key": "Oslo", "given": "Oslo"}'
    bad = {
        b"{": "is not JSON",
        b"[1]": "is not a JSON object",
        b"\xff": "is not UTF-8",
        b'{"id": 1, "given": "x"}': "key is missing",
        b'{"key": " ", "given": "x"}': "key is empty",
        b'{"key": "x", "given": 3}': "given is not a text",
        b'{"key": "x", "given": "x", "accepted": "x"}': "accepted is not a list of texts",
        b"[" * 100_000: "is not JSON",
        b" " + b"x" * (3 * MAX_LINE): "the line is longer than 1,000,000 bytes",
    }

    result = factotum("judge", "--batch", "-", stdin=b"\n".join([sound, *bad, b"", sound]))

    answers = [json.loads(line) for line in result.out.splitlines()]
    assert [a.get("verdict") for a in answers] == ["accept", *([None] * len(bad)), "accept"]
    assert [a["error"] for a in answers[1:-1]] == [f"line {n}: {why}" for n, why in enumerate(bad.values(), 2)]
    assert answers[4]["id"] == 1
    assert result.status == 1


def test_odd_characters_do_no_harm() -> None:
    given = json.dumps({"key": "Oslo", "given": "\ud800 \x00 \u202e Oslo", "id": "\ud800"}).encode()

    result = factotum("judge", "--batch", "-", stdin=given)

    assert json.loads(result.out)["verdict"] in ("accept", "reject", "prompt")


def test_a_file_that_is_not_there_is_bad_usage() -> None:
    result = factotum("judge", "--batch", "nowhere.jsonl")

    assert (result.status, result.out) == (2, "")
    assert result.err == "factotum: nowhere.jsonl: there is no such file.\n"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_that_json_has_not_is_refused_and_never_printed(number: str) -> None:
    ruled = factotum("judge", "--batch", "-", stdin=f'{{"id": {number}, "key": "Oslo", "given": "Oslo"}}\n'.encode())

    assert ruled.out == '{"error": "line 1: is not JSON"}\n'
    assert ruled.status == 1
