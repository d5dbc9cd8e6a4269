"""Words compared: what counts as the same word, and which words say nothing by themselves."""

import re

from rapidfuzz.distance import OSA

from trivia.judging.known import KNOWN, SAME_AGAIN
from trivia.judging.numbers import NUMBER_WORDS, WORD_VALUES, spell
from trivia.text import typo_budget

STOP = frozenset(
    "the a an of in on at to for and or by from with de la le el les los las der die das den des du di da do dos "
    "van von is was were be it its his her their our my your as that this these those both also called named "
    "teh hte".split()
)
DESCRIPTORS = frozenset(
    "mr mrs ms miss doctor sir dame lord lady king queen prince princess emperor empress tsar czar president pope "
    "saint general captain colonel major lieutenant sergeant professor senator governor justice judge father "
    "reverend chancellor count countess baron duke duchess earl junior senior md phd mbe obe cbe esq archduke "
    "admiral minister prime actor actress singer bassist guitarist drummer rapper musician band author writer "
    "director poet painter composer physicist chemist scientist inventor explorer player footballer character rock "
    "pop artist group united great city town village continent state river lake mountain mountains mount island "
    "islands county country kingdom republic federal company corporation corp inc ltd co plc limited movie film "
    "song album book novel series show language languages people tribe district province region area peninsula "
    "desert ocean sea range national famous famed known big large approximately about around roughly nearly america "
    "american british english u s us uk usa".split()
)
DECISIVE = frozenset(
    "north south east west northern southern eastern western northeast northwest southeast southwest new old upper "
    "lower inner outer anti non pre post ex vice deputy former step half mini un no not without never less more "
    "least most first last next only equatorial junior senior minor major left right male female".split()
)
"""Words that turn a name into that of something else when added or left out."""

_ABBREVIATIONS = {
    "st": "saint", "dr": "doctor", "mt": "mount", "jr": "junior", "sr": "senior", "gen": "general", "col": "colonel",
    "capt": "captain", "sgt": "sergeant", "lt": "lieutenant", "prof": "professor", "sen": "senator", "gov": "governor",
    "pres": "president", "rev": "reverend", "ft": "fort", "dept": "department", "univ": "university",
    "intl": "international",
    "bros": "brothers", "vs": "versus", "v": "5", "no": "number", "vol": "volume", "pt": "part", "ep": "episode",
    "n": "and",
    "assoc": "association", "govt": "government", "tv": "television", "telly": "television", "okay": "ok",
    "mister": "mr",
    "colour": "color", "grey": "gray", "centre": "center", "theatre": "theater", "defence": "defense", "movies": "film",
    "movie": "film", "films": "film", "programme": "program", "mum": "mother", "mom": "mother", "dad": "father",
    "grandma": "grandmother", "granny": "grandmother", "grandpa": "grandfather", "granddad": "grandfather",
    "photo": "photograph", "bike": "bicycle", "phone": "telephone", "plane": "airplane", "aeroplane": "airplane",
    "aluminium": "aluminum", "sulphur": "sulfur", "caesium": "cesium", "&": "and", "et": "and", "und": "and",
    "australian": "australia", "cm": "centimeter", "cms": "centimeter", "centimetre": "centimeter",
    "km": "kilometer", "kilometre": "kilometer", "yrs": "year", "yr": "year", "hrs": "hour", "mins": "minute",
    "mice": "mouse", "men": "man", "women": "woman", "children": "child", "feet": "foot", "teeth": "tooth",
    "geese": "goose", "oxen": "ox", "wolves": "wolf", "knives": "knife", "leaves": "leaf", "lives": "life",
    "wives": "wife",
    "mitochondria": "mitochondrion", "bacteria": "bacterium", "fungi": "fungus", "cacti": "cactus", "nuclei": "nucleus",
    "criteria": "criterion", "phenomena": "phenomenon", "algae": "alga", "larvae": "larva", "vertebrae": "vertebra",
    "alumni": "alumnus", "data": "datum", "media": "medium", "indices": "index", "matrices": "matrix", "dice": "die",
    "radii": "radius", "stimuli": "stimulus", "syllabi": "syllabus", "octopi": "octopus",
}  # fmt: skip
_ROMAN = {
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10",
    "xi": "11", "xii": "12", "xiii": "13", "xiv": "14", "xv": "15", "xvi": "16", "xvii": "17", "xviii": "18",
    "xix": "19",
    "xx": "20", "xxi": "21", "xxii": "22", "xxiii": "23", "xxiv": "24", "xxv": "25", "xxx": "30", "xl": "40",
}  # fmt: skip
_DIGIT = re.compile(r"\d")
_LOOSE = frozenset((*_ABBREVIATIONS, *_ROMAN, *NUMBER_WORDS))


