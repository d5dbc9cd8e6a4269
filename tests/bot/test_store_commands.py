import json
import subprocess
import sys
from pathlib import Path

import pytest

import bot
from tests.bot.support import factotum

FACT = {"fact", "subject", "relation", "value", "qualifiers", "statement", "source"}


def test_ask_prints_a_sentence_with_its_source(store: str) -> None:
    result = factotum("ask", "what is the capital of Norway?", "--database", store)

    assert (result.status, result.err) == (0, "")
    assert result.out.startswith("The capital of Norway is Oslo. (Source: ")


def test_ask_prints_the_json_that_is_promised(store: str) -> None:
    result = factotum("ask", "who directed AKA You're Welcome?", "--json", "--database", store)

    document = json.loads(result.out)
    assert document.keys() == {"question", "status", "answers", "sentence", "plan", "suggestions"}
    assert document["status"] == "answered"
    answer = document["answers"][0]
    assert (answer["text"], answer["certainty"]) == ("Krysten Ritter", "confirmed")
    assert answer.keys() == {"text", "entity", "certainty", "evidence"}
    assert answer["evidence"][0].keys() == FACT


def test_ask_says_that_it_does_not_know_and_no_more_than_it_does(store: str) -> None:
    result = factotum("ask", "what is the airspeed of an unladen swallow?", "--json", "--database", store)

    document = json.loads(result.out)
    assert (result.status, document["answers"]) == (0, [])
    assert document["status"] in ("unknown", "unclear")
    assert "moderators" not in document["sentence"]


def test_a_batch_of_questions_is_answered_line_by_line(store: str, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '{"id": 1, "question": "capital of France?"}\n{"id": 2}\n{"question": "\\ud800"}\n', encoding="utf-8"
    )

    result = factotum("ask", "--batch", str(file), "--database", store)

    first, second, third = map(json.loads, result.out.splitlines())
    assert (first["id"], first["answers"][0]["text"]) == (1, "Paris")
    assert second == {"id": 2, "error": "line 2: question is missing"}
    assert third["status"] in ("unknown", "unclear")
    assert result.status == 1


@pytest.mark.parametrize(
    "odd", ["", " ", "\x00", "x" * 100_000, "\u202e<@everyone> **", "\udcff", "'; DROP TABLE facts"]
)
def test_odd_questions_get_a_clear_reply(store: str, odd: str) -> None:
    result = factotum("ask", odd, "--database", store)

    assert (result.status, result.err) == (0, "")
    assert result.out.strip()
    assert len(result.out) < 1_000


def test_questions_are_json_lines_and_the_same_for_the_same_seed(store: str) -> None:
    words = ("questions", "--count", "20", "--seed", "7", "--database", store)

    first, second = factotum(*words), factotum(*words)

    made = [json.loads(line) for line in first.out.splitlines()]
    assert len(made) == 20
    assert first.out == second.out
    fields = {"stem", "kind", "key", "accepted", "evidence", "plan", "difficulty", "topic"}
    assert all(q.keys() - {"options"} == fields for q in made)
    assert all(q["options"].count(q["key"]) == 1 for q in made if "options" in q)
    assert all(fact.keys() == FACT for q in made for fact in q["evidence"])


def test_questions_of_a_kind_and_topic_as_one_document(store: str) -> None:
    words = ("questions", "--count", "3", "--kind", "choice", "--topic", "countries", "--json", "--database", store)

    made = json.loads(factotum(*words).out)

    assert [q["kind"] for q in made] == ["choice"] * 3
    assert all(q["key"] in q["options"] for q in made)


def test_a_topic_that_is_not_known_is_told(store: str) -> None:
    result = factotum("questions", "--topic", "underwater basket weaving", "--database", store)

    assert (result.status, result.out) == (2, "")
    assert "underwater basket weaving" in result.err


def test_a_topic_of_any_length_is_told_in_a_short_line(store: str) -> None:
    assert len(factotum("questions", "--topic", "x" * 100_000, "--database", store).err) < 300


def test_packs_are_listed_in_words_and_as_json(store: str) -> None:
    listed = json.loads(factotum("pack", "list", "--json", "--database", store).out)

    assert {"jessica-jones", "countries", "elements"} <= {pack["name"] for pack in listed}
    assert all(pack["licence"] and pack["facts"] for pack in listed)
    assert "jessica-jones" in factotum("pack", "list", "--database", store).out


def test_a_pack_is_exported_checked_removed_and_installed_again(store: str, tmp_path: Path) -> None:
    out = str(tmp_path / "elements.zip")
    before = factotum("pack", "list", "--database", store).out

    assert factotum("pack", "export", "elements", out, "--database", store).status == 0
    assert factotum("pack", "check", out).out.startswith("elements ")
    assert factotum("pack", "remove", "elements", "--database", store).out == "Removed elements.\n"
    assert "elements" not in factotum("pack", "list", "--database", store).out
    assert factotum("pack", "install", out, "--database", store).out.startswith("Installed elements ")
    assert factotum("pack", "list", "--database", store).out == before


