"""Make the fact packs that ship from well-kept data packages: same packages, same bytes.

    python -m venv /tmp/packs && /tmp/packs/bin/pip install -r scripts/requirements-packs.txt
    npm install --prefix /tmp/packs cldr-core@48.2.0 periodic-table@0.0.8
    /tmp/packs/bin/python scripts/build_packs.py --npm /tmp/packs/node_modules

Only the tables are made; each pack's ``pack.toml`` and ``relations.toml`` are written by hand.
"""

import argparse
from pathlib import Path

from pack_sources import countries, elements
from pack_sources.cldr import Cldr
from pack_sources.writing import PackDraft

PACKS = Path(__file__).parent.parent / "packs"


def main() -> None:
    """Build the packs and print their sizes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--npm", type=Path, required=True, help="the node_modules folder")
    parser.add_argument("--packs", type=Path, default=PACKS, help="the folder of the packs")
    arguments = parser.parse_args()
    cldr = Cldr(arguments.npm / "cldr-core")
    cldr.check_version()

    draft = PackDraft(arguments.packs / "countries")
    countries.build(draft, cldr)
    _finish("countries", draft)

    draft = PackDraft(arguments.packs / "elements")
    elements.build(draft, arguments.npm / "periodic-table")
    _finish("elements", draft)


def _finish(name: str, draft: PackDraft) -> None:
    entities, facts = draft.write()
    print(f"{name}: {entities} entities, {facts} facts")


if __name__ == "__main__":
    main()
