"""Words that ask for the same thing. People rarely use the word that a pack's author chose.

Each line holds words that may stand for each other in a question, in any form. A word may be in several lines.
Only words whose exchange can't change the answer belong together: "kill" and "murder", but not "friend" and "lover".
"""

from collections import defaultdict
from functools import lru_cache

from trivia.lookup.tokens import stem

_ALIKE = """
abuse mistreat torment hurt
accept agree approve consent
acclaim appreciate praise admire applaud
accord per
acquire gain get obtain receive develop
act play portray star perform appear
actor actress performer star player thespian
agency firm business
air broadcast premiere debut release drop launch
allow let permit
ally friend buddy pal companion
announce reveal disclose confirm state declare unveil
archenemy archnemesis nemesis foe enemy antagonist rival
area size surface
arrive attend come show
assassinate kill murder slay
attempt try
attend visit
baddie villain antagonist
bag baggage
begin start commence open
bestie friend bff
big large great
bond relationship friendship
boss head chief leader runner
bring carry
build make create construct
camera lens
capacity role job
cast actor actress star
catch grab snatch
cause reason why
celebrate praise
centre center focus revolve concentrate
character role part figure
chief main primary principal lead
choose pick select tap
city town
city town place location
close end finish conclude wrap
colleague coworker
comeback return
companion friend
company studio firm business
conduct perform
confirm verify say
consume obsess
contain include feature hold have
cope deal
country nation
create make produce
critic journalist
critic reviewer
critics reviewers press
cruel awful evil
currency money
dead die
deal cope handle face
depict portray play
direct helm shoot
director filmmaker helmer
discover find isolate
display show exhibit demonstrate
drop fall lose
duration long length
empower strengthen
end finish conclude close stop wrap
enemy foe nemesis
entrust trust
envious jealous
envy jealous
episode ep installment instalment chapter part
event party gathering occasion
excited thrilled happy glad delighted pleased
expect anticipate await slate schedule due
experiment test operate
explore examine
fall drop
fan audience viewer
fatal deadly
feature star include
female woman women
fight battle
film movie flick picture
final last concluding closing
finish end conclude wrap complete
flashback memory
flick film movie
focus centre center
found establish start
friend pal buddy mate
gig job role
glad happy grateful thankful
grateful thankful thank
gratitude grateful thank
group company
hang spend
happen occur take
helm direct
help assist aid support
hire employ recruit
impossible possible
inspire motivate
interest fascinate
interview talk chat conversation
job profession occupation work role
job role occupation
journalist reporter critic
language tongue
large big
last final
lead star main
leave depart
letter symbol
location place site where
magazine outlet publication paper newspaper site website
manner way how
mean signify
meet encounter
mention say state
murder kill slay
murderer killer
nearly almost
neighbour neighbor border adjoin
nemesis enemy archnemesis foe
network channel platform service streamer streaming
new upcoming next
newspaper paper outlet
obsess fixate
occur happen
organisation company studio
outlet publication magazine paper newspaper site website source
part role character
partner spouse
person individual human
phone cellphone cell mobile
photo photograph picture image pic shot snap
photographer photograph photo picture
picture photo photograph
plan intend
platform service streamer network
play portray act star
plot story storyline
portray play act
possible likely
post upload publish share put
power ability superpower
praise compliment acclaim commend laud
premiere debut air release
previous prior earlier preceding
previously before
primary main chief principal
proclaim say announce
produce make
producer exec
profession occupation job
program programme show series
programme show interview
publication outlet magazine newspaper paper site website journal
publish release post
purpose reason why goal aim
quick fast
quit leave
reason why cause motive
receive get
recruit hire
reins director direct
release drop air come debut premiere launch
remark say comment state note observe
remark say comment state tell
repercussion consequence aftermath fallout
report say state announce
reporter journalist
reprise return
return comeback back reappear
reveal disclose announce show
run lead head
say tell state remark comment claim declare
shot photo
showrunner runner boss
site website outlet
snap take photograph
speak talk tell say
star lead actor actress
state say tell
story plot
stream watch view see air
streaming stream watch
strong powerful
studio company
suffer endure
suitable possible
superhero hero
supervillain villain
symposium conference event panel
talk speak discuss chat
teach train
tease hint suggest foreshadow
television tv
tell say reveal
test experiment
thrilled excited happy delighted
train practise practice hone
trauma pain
tweet post
unveil reveal announce
venue place location
vigilante hero
want wish desire long
watch see stream view find
wed marry
wish want desire
work job
write pen script
"""


def _groups() -> dict[str, frozenset[str]]:
    alike: dict[str, set[str]] = defaultdict(set)
    for line in _ALIKE.strip().splitlines():
        group = {stem(word) for word in line.split()}
        for word in group:
            alike[word] |= group
    return {word: frozenset(group - {word}) for word, group in alike.items()}


_SUFFIXES = (
    "ation ition ement ance ence ment ness ress ion ing ive ity ful ous ant ent ist ism al er or ed ly y e".split()
)
_SHORTEST_ROOT = 4

_GROUPS = _groups()
_NONE: frozenset[str] = frozenset()


def alike(base: str) -> frozenset[str]:
    """Return the base forms of other words that may be meant by this one in a question."""
    return _GROUPS.get(base, _NONE)


@lru_cache(maxsize=20_000)
def root(base: str) -> str:
    """Return what is common to words made from one another: "director", "direction" and "direct" share "direct"."""
    for suffix in _SUFFIXES:
        if base.endswith(suffix) and len(base) - len(suffix) >= _SHORTEST_ROOT:
            return base[: -len(suffix)]
    return base