def test_a_pack_that_communities_taught_facts_about_is_removed_only_by_force(store: str, tmp_path: Path) -> None:
    taught = b"/fact add Norway borders Xenia kind=country source=Atlas anyway=yes\n"
    asked = b"/ask what borders Xenia?\n"
    out = str(tmp_path / "countries.zip")
    factotum("pack", "export", "countries", out, "--database", store)
    assert "Norway" in factotum("play", "--database", store, stdin=taught + asked).out

    refused = factotum("pack", "remove", "countries", "--database", store)

    assert refused.status == 1
    assert "the terminal (1) taught 1 fact about things of countries. Without it nobody finds them." in refused.err
    assert refused.err.rstrip().endswith("factotum pack remove countries --force")
    assert "Norway" in factotum("play", "--database", store, stdin=asked).out
    removed = factotum("pack", "remove", "countries", "--force", "--json", "--database", store)
    document = {"removed": "countries", "resting": [{"community": "the terminal", "facts": 1, "names": 0, "merges": 0}]}
    assert json.loads(removed.out) == document
    assert "Norway" not in factotum("play", "--database", store, stdin=asked).out
    factotum("pack", "install", out, "--database", store)
    assert "Norway" in factotum("play", "--database", store, stdin=asked).out


def test_a_pack_whose_things_communities_only_named_or_merged_is_removed_only_by_force(store: str) -> None:
    said = b"/fact alias Norway alias=Fjordia\n/fact alias Sweden alias=Elkland\n/fact merge Sweden into=Norway\n"
    factotum("play", "--database", store, stdin=said)

    refused = factotum("pack", "remove", "countries", "--database", store)

    assert refused.status == 1
    assert "the terminal (3) taught 2 further names and 1 merge about things of countries." in refused.err
    removed = factotum("pack", "remove", "countries", "--force", "--json", "--database", store)
    assert json.loads(removed.out)["resting"] == [{"community": "the terminal", "facts": 0, "names": 2, "merges": 1}]


def test_an_exported_pack_is_the_pack_that_was_installed(store: str, tmp_path: Path) -> None:
    first, second = str(tmp_path / "a.zip"), str(tmp_path / "b.zip")

    factotum("pack", "export", "jessica-jones", first, "--database", store)
    factotum("pack", "install", first, "--database", store)
    factotum("pack", "export", "jessica-jones", second, "--database", store)

    assert Path(first).read_bytes() == Path(second).read_bytes()


def test_a_pack_with_a_bad_row_installs_nothing(store: str, tmp_path: Path) -> None:
    folder = tmp_path / "elements"
    factotum("pack", "export", "elements", str(folder), "--database", store)
    with (folder / "facts.csv").open("a", encoding="utf-8") as file:
        file.write("nonsense,nonsense,nonsense,,,,,,\n")
    before = factotum("pack", "list", "--json", "--database", store).out

    result = factotum("pack", "install", str(folder), "--database", store)
    checked = factotum("pack", "check", str(folder), "--json")

    assert result.status == checked.status == 1
    assert "factotum: facts.csv, line " in result.err
    assert "no relation has the id 'nonsense'" in result.err
    assert json.loads(checked.out)["problems"][0]["file"] == "facts.csv"
    assert factotum("pack", "list", "--json", "--database", store).out == before


def test_a_pack_is_exported_to_a_folder_of_its_name_unless_said(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    result = factotum("pack", "export", "elements", "--json", "--database", store)

    assert json.loads(result.out) == {"exported": "elements", "path": "elements"}
    assert json.loads(factotum("pack", "check", "elements", "--json").out)["ok"]


@pytest.mark.parametrize("words", [("ask",), ("ask", "x", "--batch", "-"), ("ask", "--batch", ".")])
def test_ask_takes_one_question_or_one_batch(words: tuple[str, ...], store: str) -> None:
    result = factotum(*words, "--database", store)

    assert (result.status, result.out, result.err.count("\n")) == (2, "", 1)


def test_fewer_questions_than_asked_for_are_told(store: str) -> None:
    result = factotum("questions", "--count", "500", "--topic", "Norway", "--database", store)

    assert result.status == 0
    assert result.out.count("\n") < 500
    assert f"only {result.out.count(chr(10))} of 500 questions could be made" in result.err


@pytest.mark.parametrize("words", [("pack", "remove", "nothing"), ("pack", "export", "nothing")])
def test_a_pack_that_is_not_there_is_told_in_one_line(store: str, words: tuple[str, ...]) -> None:
    result = factotum(*words, "--database", store)

    assert (result.status, result.out) == (1, "")
    assert result.err.count("\n") == 1
    assert "nothing" in result.err


def test_a_store_is_given_no_pack_if_the_setting_says_so(tmp_path: Path) -> None:
    result = factotum("pack", "list", "--database", str(tmp_path / "x.db"), FACTOTUM_PACKS="none")

    assert result.out == "There are no packs in this store.\n"


def test_migrating_makes_a_store_and_leaves_one_that_is_up_to_date(tmp_path: Path) -> None:
    words = ("migrate", "--database", str(tmp_path / "x.db"))

    assert factotum(*words).out == "The store is up to date.\n"
    assert json.loads(factotum(*words, "--json").out) == {"status": "up to date"}
    assert (tmp_path / "x.db").is_file()


def test_a_file_that_is_no_store_is_left_alone_and_told(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"dear diary" * 1_000)

    result = factotum("ask", "x", "--database", str(path))

    assert (result.status, result.err.count("\n")) == (1, 1)
    assert "notes.txt" in result.err
    assert path.read_bytes() == b"dear diary" * 1_000


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    result = factotum("ask", "x", "--database", str(tmp_path))

    assert (result.status, result.err.count("\n")) == (1, 1)


def test_a_store_that_cannot_be_made_is_one_line_from_the_process_too(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "x", "--database", "/dev/null"],
        cwd=Path(bot.__file__).parent.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    nowhere = factotum("ask", "x", "--database", str(tmp_path / "no" / "such" / "folder" / "x.db"))

    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert (nowhere.status, nowhere.err.count("\n")) == (1, 1)
