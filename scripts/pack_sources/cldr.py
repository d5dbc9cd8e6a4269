"""The Unicode CLDR's supplemental data, from the npm package ``cldr-core``, as plain dictionaries."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

VERSION = "48.2.0"


@dataclass(frozen=True)
class Cldr:
    """Reads the tables of an unpacked ``cldr-core``. Territories go by their ISO 3166-1 codes."""

    folder: Path

    def check_version(self) -> None:
        """Raise SystemExit unless this is the version the packs are made from."""
        found = json.loads((self.folder / "package.json").read_text(encoding="utf-8"))["version"]
        if found != VERSION:
            raise SystemExit(f"cldr-core {VERSION} is wanted, {found} is there")

    @cached_property
    def un_members(self) -> frozenset[str]:
        """The member states of the United Nations."""
        return frozenset(self._containment["UN"]["_contains"])

    @cached_property
    def subregions(self) -> dict[str, str]:
        """The smallest M.49 region of each territory: ``FR`` lies in ``155``, Western Europe."""
        return {
            territory: region
            for region, entry in self._containment.items()
            if region.isdigit() and "_grouping" not in entry
            for territory in entry["_contains"]
            if len(territory) == 2 and territory.isalpha()
        }

    @cached_property
    def parents(self) -> dict[str, str]:
        """The country of each territory that also has a code as one of its subdivisions: ``PR`` belongs to ``US``."""
        aliases = self._table("aliases")["metadata"]["alias"]["subdivisionAlias"]
        pairs = sorted((alias["_replacement"], code[:2].upper()) for code, alias in aliases.items())
        return {territory: country for territory, country in pairs if len(territory) == 2}

    def population(self, territory: str) -> int:
        """Return the inhabitants, 0 if unknown."""
        return int(self._territories.get(territory, {}).get("_population", 0))

    def product(self, territory: str) -> int:
        """Return the gross domestic product in dollars at purchasing power, 0 if unknown."""
        return int(self._territories.get(territory, {}).get("_gdp", 0))

    def languages(self, territory: str, statuses: frozenset[str]) -> list[str]:
        """Return the languages with one of these official statuses, without their scripts."""
        spoken = self._territories.get(territory, {}).get("languagePopulation", {})
        return sorted({tag.split("_")[0] for tag, of in spoken.items() if of.get("_officialStatus") in statuses})

    def currencies(self, territory: str) -> list[str]:
        """Return the currencies that are legal tender now."""
        spans = self._table("currencyData")["currencyData"]["region"].get(territory, [])
        return sorted(
            {code for each in spans for code, span in each.items() if "_to" not in span and "_tender" not in span}
        )

    def scripts(self, language: str) -> list[str]:
        """Return the scripts a language is chiefly written in."""
        entry = self._table("languageData")["languageData"].get(language, {})
        return sorted(entry.get("_scripts", []))

    @cached_property
    def _containment(self) -> dict[str, Any]:
        entries = self._table("territoryContainment")["territoryContainment"]
        return {code: entry for code, entry in entries.items() if "-status-" not in code}

    @cached_property
    def _territories(self) -> dict[str, Any]:
        return dict(self._table("territoryInfo")["territoryInfo"])

    def _table(self, name: str) -> dict[str, Any]:
        path = self.folder / "supplemental" / f"{name}.json"
        return dict(json.loads(path.read_text(encoding="utf-8"))["supplemental"])
