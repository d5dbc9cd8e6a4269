"""The pack ``elements``: the Python package mendeleev, checked against the npm package periodic-table."""

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mendeleev import get_all_elements
from mendeleev.models import Element

from pack_sources import element_names as names
from pack_sources.writing import PackDraft, slug

CHECK_VERSION = "0.0.8"

ZERO_CELSIUS = Decimal("273.15")
ROOM = Decimal("298.15")
"""25 degrees Celsius, in kelvin."""

LAST_WEIGHED = 96
"""Curium: of the elements after it there was never enough to measure what mendeleev gives for them."""

MEANING = re.compile(r"(Greek|Latin|German|Swedish|Spanish): [^()]*\(([^()]*)\)")
SYMBOL_ORIGIN = re.compile(r"symbol from (?:its )?(?:Latin|German)(?: name)?:? (\w+)", re.IGNORECASE)


def build(draft: PackDraft, periodic_table: Path) -> None:
    """Fill the draft. ``periodic_table`` is the unpacked npm package."""
    found = json.loads((periodic_table / "package.json").read_text(encoding="utf-8"))["version"]
    if found != CHECK_VERSION:
        raise SystemExit(f"periodic-table {CHECK_VERSION} is wanted, {found} is there")
    rows = json.loads((periodic_table / "data.json").read_text(encoding="utf-8"))
    check = {row["atomicNumber"]: row for row in rows}
    draft.source(
        "mendeleev",
        f"The elements (mendeleev {version('mendeleev')})",
        "Lukasz Mentel and contributors",
        "https://mendeleev.readthedocs.io/",
    )
    for family, other_names in names.FAMILIES.values():
        draft.entity(f"family-{slug(family)}", "element-family", family, other_names.split("|"), 0.7)
    for state in ("solid", "liquid", "gas"):
        draft.entity(f"state-{state}", "state-of-matter", state, [], 0.9)
    for element in sorted(get_all_elements(), key=lambda each: each.atomic_number):
        _Entry(draft, element, check[element.atomic_number]).build()


