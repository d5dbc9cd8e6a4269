"""The pack ``sky``: the npm package d3-celestial, and Skyfield for the constellation of a place."""

import json
import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from skyfield.api import load_constellation_map, position_of_radec

from pack_sources import sky_names as names
from pack_sources.writing import PackDraft, slug

CELESTIAL_VERSION = "0.7.35"

FAINTEST_STAR = 2.5
"""Fainter stars seldom have a name that more than one list knows."""


CLEARLY_BRIGHTER = 0.05
"""By how many magnitudes the brightest star of a constellation must outshine the second, as catalogues differ."""


def build(draft: PackDraft, celestial: Path) -> None:
    """Fill the draft. ``celestial`` is the unpacked npm package d3-celestial."""
    found = json.loads((celestial / "package.json").read_text(encoding="utf-8"))["version"]
    if found != CELESTIAL_VERSION:
        raise SystemExit(f"d3-celestial {CELESTIAL_VERSION} is wanted, {found} is there")
    draft.source(
        "celestial",
        f"Star map data (d3-celestial {CELESTIAL_VERSION})",
        "Olaf Frohn",
        "https://github.com/ofrohn/d3-celestial",
    )
    draft.source(
        "skyfield",
        f"Map of the constellations (Skyfield {version('skyfield')})",
        "Brandon Rhodes",
        "https://rhodesmill.org/skyfield/",
    )
    _Builder(draft, celestial / "data").build()