def words_of(folded: str) -> tuple[str, ...]:
    """Return the words of a folded text in one spelling: numbers as digits, abbreviations resolved.

    ``rocky ii`` and ``rocky two`` become ``rocky 2``, ``nineteen eighty four`` becomes ``1984``, ``mice`` ``mouse``. An
    ordinal counts as its number; a Roman numeral is only read after a first word.
    """
    pieces = folded.split()
    if _LOOSE.isdisjoint(pieces) and not _DIGIT.search(folded):
        return tuple(pieces)
    out: list[str] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        end = at
        while end < len(pieces) and pieces[end] in WORD_VALUES:
            end += 1
        if end > at:
            out.extend(_number(pieces[at:end]))
            at = end
            continue
        if piece[0].isdecimal() and piece[-2:] in ("st", "nd", "rd", "th") and piece[:-2].isdecimal():
            piece = piece[:-2]
        elif at and piece in _ROMAN:
            piece = _ROMAN[piece]
        else:
            piece = _ABBREVIATIONS.get(piece, piece) if piece != "v" else piece
        out.append(piece)
        at += 1
    return tuple(out)


def _number(pieces: list[str]) -> list[str]:
    value = spell(pieces)
    return [str(value)] if value is not None else [str(WORD_VALUES[piece]) for piece in pieces]


def stem(word: str) -> str:
    """Return a word without the ending of its plural."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def related(one: str, two: str) -> bool:
    """Say whether two longer words are forms of one: ``test`` and ``testing``."""
    shorter, longer = sorted((one, two), key=len)
    if len(shorter) < 4:
        return False
    if longer.startswith(shorter) and longer[len(shorter) :] in (
        "ing",
        "ed",
        "ism",
        "er",
        "ers",
        "ly",
        "al",
        "ic",
        "s",
        "es",
    ):
        return True
    root = shorter[:-1] if shorter[-1] == "e" else shorter
    return longer == root + "ing" and len(root) >= 4


_CHEMICAL = ("ane", "ene", "yne", "ine", "ide", "ite", "ate", "ose", "ase", "ium", "one")
_PREFIXES = frozenset(
    "in im il ir un non dis anti de a di tri mono bi sub super hyper hypo pre post re inter intra micro macro endo "
    "exo step grand great under over mis counter".split()
)


def different_meaning(one: str, two: str) -> bool:
    """Say whether two words of nearly the same letters are known to mean different things."""
    if one in KNOWN and two in KNOWN:
        return frozenset((one, two)) not in SAME_AGAIN
    shorter, longer = sorted((one, two), key=len)
    if (
        len(longer) > len(shorter)
        and longer.endswith(shorter)
        and longer[: -len(shorter)] in _PREFIXES
        and len(shorter) > 3
    ):
        return True
    return one[:-3] == two[:-3] and one[-3:] in _CHEMICAL and two[-3:] in _CHEMICAL


def is_typo(given: str, key: str) -> int:
    """Return by how many slips a word or phrase misses another, 0 if it is not a slip at all.

    The budget grows with the key's length. Digits are never slips, a known word or name is no slip for another, and the
    first letter of a short word is not either unless it sounds alike.
    """
    budget = typo_budget(key)
    if not budget or abs(len(given) - len(key)) > budget:
        return 0
    distance = OSA.distance(given, key, score_cutoff=budget)
    if not 0 < distance <= budget:
        return 0
    if given in KNOWN or different_meaning(given, key):
        return distance if frozenset((given, key)) in SAME_AGAIN else 0
    if _digits(given) != _digits(key) or (len(key) < 8 and not _same_start(given, key)):
        return 0
    return distance


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdecimal())


_ALIKE = ("kcq", "fp", "scz", "jg", "iy", "vwf", "xz")


def _same_start(given: str, key: str) -> bool:
    first, second = given[0], key[0]
    if first == second or given[1:2] == second or first == key[1:2]:
        return True
    return any(first in group and second in group for group in _ALIKE)
