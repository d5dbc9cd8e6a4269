"""A question cut into words, and the inflections of English undone."""

import re
from dataclasses import dataclass
from functools import lru_cache

from trivia.text import fold

MAX_TOKENS = 40
"""A question of more words than this is not one that a lookup can answer."""

_WORD = re.compile(r"[^\W_]+(?:['’‘ʼ`´][^\W_]+)*['’‘ʼ`´]?|[$€£%&+]", re.UNICODE)
_APOSTROPHE = re.compile("['’‘ʼ`´]")
_EPISODE_CODE = re.compile(r"(?:s(\d{1,3}))?(?:e|ep)(\d{1,4})|s(\d{1,3})")
_CONTRACTED = {"s": "'s", "re": "are", "ve": "have", "ll": "will", "d": "would", "m": "am"}
_NEGATED_VERBS = "is are was were do does did has have had would could should must".split()
_NEGATED = re.compile(rf"({'|'.join(_NEGATED_VERBS)})n['’‘ʼ`´]?t")
_BEFORE_IS = frozenset("who what when where which how that there it he she".split())
_RUN_TOGETHER = frozenset("whos whats whens wheres hows thats theres".split())
_MISSPELT = {
    wrong: right
    for line in (
        "who hwo whoo woh,what waht wat whta wht whst,which wich whcih wihch whch wchich,when wen whn wehn,"
        "where wher whre wheer,does deos,the teh hte,many mny meny"
    ).split(",")
    for right, *wrongs in [line.split()]
    for wrong in wrongs
}

_SHORTHAND = {
    "b4": "before", "some1": "someone", "any1": "anyone", "fone": "phone", "r": "are", "ur": "your", "gonna": "will",
    "wanna": "want", "cuz": "because", "coz": "because", "abt": "about", "wat": "what", "wut": "what", "wen": "when",
    "wich": "which", "hu": "who", "whos": "who", "whats": "what", "wheres": "where", "whens": "when", "n": "and",
    "mag": "magazine", "pic": "picture", "eps": "episodes",
}  # fmt: skip
"""What people type for short."""
_BEFORE = frozenset("in on at for by".split())
_ASKING = frozenset("what which".split())
_REPHRASED = {
    "manner": "how", "way": "how", "fashion": "how", "means": "how", "purpose": "why", "reason": "why", "date": "when",
    "time": "when",
}  # fmt: skip