@dataclass(frozen=True)
class _Entry:
    draft: PackDraft
    element: Element
    check: dict[str, Any]

    def build(self) -> None:
        self._add_element()
        self._place()
        self._properties()
        self._discovery()
        self._name_origin()

    @property
    def key(self) -> str:
        return slug(self._name)

    @property
    def _name(self) -> str:
        american = str(self.element.name).lower()
        return names.INTERNATIONAL_NAMES.get(american, american)

    def _state(self, relation: str, value: str) -> None:
        self.draft.fact(self.key, relation, value, "mendeleev")

    def _add_element(self) -> None:
        element = self.element
        aliases = {str(element.name).lower(), *names.OTHER_NAMES.get(element.symbol, "").split("|")}
        if len(element.symbol) == 2 and element.symbol.lower() not in names.SYMBOLS_THAT_ARE_WORDS:
            aliases.add(element.symbol)
        self.draft.entity(self.key, "element", self._name, aliases, self._fame())
        self._state("symbol", element.symbol)
        self._state("atomic_number", str(element.atomic_number))
        self._state("electron_configuration", str(element.econf))
        self._state("cas_number", element.cas)
        if not element.is_radioactive:
            self._state("atomic_weight", f"{round(Decimal(str(element.atomic_weight)), 3).normalize():f}")

    def _fame(self) -> float:
        """Long known and plentiful elements are the best known: a rough measure, from 0.15 to 1."""
        year = self.element.discovery_year or 1600
        age = max(0.0, min(1.0, (2010 - year) / 400))
        plenty = float(self.element.abundance_crust or 0)
        share = max(0.0, min(1.0, (len(f"{plenty:.0f}") - 1) / 5)) if plenty >= 1 else 0.0
        return 0.15 + 0.4 * age + 0.25 * share + (0.2 if self.element.symbol in names.HOUSEHOLD else 0.0)

    def _place(self) -> None:
        element = self.element
        self._state("period", str(element.period))
        if element.symbol not in names.CONTESTED_PLACES:
            self._state("block", element.block)
            if element.group_id:
                self._state("group", str(element.group_id))
        if element.symbol not in names.CONTESTED_FAMILIES and element.atomic_number <= LAST_WEIGHED + 6:
            family, _ = names.FAMILIES[element.series]
            self._state("family", f"family-{slug(family)}")

    def _properties(self) -> None:
        element = self.element
        if element.atomic_number > LAST_WEIGHED or element.symbol in names.NEVER_SEEN:
            return
        melting, boiling = self._temperature("melting_point"), self._temperature("boiling_point")
        checked = self.check["meltingPoint"]
        if melting and checked and abs(melting - Decimal(str(checked))) <= max(Decimal(2), melting / 100):
            self._state("melting_point", _celsius(melting))
        if boiling:
            self._state("boiling_point", _celsius(boiling))
        state = self._room_state(melting, boiling)
        if state and state == self.check["standardState"]:
            self._state("state", f"state-{state}")
        if state in {"solid", "liquid"} and element.density:
            self._state("density", f"{round(Decimal(str(element.density)), 2).normalize():f} g/cm3")

    def _temperature(self, which: str) -> Decimal | None:
        """Return a temperature in kelvin, None where the forms of the element differ in it."""
        transitions = self.element.phase_transitions
        if len(transitions) != 1 or transitions[0].allotrope or transitions[0].is_sublimation_point:
            return None
        value = getattr(transitions[0], which)
        return None if value is None else round(Decimal(str(value)), 2)

    def _room_state(self, melting: Decimal | None, boiling: Decimal | None) -> str:
        if boiling is not None and boiling < ROOM:
            return "gas"
        if melting is not None:
            return "solid" if melting > ROOM else "liquid"
        transitions = self.element.phase_transitions
        return "solid" if transitions and all((each.melting_point or 999) > ROOM for each in transitions) else ""

    def _discovery(self) -> None:
        element = self.element
        agreed = str(element.discovery_year) == str(self.check["yearDiscovered"])
        if element.discovery_year and agreed and element.symbol not in names.CONTESTED_YEARS:
            self._state("discovered_in", str(element.discovery_year))
        if element.symbol in names.CONTESTED_DISCOVERIES:
            return
        for written in re.split(r"[,;] ?", names.RESPLIT.get(element.discoverers, element.discoverers)):
            if written.rstrip(".") == "Known to the ancients":
                continue
            kind, name = names.DISCOVERERS[written]
            self._state("discovered_by", self._thing(kind, name))

    def _name_origin(self) -> None:
        origin, symbol = str(self.element.name_origin), self.element.symbol
        for written, kind, name in names.NAMED_AFTER.get(symbol, ()):
            if written not in origin:
                raise ValueError(f"{symbol}: {written} is not in {origin!r}")
            self._state("named_after", self._thing(kind, name))
        meaning = MEANING.match(origin)
        if meaning and symbol not in names.MEANINGS_LEFT_OUT:
            language, word = meaning.groups()
            self._state("name_meaning", names.MEANINGS_REWORDED.get(symbol, word.strip(" ,.").lower()))
            self._state("name_language", self._thing("language", language))
        source = SYMBOL_ORIGIN.search(origin)
        if source and symbol not in names.SYMBOL_ORIGINS_LEFT_OUT:
            self._state("symbol_from", source.group(1))

    def _thing(self, kind: str, name: str) -> str:
        key = f"{kind}-{slug(name)}"
        if not self.draft.has(key):
            aliases = names.THING_ALIASES.get(name, "").split("|")
            self.draft.entity(key, kind, name, [*aliases, name.removeprefix("the ")], 0.5)
        return key


def _celsius(kelvin: Decimal) -> str:
    return f"{round(kelvin - ZERO_CELSIUS, 1).normalize():f} C"
