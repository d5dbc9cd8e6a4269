import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

from bot import packfiles
from bot.packfiles import read_files, write_files
from trivia.errors import PackError, UsageError

FILES = {"pack.toml": b"name", "facts.csv": b"subject", "entities.csv": b"id"}


def zip_of(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def folder_of(path: Path, members: dict[str, bytes]) -> Path:
    path.mkdir()
    for name, data in members.items():
        (path / name).write_bytes(data)
    return path


def test_a_folder_and_a_zip_give_the_same_files(tmp_path: Path) -> None:
    others = {"README.md": b"x", "logo.png": b"\x00"}

    assert read_files(folder_of(tmp_path / "a", {**FILES, **others})) == FILES
    assert read_files(zip_of(tmp_path / "a.zip", {**FILES, **others})) == FILES


def test_a_zip_of_a_folder_is_read_too(tmp_path: Path) -> None:
    members = {f"shows/{name}": data for name, data in FILES.items()}

    assert read_files(zip_of(tmp_path / "a.zip", {**members, "__MACOSX/pack.toml": b"x"})) == FILES


@pytest.mark.parametrize("name", ["a.zip", "a"])
def test_what_is_written_reads_back(tmp_path: Path, name: str) -> None:
    write_files(FILES, tmp_path / name)

    assert read_files(tmp_path / name) == FILES
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_the_same_files_make_the_same_zip(tmp_path: Path) -> None:
    write_files(FILES, tmp_path / "a.zip")
    write_files(FILES, tmp_path / "b.zip")

    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    folder_of(tmp_path / "full", FILES)
    (tmp_path / "empty").mkdir()
    zip_of(tmp_path / "a.zip", FILES)

    write_files(FILES, tmp_path / "empty")

    for taken in ("full", "empty", "a.zip"):
        with pytest.raises(UsageError, match="is there already"):
            write_files(FILES, tmp_path / taken)
    with pytest.raises(UsageError, match="is not a folder; make it first"):
        write_files(FILES, tmp_path / "no" / "such" / "pack")


def test_links_are_not_followed(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "a", FILES)
    (folder / "sources.csv").symlink_to("/etc/passwd")
    linked = zipfile.ZipInfo("sources.csv")
    linked.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(linked, "/etc/passwd")

    for path in (folder, tmp_path / "a.zip"):
        with pytest.raises(PackError, match=r"sources.csv: is .*links are not followed"):
            read_files(path)


def test_a_pipe_in_a_folder_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "a", FILES)
    os.mkfifo(folder / "sources.csv")

    with pytest.raises(PackError, match="is not a plain file"):
        read_files(folder)


@pytest.mark.parametrize("name", ["../facts.csv", "/facts.csv", "..\\facts.csv"])
def test_paths_out_of_a_zip_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(PackError, match="is a path out of the zip"):
        read_files(zip_of(tmp_path / "a.zip", {name: b"x"}))


def test_two_packs_in_one_zip_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"in the zip twice|in several folders"):
        read_files(zip_of(tmp_path / "a.zip", {"a/facts.csv": b"x", "b/facts.csv": b"x"}))
    with pytest.raises(PackError, match="in several folders"):
        read_files(zip_of(tmp_path / "b.zip", {"a/facts.csv": b"x", "b/pack.toml": b"x"}))


def test_a_zip_bomb_is_refused_whatever_it_says_of_its_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packfiles, "MAX_BYTES", 1_000)
    honest = zip_of(tmp_path / "a.zip", {"facts.csv": b"x" * 2_000})
    lying = honest.read_bytes().replace((2_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    (tmp_path / "b.zip").write_bytes(lying)
    folder = folder_of(tmp_path / "c", {"facts.csv": b"x" * 600, "entities.csv": b"x" * 600})

    for path in (honest, folder):
        with pytest.raises(PackError, match="makes the pack larger than"):
            read_files(path)
    with pytest.raises(PackError):
        read_files(tmp_path / "b.zip")


def test_what_is_no_zip_is_told_by_its_name(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("facts.csv", os.urandom(1_000))
    damaged = bytearray(whole.getvalue())
    damaged[100:200] = bytes(100)
    for name, data in {"text.zip": b"hello", "empty.zip": b"", "damaged.zip": bytes(damaged)}.items():
        (tmp_path / name).write_bytes(data)

        with pytest.raises(PackError, match=rf"{name}: is not a zip that can be read"):
            read_files(tmp_path / name)


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="nowhere: is not there"):
        read_files(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(PackError, match="neither a folder nor a zip"):
        read_files(tmp_path / "pipe")