ORDINALS = {
    word: n
    for n, words in enumerate(
        "first 1st,second 2nd,third 3rd,fourth 4th,fifth 5th,sixth 6th,seventh 7th,eighth 8th,ninth 9th,tenth 10th,"
        "eleventh 11th,twelfth 12th,thirteenth 13th".split(","),
        start=1,
    )
    for word in words.split()
}
CARDINALS = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word: folded, its base form, and where it stands in the text. ``'s`` is a token of its own.

    ``piece`` is its part of a folded name, ``glued`` says that it follows the piece before without a space.
    """

    folded: str
    stem: str
    start: int
    end: int
    piece: str
    glued: bool = False


def _rephrased(tokens: list[Token]) -> list[Token]:
    """Put "in what way" as "how", "on which date" as "when" and the like."""
    if not any(t.folded in _REPHRASED for t in tokens[2:]):
        return tokens
    place = 0
    kept: list[Token] = []
    while place < len(tokens):
        words = tuple(t.folded for t in tokens[place : place + 3])
        meant = _REPHRASED.get(words[-1]) if len(words) == 3 and words[0] in _BEFORE and words[1] in _ASKING else None
        if meant:
            first = tokens[place]
            kept.append(Token(meant, meant, first.start, tokens[place + 2].end, meant))
            place += 3
        else:
            kept.append(tokens[place])
            place += 1
    return kept


def tokenise(question: str) -> tuple[Token, ...]:
    """Cut a question into at most ``MAX_TOKENS`` + 1 words; codes such as S3E2 become "season 3 episode 2"."""
    tokens: list[Token] = []
    for match in _WORD.finditer(question):
        if len(tokens) > MAX_TOKENS:
            break
        tokens += _tokens_of(match.group(), match.start())
    return tuple(_rephrased(tokens))


def _tokens_of(word: str, start: int) -> list[Token]:
    end = start + len(word)
    if word.isascii() and word.isalpha() and (plain := word.lower()) not in _SPECIAL:
        return [Token(plain, stem(plain), start, end, plain)]
    folded = fold(word)
    code = _EPISODE_CODE.fullmatch(folded)
    if code:
        season, episode = code.group(1) or code.group(3), code.group(2)
        pairs = [("season", season), ("episode", episode)]
        words = [w for noun, number in pairs if number for w in (noun, str(int(number)))]
        return [Token(w, stem(w), start, end, w) for w in words]
    negated = _NEGATED.fullmatch(word.casefold())
    if negated:
        verb, cut = negated.group(1), start + negated.end(1)
        return [_token(verb, start, cut), Token("not", "not", cut, end, folded[len(verb) :], glued=True)]
    if folded in _RUN_TOGETHER:
        return [_token(folded[:-1], start, end - 1), Token("is", "be", end - 1, end, "s", glued=True)]
    if folded in _SHORTHAND:
        meant = _SHORTHAND[folded]
        return [Token(meant, stem(meant), start, end, folded)]
    _, *endings = _APOSTROPHE.split(word)
    ending = endings[-1].casefold() if endings else None
    if ending is None or (ending and ending not in _CONTRACTED):
        return [_token(folded, start, end)]
    cut = end - len(ending) - 1
    first, full = fold(word[: cut - start]), _CONTRACTED.get(ending, "'s")
    if ending == "s" and first in _BEFORE_IS:
        full = "is"
    return [_token(first, start, cut), Token(full, stem(full), cut, end, ending, glued=True)]


_SPECIAL = frozenset([*_RUN_TOGETHER, *_SHORTHAND, *_MISSPELT, *(f"{verb}nt" for verb in _NEGATED_VERBS)])


def _token(folded: str, start: int, end: int) -> Token:
    """Make a token of a word; question words are mended, the piece stays as written, since a name may spell so."""
    word = _MISSPELT.get(folded, folded)
    return Token(word, stem(word), start, end, folded)


def span_key(tokens: tuple[Token, ...], start: int, end: int) -> str:
    """Return the folded name that the tokens from ``start`` up to ``end`` spell."""
    parts: list[str] = []
    for token in tokens[start:end]:
        if parts and not token.glued:
            parts.append(" ")
        parts.append(token.piece)
    return "".join(parts)


_IRREGULAR = {
    form: base
    for line in (
        "be is are was were been being am;have has had having;do does did done doing;go goes went gone going;"
        "say says said;tell told;get gets got gotten getting;give gave given;take took taken;come came coming;"
        "make made;write wrote written writing;speak spoke spoken;begin began begun;see saw seen;find found;"
        "win won winning;lose lost losing;kill killed;sing sang sung;build built;hold held;stand stood;"
        "lead led;lie lay lain lying;run ran running;become became;know knew known;think thought;bring brought;"
        "buy bought;catch caught;teach taught;fight fought;seek sought;sell sold;send sent;spend spent;keep kept;"
        "leave left leaving;meet met;feel felt;sleep slept;shoot shot;sit sat sitting;eat ate eaten;fall fell fallen;"
        "drive drove driven;ride rode ridden;rise rose risen;choose chose chosen;break broke broken;steal stole stolen;"
        "wear wore worn;grow grew grown;throw threw thrown;fly flew flown;draw drew drawn;show shown showed showing;"
        "swim swam swum;drink drank drunk;bear bore born;die died dying;use used using;try tries tried;mean meant;"
        "pay paid;hear heard;understand understood;forget forgot forgotten;put putting;cut cutting;hit hitting;"
        "set setting;let letting;star stars starred starring;drop drops dropped dropping;plan planned planning;"
        "man men;woman women;child children;person people persons;wife wives;life lives;country countries;city cities;"
        "series;species;movie movies;genre genres;language languages;release releases released releasing;"
        "air aired airing;direct directed directing;experiment experimented experimenting;name named naming;"
        "actress actresses;premiere premieres premiered premiering;base based;nemesis nemeses;"
        "debut debuts debuted debuting;thing things;something;nothing;anything;everything;during;king kings;"
        "announce announced announcing announces;produce produced producing produces;close closed closes closing;"
        "murder murdered murders murdering;reveal revealed reveals revealing;hope hoped hoping hopes;"
        "discover discovered discovers discovering;border bordered borders bordering;"
        "wed;bed;red;need;speed;breed;seed;feed;bring;sing;ring;spring;string;wing;ping;swing;this;his;its;"
        "news;us;bus;gas;plus;yes;business;less;loss;boss;class;process;address;access;success;kiss;"
        "hundred;hundreds;sacred;naked;morning;evening;wedding;sibling;siblings;ceiling;building;buildings"
    ).split(";")
    for base, *forms in [line.split()]
    for form in [base, *forms]
}


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the base form of an English word: "directed", "directs", "directing" become "direct"; "cities" "city".

    It need not be a word, only the same for all forms of one; irregular forms come from a table.
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or not word.isalpha() or not word.isascii():
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and set(word[: -len(ending)]) & set("aeiouy"):
            return _settled(word[: -len(ending)])
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return _settled(word[:-1])
    return _settled(word)


def _settled(base: str) -> str:
    """Bring "stopp" and "stop", "releas" and "release" together."""
    if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "aeiouls":
        return base[:-1]
    return base[:-1] if len(base) > 3 and base.endswith("e") else base