@dataclass
class _Builder:
    draft: PackDraft
    data: Path
    constellations: dict[str, str] = field(default_factory=dict)

    def build(self) -> None:
        self._add_constellations()
        self._add_stars()
        self._add_messier_objects()
        self._add_planets()

    def _state(self, subject: str, relation: str, value: str, source: str = "celestial") -> None:
        self.draft.fact(subject, relation, value, source)

    def _table(self, name: str) -> Any:
        return json.loads((self.data / f"{name}.json").read_text(encoding="utf-8"))

    def _add_constellations(self) -> None:
        for feature in self._table("constellations")["features"]:
            of = feature["properties"]
            name, short = of["name"].removesuffix(" Caput"), of["desig"]
            name = names.CONSTELLATION_NAMES.get(name, name)
            if name.endswith(" Cauda"):  # the Serpent's tail: one constellation with its head
                continue
            meaning = names.MEANINGS.get(name, of["en"])
            aliases = {f"{name} constellation", *names.CONSTELLATION_ALIASES.get(name, "").split("|")}
            fame = {"1": 0.85, "2": 0.6, "3": 0.35}[of["rank"]]
            key = self.draft.entity(f"constellation-{slug(name)}", "constellation", name, aliases, fame)
            self.constellations[short] = key
            self._state(key, "abbreviation", short)
            if name not in names.GENITIVES_LEFT_OUT:
                self._state(key, "genitive", of["gen"])
            if slug(meaning) != slug(name) and meaning:
                self._state(key, "meaning", meaning)

    def _add_stars(self) -> None:
        labels = self._table("starnames")
        magnitudes = {str(each["id"]): float(each["properties"]["mag"]) for each in self._table("stars.6")["features"]}
        brightest: dict[str, list[tuple[float, str]]] = defaultdict(list)
        for number in sorted(magnitudes, key=lambda each: (magnitudes[each], each)):
            label, magnitude = labels.get(number, {}), magnitudes[number]
            constellation = self.constellations.get(label.get("c", ""))
            if magnitude > FAINTEST_STAR or constellation is None:
                continue
            named = label["name"] and label["name"] not in names.STARS_LEFT_OUT
            star = self._add_star(label["name"], label, magnitude, constellation) if named else ""
            brightest[constellation].append((magnitude, star))
        for constellation, stars in brightest.items():
            (first, star), (second, _) = [*stars, (FAINTEST_STAR, "")][:2]
            if star and second - first >= CLEARLY_BRIGHTER:
                self._state(constellation, "brightest_star", star)

    def _add_star(self, name: str, label: dict[str, str], magnitude: float, constellation: str) -> str:
        key = f"star-{slug(name)}"
        if self.draft.has(key):
            key = f"{key}-{slug(label['c'])}"
        fame = 0.25 + 0.6 * max(0.0, 1 - (magnitude + 1.5) / 4) + (0.15 if name in names.FAMOUS_STARS else 0.0)
        self.draft.entity(key, "star", name, names.STAR_ALIASES.get(name, "").split("|"), fame)
        self._state(key, "constellation", constellation)
        self._state(key, "magnitude", f"{magnitude:g}")
        letter = names.GREEK.get(label["bayer"])
        if letter:
            self._state(key, "designation", f"{letter} {self._genitives[label['c']]}")
        return key

    @cached_property
    def _genitives(self) -> dict[str, str]:
        features = self._table("constellations")["features"]
        stated = {each["properties"]["desig"]: each["properties"]["gen"] for each in features}
        return {**stated, **names.GENITIVES_MENDED}

    def _add_messier_objects(self) -> None:
        constellation_at: Callable[[Any], str] = load_constellation_map()
        for type_key, name in names.OBJECT_TYPES.values():
            bare = name.removeprefix("an ").removeprefix("a ")
            self.draft.entity(f"type-{type_key}", "object-type", name, [bare], 0.6)
        for feature in self._table("messier")["features"]:
            of = feature["properties"]
            if of["type"] not in names.OBJECT_TYPES or of["name"] in names.MESSIER_LEFT_OUT:
                continue
            key = self._add_messier_object(of)
            longitude, latitude = feature["geometry"]["coordinates"]
            place = position_of_radec(longitude % 360 / 15, latitude)
            self._state(key, "constellation", self.constellations[constellation_at(place)], "skyfield")

    def _add_messier_object(self, of: dict[str, Any]) -> str:
        number = of["name"]
        plain = f"Messier {number[1:]}"
        common = names.MESSIER_NAMES.get(number, f"the {of['alt'].replace('´', chr(39))}" if of["alt"] else "")
        aliases = {
            plain,
            number,
            of["desig"],
            common.removeprefix("the "),
            *names.MESSIER_ALIASES.get(number, "").split("|"),
        }
        fame = 0.3 + (0.25 if common else 0.0) + 0.3 * max(0.0, 1 - float(of["mag"]) / 12)
        key = self.draft.entity(number.lower(), "deep-sky-object", common or plain, aliases, fame)
        self._state(key, "type", f"type-{names.OBJECT_TYPES[of['type']][0]}")
        self._state(key, "magnitude", f"{float(of['mag']):g}")
        if common:
            self._state(key, "messier_number", number)
        if of["desig"].startswith("NGC") and "/" not in of["desig"]:
            self._state(key, "catalogue_number", of["desig"])
        return key

    def _add_planets(self) -> None:
        planets = self._table("planets")
        order = sorted(names.PLANETS, key=lambda each: float(planets[each]["elements"][0]["a"]))
        for place, code in enumerate(order, start=1):
            key = self._add_planet("planet", planets[code], 0.95)
            self._state(key, "place_from_the_sun", str(place))
        for code in names.DWARF_PLANETS:
            self._add_planet("dwarf-planet", planets[code], 0.6)

    def _add_planet(self, kind: str, planet: dict[str, Any], fame: float) -> str:
        name = "the Earth" if planet["name"] == "Earth" else planet["name"]
        key = self.draft.entity(f"planet-{slug(planet['name'])}", kind, name, [planet["name"]], fame)
        axis = float(planet["elements"][0]["a"])
        self._state(key, "distance", f"{round(axis, 2 - max(0, math.floor(math.log10(axis)) - 1)):g} AU")
        sign = planet.get("sym", "")
        if len(sign) == 1 and planet["name"] not in names.SIGNS_LEFT_OUT:
            self._state(key, "sign", sign)
        return key
