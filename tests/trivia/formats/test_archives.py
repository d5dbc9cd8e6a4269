"""Zips from strangers."""

import io
import zipfile

import pytest

from tests.db.samples import FILMS
from trivia.errors import PackError
from trivia.facts.vocabulary import Vocabulary
from trivia.formats.archives import unzipped, write_zip
from trivia.formats.packs import PackFormat, from_content

KNOWN = ("pack.toml", "facts.csv")


def made(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


def test_known_files_are_read_at_the_top_or_in_one_folder() -> None:
    files = {"pack.toml": b"a", "facts.csv": b"b"}
    out = io.BytesIO()
    write_zip(files, out)
    assert unzipped(out, KNOWN, 100) == files
    other = made(("x/pack.toml", b"a"), ("x/other.exe", b"?"), ("__MACOSX/pack.toml", b""))
    assert unzipped(io.BytesIO(other), KNOWN, 100) == {"pack.toml": b"a"}


@pytest.mark.parametrize(
    "data",
    [
        b"no zip",
        b"PK\x03\x04 damaged",
        made(("../pack.toml", b"a")),
        made(("a/pack.toml", b"a"), ("b/facts.csv", b"b")),
        made(("pack.toml", b"0" * 101)),
        made(("pack.toml", b"0" * 60), ("facts.csv", b"0" * 60)),
    ],
)
def test_what_is_not_safe_is_refused(data: bytes) -> None:
    with pytest.raises(PackError):
        unzipped(io.BytesIO(data), KNOWN, 100)


def test_a_zip_that_lies_about_its_sizes_is_not_unpacked_further() -> None:
    bomb = bytearray(made(("pack.toml", b"0" * 5_000_000)))
    place = bomb.rfind(b"PK\x01\x02")
    bomb[place + 24 : place + 28] = (10).to_bytes(4, "little")
    with pytest.raises(PackError):
        unzipped(io.BytesIO(bomb), KNOWN, 1_000)


def test_a_pack_that_is_written_is_read_back_the_same() -> None:
    again = PackFormat().read("films.zip", PackFormat().write(FILMS), Vocabulary(), "")
    assert again == from_content(FILMS)
