import os
from pathlib import Path

import pytest

from bot.settings import DEFAULT_DATABASE, NAMES, Settings, read_settings, with_env_file
from trivia.errors import SettingsError


def test_without_any_setting_the_store_is_a_file_here_and_the_shipped_packs_are_meant() -> None:
    assert read_settings({}) == Settings(DEFAULT_DATABASE, "warning", None, True)


def test_an_empty_setting_is_as_good_as_none() -> None:
    assert read_settings(dict.fromkeys(NAMES, "")) == read_settings({})


def test_the_command_line_goes_before_the_environment() -> None:
    assert read_settings({"DATABASE_URL": "a.db"}, "b.db").database == "b.db"


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("some file.db", "some file.db"),
        ("sqlite:///data/x.db", "sqlite:///data/x.db"),
        ("sqlite:////srv/x.db", "sqlite:////srv/x.db"),
        ("postgresql://me:secret@db.example/facts", "postgresql://me:secret@db.example/facts"),
        ("postgres://me@db.example/facts", "postgresql://me@db.example/facts"),
        ("PostgreSQL://me@db.example/facts", "postgresql://me@db.example/facts"),
        ("postgresql://me@one:5432,two:5433/facts", "postgresql://me@one:5432,two:5433/facts"),
        ("postgresql:///facts?host=/run/postgresql", "postgresql:///facts?host=/run/postgresql"),
        ("C:/data/x.db", "C:/data/x.db"),
    ],
)
def test_a_store_is_a_file_or_an_address(given: str, address: str) -> None:
    assert read_settings({"DATABASE_URL": given}).database == address


@pytest.mark.parametrize(
    "given",
    [
        "mysql://me:secret@x/y",
        "sqlite:///",
        "sqlite://x.db",
        "postgresql://",
        "postgresql:/me:secret@x/y",
        "postgresql://me:secret@x:99999/y",
        "postgresql://me:secret@x:port/y",
        "postgresql://me:secret@[::1/y",
        "a\0b",
    ],
)
def test_a_malformed_address_is_refused_by_the_name_of_its_setting_without_its_secrets(given: str) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL") as caught:
        read_settings({"DATABASE_URL": given})

    assert "secret" not in str(caught.value)
    with pytest.raises(SettingsError, match="--database"):
        read_settings({}, given)


def test_an_address_shows_in_no_repr() -> None:
    assert "secret" not in repr(read_settings({"DATABASE_URL": "postgresql://me:secret@x/y"}))


def test_the_log_level_is_one_of_four_in_any_case() -> None:
    assert read_settings({"LOG_LEVEL": "Debug"}).log_level == "debug"
    with pytest.raises(SettingsError, match="LOG_LEVEL is none of debug, info, warning, error"):
        read_settings({"LOG_LEVEL": "loud"})


def test_packs_are_a_list_of_paths_or_none_at_all(tmp_path: Path) -> None:
    listed = os.pathsep.join([str(tmp_path), str(tmp_path)])

    assert read_settings({"FACTOTUM_PACKS": listed}).packs == (tmp_path, tmp_path)
    assert read_settings({"FACTOTUM_PACKS": "none"}).packs == ()
    with pytest.raises(SettingsError, match="FACTOTUM_PACKS names"):
        read_settings({"FACTOTUM_PACKS": str(tmp_path / "nowhere")})


def test_no_color_with_anything_in_it_turns_colours_off() -> None:
    assert not read_settings({"NO_COLOR": "0"}).colour


def test_the_environment_goes_before_the_env_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("LOG_LEVEL=info\nDATABASE_URL='a ${b}.db'\n", encoding="utf-8")

    found = with_env_file({"LOG_LEVEL": "error"}, file)

    assert (found["LOG_LEVEL"], found["DATABASE_URL"]) == ("error", "a ${b}.db")
    assert with_env_file({}, tmp_path / "nowhere") == {}


@pytest.mark.parametrize("malformed", ['LOG_LEVEL="info', "DATABASE_URL='secret.db", "some words"])
def test_a_malformed_line_of_the_env_file_is_told_by_its_number_and_not_passed_over(
    tmp_path: Path, malformed: str, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / ".env"
    file.write_text(f"# settings\n\nNO_COLOR=1\n{malformed}\n", encoding="utf-8")

    with pytest.raises(SettingsError, match=r"\.env, line 4 is not NAME=value") as caught:
        with_env_file({}, file)

    assert "secret" not in str(caught.value)
    assert capfd.readouterr().err == ""


def test_an_env_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"\xef\xbb\xbfexport LOG_LEVEL=info # so far\r\nNO_COLOR\r\n")

    assert with_env_file({}, file) == {"LOG_LEVEL": "info"}


def test_an_env_file_that_is_not_utf8_is_told_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"LOG_LEVEL=\xff\n")

    with pytest.raises(SettingsError, match=r"\.env can't be read"):
        with_env_file({}, file)


SLACK_SECRET = "0123456789abcdef0123456789abcdef"
SLACK_KEY = "A" * 43 + "="


def test_slacks_settings_are_read_and_no_secret_of_them_shows() -> None:
    read = read_settings(
        {
            "SLACK_BOT_TOKEN": " xoxb-123456789 ",
            "SLACK_APP_TOKEN": "xapp-123456789",
            "SLACK_SIGNING_SECRET": SLACK_SECRET,
            "SLACK_LISTEN": "[::1]:80",
            "SLACK_COMMANDS": "trivia=quiz, /score=/points",
            "FACTOTUM_KEY": f"{SLACK_KEY}, {SLACK_KEY}",
        }
    ).slack

    assert (read.bot_token, read.app_token, read.signing_secret) == ("xoxb-123456789", "xapp-123456789", SLACK_SECRET)
    assert (read.host, read.port, read.keys) == ("::1", 80, (SLACK_KEY, SLACK_KEY))
    assert read.commands == {"trivia": "quiz", "score": "points"}
    assert not any(secret in repr(read) for secret in ("xoxb", "xapp", SLACK_SECRET, SLACK_KEY))


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("SLACK_BOT_TOKEN", "xapp-123456789"),
        ("SLACK_BOT_TOKEN", "secret token"),
        ("SLACK_APP_TOKEN", "xoxb-123456789"),
        ("SLACK_SIGNING_SECRET", "secret"),
        ("SLACK_CLIENT_ID", "secret"),
        ("SLACK_CLIENT_SECRET", "secret"),
        ("SLACK_LISTEN", "3000"),
        ("SLACK_LISTEN", "localhost:port"),
        ("SLACK_LISTEN", "localhost:99999"),
        ("SLACK_COMMANDS", "trivia"),
        ("SLACK_COMMANDS", "trivia=a b"),
        ("SLACK_COMMANDS", "trivia=quiz, score=quiz"),
        ("FACTOTUM_KEY", "secret"),
    ],
)
def test_a_malformed_setting_of_slack_is_named_without_what_was_given(name: str, given: str) -> None:
    with pytest.raises(SettingsError, match=name) as caught:
        read_settings({name: given})

    assert "secret token" not in str(caught.value)
    assert "\n" not in str(caught.value)
