"""Names and words that are themselves: typing one of them exactly is never a slip of the keyboard for another.

This is the safety net where no list of other entities is at hand: ``Iran`` is no typo for ``Iraq``, ``Austria`` none
for ``Australia``, ``night`` none for ``light``. All entries are folded.
"""

_LANDS = """
afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahamas bahrain bangladesh
barbados belarus belgium belize benin bhutan bolivia bosnia botswana brazil brunei bulgaria burundi cambodia cameroon
canada chad chile china colombia comoros croatia cuba cyprus denmark djibouti dominica ecuador egypt eritrea estonia
eswatini ethiopia fiji finland france gabon gambia georgia germany ghana greece grenada guatemala guinea guyana haiti
honduras hungary iceland india indonesia iran iraq ireland israel italy jamaica japan jordan kazakhstan kenya kiribati
kosovo kuwait kyrgyzstan laos latvia lebanon lesotho liberia libya liechtenstein lithuania luxembourg madagascar
malawi malaysia maldives mali malta mauritania mauritius mexico micronesia moldova monaco mongolia montenegro morocco
mozambique myanmar namibia nauru nepal netherlands nicaragua niger nigeria norway oman pakistan palau palestine panama
paraguay peru philippines poland portugal qatar romania russia rwanda samoa senegal serbia seychelles singapore
slovakia slovenia somalia spain sudan suriname swaziland sweden switzerland syria taiwan tajikistan tanzania thailand
togo tonga tunisia turkey turkmenistan tuvalu uganda ukraine uruguay uzbekistan vanuatu venezuela vietnam yemen zambia
zimbabwe england scotland wales britain holland tasmania siberia alabama alaska arizona arkansas california colorado
connecticut delaware florida hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts
michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah
vermont virginia washington wisconsin wyoming africa europe asia america antarctica oceania
"""
_CITIES = """
paris london rome madrid lisbon berlin bern vienna prague budapest bucharest warsaw oslo stockholm copenhagen helsinki
dublin edinburgh cardiff belfast brussels amsterdam athens sofia belgrade zagreb ljubljana bratislava tallinn riga
vilnius minsk kiev kyiv moscow ankara istanbul tehran baghdad damascus beirut amman jerusalem cairo tripoli tunis
algiers rabat dakar lagos abuja accra nairobi kampala kigali lusaka harare luanda pretoria tokyo kyoto seoul beijing
shanghai taipei manila hanoi bangkok jakarta delhi mumbai karachi lahore kabul dhaka colombo kathmandu canberra sydney
melbourne perth wellington auckland ottawa toronto montreal boston chicago dallas houston austin denver detroit miami
seattle havana lima quito bogota caracas santiago brasilia manchester liverpool leeds birmingham bristol glasgow
florence venice milan naples turin genoa munich cologne hamburg lyon nice marseille valencia seville bilbao malaga
basel zurich geneva male
"""
_ELEMENTS = """
hydrogen helium lithium beryllium boron carbon nitrogen oxygen fluorine neon sodium magnesium aluminium aluminum
silicon phosphorus sulfur sulphur chlorine argon potassium calcium scandium titanium vanadium chromium manganese iron
cobalt nickel copper zinc gallium germanium arsenic selenium bromine krypton rubidium strontium yttrium zirconium
niobium molybdenum technetium ruthenium rhodium palladium silver cadmium indium tin antimony tellurium iodine xenon
caesium cesium barium lanthanum cerium praseodymium neodymium promethium samarium europium gadolinium terbium
dysprosium holmium erbium thulium ytterbium lutetium hafnium tantalum tungsten rhenium osmium iridium platinum gold
mercury thallium lead bismuth polonium astatine radon francium radium actinium thorium protactinium uranium neptunium
plutonium americium curium berkelium californium einsteinium fermium mendelevium nobelium lawrencium rutherfordium
dubnium seaborgium bohrium hassium meitnerium darmstadtium roentgenium copernicium nihonium flerovium moscovium
livermorium tennessine oganesson bronze brass steel
"""
_GIVEN_NAMES = """
aaron adam adrian alan albert alec alex alexander alexandra alfred ali alice alison allen amanda amelia amy andrea
andrew andy angela anita ann anna anne annie anthony antonio arnold arthur ashley audrey barbara barry ben benjamin
bernard beth betty bill billy bob bobby boris brad bradley brandon brenda brian bruce bryan carl carla carlos carmen
carol caroline carrie catherine charles charlie charlotte cheryl chris christian christina christine christopher
claire clara clark claude clint colin connor craig cynthia dan daniel danny daphne darren dave david dean deborah
denis dennis diana diane dick don donald donna doris dorothy doug douglas dylan ed eddie edgar edith edward edwin
eleanor elena elizabeth ella ellen elliot emil emily emma eric erica ernest ethan eugene eva evan eve evelyn felix
fiona frances francis frank franz fred frederick gabriel gary gavin gene geoffrey george gerald gerard gilbert gina
glen gloria gordon grace graham grant greg gregory guy hannah hans harold harry harvey heather heinrich helen helena
henri henry herbert herman howard hugh hugo ian ida ingrid irene isaac isabel isabella ivan jack jackie jacob
jacqueline jacques jake james jamie jan jane janet janice jasmine jason jasper jay jean jeff jeffrey jenna jennifer
jenny jeremy jerome jerry jesse jessica jessie jill jim jimmy joan joanna joanne joe joel johann johannes john johnny
jon jonathan jose joseph josephine joshua joyce juan judith judy julia julian julie juliet justin karen karl kate
katherine kathleen kathy katie keith kelly ken kenneth kevin kim kirsten krysten kristen kristin kurt kyle larry laura
lauren laurence lawrence lee leo leon leonard leonardo leslie lewis liam lily linda lisa liz lloyd lou louis louise
lucas lucy ludwig luis luke lydia lynn madonna marc marcel marco marcus margaret maria marie marilyn marion mario mark
marlon martha martin mary mason matt matthew maurice max megan melanie melissa michael michel michelle miguel mike
miles miranda mohammed molly monica morgan nancy naomi natalie nathan neil nelson nicholas nick nicola nicole nigel
nina noah noel nora norman olga oliver olivia oscar otto owen pablo pamela pat patricia patrick paul paula pauline
pedro peggy penelope percy peter phil philip phillip phoebe pierre rachel ralph ray raymond rebecca reese rex richard
rick ricky rita robert roberto robin rod rodney roger roland ron ronald rosa rosalind rose rosemary ross roy rudolf
russell ruth ryan sally sam samantha samuel sandra sara sarah scarlett scott sean sergei seth sharon sheila shirley
sidney sigmund simon sofia sophia sophie stanley stella stephen steve steven stuart susan suzanne sylvester sylvia
tara taylor ted teresa terry theodore theresa thomas tim timothy tina todd tom tommy tony tracy trevor tyler uma
ursula valerie vanessa vera veronica victor victoria vincent virginia vivian vladimir walter wanda warren wayne wendy
wesley wilhelm will william winston wolfgang yolanda yves zachary zoe
"""
_FAMOUS = """
manet monet bach haydn handel hegel engels goethe newton darwin einstein edison tesla fleming kepler galileo
copernicus rembrandt renoir rodin raphael rubens titian picasso dali degas mozart beethoven chopin schubert schumann
brahms wagner verdi vivaldi puccini rossini liszt mahler mendelssohn tchaikovsky stravinsky strauss plato pluto
socrates aristotle archimedes homer virgil dante shakespeare marlowe milton byron shelley keats dickens austen bronte
joyce yeats wilde tolstoy chekhov kafka hemingway faulkner steinbeck orwell huxley tolkien rowling lenin lennon stalin
trotsky churchill hitler roosevelt truman kennedy nixon carter reagan clinton bush obama trump biden lincoln jefferson
jackson johnson madison monroe adams jupiter saturn uranus neptune venus mars earth moon zeus hera ares apollo athena
artemis hermes hades poseidon thor loki odin january february march april may june july august september october
november december monday tuesday wednesday thursday friday saturday sunday english french german spanish italian
portuguese dutch danish swedish norwegian finnish polish czech hungarian russian greek turkish arabic hebrew persian
hindi urdu bengali chinese japanese korean thai malay latin irish welsh austrian australian iranian iraqi indian
indonesian romanian
"""
_WORDS = """
black block blue brown green grey pink purple red white yellow orange violet indigo cyan crimson north south east west
northern southern eastern western left right upper lower inner outer up down high low old new young hot cold warm cool
wet dry fast slow light night fight right sight might tight eight weight height dark day way bay clay play pray gray
tray stray king ring sing wing thing string spring strong wrong long song queen green prince price princess man men
woman women boy girl son sun sister brother mother father daughter uncle aunt wife life wine line nine mine pine vine
five fire hire wire tire tree three free bee see sea seal meal deal heal real bread broad board head heat heart hearth
earth health wealth death breath word world work wood wool would sword lord load road toad boat coat goat cat bat hat
rat mat car bar star scar care bear beer deer dear dead deaf leaf lead leap cheap sheep sleep sheet sweet street steel
steal steam stream dream cream scream team tea pea peace piece place space race face lace palace horse house mouse
moose goose loose nose rose hose those close clothes cloth moth mouth month math bath path hand band land sand stand
island bird bard word ward card yard guard hard herd third dog fog frog log god gold cold bold fold hold sold old salt
halt malt silk milk mill hill kill pill bill wall ball call fall hall mall tall small smell shell bell well hell tell
fell wolf golf gulf book look cook hook took foot food good blood flood moon noon soon spoon room rain train brain
grain gain pain main chain plain plane plan planet plant plate late gate date fate hate rate state stone phone bone
tone zone one gun fun run bun nun son ton won war far jar tar rar was saw law raw draw straw lion loin line link pink
drink sink think thank tank bank blank rank frank park bark dark mark shark spark lake cake make take fake snake shake
stake stage page cage rage age ice rice mice dice nice price slice river liver silver lover cover over oven eleven
seven heaven never fever ever lever clever tiger liver kidney lung skin spleen stomach tooth teeth tongue throat chest
neck knee elbow ankle wrist finger thumb tower power flower flour hour sour four tour pour door floor poor corn horn
born torn storm form farm arm army letter litter better butter bitter matter mutter winter water waiter writer summer
hammer hunter table cable fable stable apple maple ample simple single jungle angle angel eagle beagle castle cattle
battle bottle cell sell atom acid base basic metal medal model mortar mortal moral coral carol major mayor minor miner
manor manner banner dinner diner winner inner direct indirect active passive positive negative internal external
import export income outcome cotton button mutton lemon melon salmon common canon cannon dragon wagon cricket rocket
pocket ticket racket jacket packet market bucket basket tennis hockey rugby soccer football baseball basketball
volleyball badminton boxing fencing rowing cycling violin viola cello guitar piano drum flute trumpet trombone tuba
clarinet oboe harp sparrow swallow arrow narrow marrow borrow sorrow morrow tomorrow bowling bowing rowing sailing
boiling nickel nickle pickle tickle baker bakery banker barber butcher teacher preacher graphite graphene diamond
quartz marble granite adventure advent venture capture culture nature mature picture mixture invention intention
attention tension tensile mitosis meiosis osmosis artery vein nerve muscle tendon ligament equator equation stalactite
stalagmite astronomy astrology geology biology zoology ecology psychology monarchy anarchy oligarchy patriarchy
matriarchy prophase metaphase anaphase telophase triangle rectangle square circle cycle bicycle tricycle hearts
diamonds clubs spades
"""
LANDS = frozenset(_LANDS.split())
CITIES = frozenset(_CITIES.split())
ELEMENTS = frozenset(_ELEMENTS.split())
GIVEN_NAMES = frozenset(_GIVEN_NAMES.split())
SAME_AGAIN = frozenset(
    frozenset(pair.split("="))
    for pair in "aluminium=aluminum sulfur=sulphur caesium=cesium kiev=kyiv nickel=nickle "
    "phillip=philip krysten=kristen kristin=kristen steven=stephen catherine=katherine sara=sarah "
    "theresa=teresa mohammed=mohammad".split()
)
"""Pairs of words listed here that are nevertheless spellings of one another."""

_PHRASES = """
north korea|south korea|new mexico|west virginia|south sudan|south africa|equatorial guinea|guinea bissau|
papua new guinea|northern ireland|mexico city|kansas city|oklahoma city|new york|new york city|new jersey|
north carolina|south carolina|north dakota|south dakota|new zealand|new south wales|north america|
south america|central america|latin america|czech republic|dominican republic|central african republic|
congo brazzaville|east timor|sri lanka|saudi arabia|sierra leone|el salvador|costa rica|burkina faso|
cape verde|ivory coast|san marino|solomon islands|marshall islands|panama city|kuwait city|guatemala city|
new delhi|vatican city|quebec city|new england|new orleans|east germany|west germany|american samoa|
british columbia|north sea|south china sea|washington state|inner mongolia|outer mongolia|
"""
_SYNONYMS = """
united states|united states of america|usa|us|america|u s|u s a|states
united kingdom|uk|great britain|britain|gb|u k|united kingdom of great britain and northern ireland
netherlands|holland|kingdom of the netherlands
soviet union|ussr|union of soviet socialist republics
russia|russian federation
burma|myanmar
czechia|czech republic
ivory coast|cote divoire
cape verde|cabo verde
east timor|timor leste
swaziland|eswatini
turkey|turkiye
south korea|republic of korea
north korea|dprk|democratic peoples republic of korea
china|peoples republic of china|prc
united arab emirates|uae|emirates
democratic republic of the congo|dr congo|drc|congo kinshasa
republic of the congo|congo brazzaville
vatican city|vatican|holy see
bosnia and herzegovina|bosnia
north macedonia|macedonia
new york city|new york|nyc|ny
los angeles|la
washington dc|washington d c|dc|washington
mumbai|bombay
kolkata|calcutta
chennai|madras
beijing|peking
ho chi minh city|saigon
istanbul|constantinople
european union|eu
united nations|un
world war i|world war 1|world war one|first world war|ww1|wwi|ww i|ww 1|great war|world war first
world war ii|world war 2|world war two|second world war|ww2|wwii|ww ii|ww 2
carbon dioxide|co2
water|h2o
carbon monoxide|co
table salt|sodium chloride|nacl
football|soccer|association football
autumn|fall
television|tv
artificial intelligence|ai
donut|doughnut
mount everest|everest|sagarmatha|chomolungma
kiev|kyiv
mao zedong|mao tse tung|chairman mao
muhammad|mohammed|mohammad
jesus|jesus christ|christ|jesus of nazareth
christmas|christmas day|xmas
new years day|new years|new year
spiderman|spider man
automobile|car
movie|film
true|yes|correct|right|t|y
false|no|incorrect|wrong|f
"""
SYNONYMS: dict[str, int] = {
    name: number for number, group in enumerate(_SYNONYMS.strip().splitlines()) for name in group.split("|")
}
"""Names of one thing that share no letters, folded: each maps to the number of its group."""
KNOWN = LANDS | CITIES | ELEMENTS | GIVEN_NAMES | frozenset((_FAMOUS + _WORDS).split())
PHRASES = frozenset(phrase.strip() for phrase in _PHRASES.replace("\n", "").split("|") if phrase.strip())

NICKNAMES: dict[str, str] = {}
for _group in """
alexander alex sasha|andrew andy drew|anthony tony|antonio tony|benjamin ben benny benji|barbara barb|catherine
katherine kathryn kathleen kate cathy kathy katie kit|charles charlie chuck karl carl carlos|christopher chris
kit|daniel dan danny|david dave davy|deborah debbie|donald don donny|dorothy dot|edward ed eddie ted ned|elizabeth
liz beth betty eliza bess lizzie| eugene gene|francis frank|frederick fred freddie friedrich|gerald gerry
jerry|george georg jorge|gregory greg|henry harry hank heinrich henri|jacob jake jack|jacqueline jackie|james jim
jimmy jamie|jeffrey jeff geoffrey geoff|jennifer jen jenny|jessica jess jessie|john johnny jack jon johann johannes
jean juan|jonathan jon jonny|joseph joe joey josef jose|joshua josh|judith judy|kenneth ken kenny|kimberly
kim|lawrence larry laurence|leonard leo len lenny|leonardo leo|lewis louis lou|ludwig louis| margaret maggie meg
peggy|martin marty|matthew matt|maximilian max|michael mike mick mickey micky mikhail michel|nathaniel nate nathan
nat|nicholas nick nicky nikolai nicolas|nicolaus nicholas|patricia pat patty trish|patrick pat paddy|peter pete
pyotr pierre pedro|philip phil phillip|raymond ray|rebecca becky|richard rick rich dick ricky|robert bob rob bobby
robbie bert| ronald ron ronnie|samuel sam sammy|samantha sam|sandra sandy|stephen steven steve|susan sue
susie|teresa theresa terry| theodore theo ted teddy|thomas tom tommy|timothy tim|victoria vicky|vincent vince|walter
walt|william will bill billy willy wilhelm guillaume|zachary zach zack|ronald ron|sergei sergey|fyodor fedor
theodore|leo lev|anna anne ann annie|helen elena
""".replace("\n", " ").split("|"):
    _first, *_rest = _group.split()
    for _name in (_first, *_rest):
        NICKNAMES[_name] = f"{NICKNAMES.get(_name, '')} {_first}".strip()


def same_given_name(one: str, two: str) -> bool:
    """Say whether two given names, folded, can be those of one person: equal, an initial, or a pet form."""
    if one == two or (len(one) == 1 and two.startswith(one)) or (len(two) == 1 and one.startswith(two)):
        return True
    shorter, longer = sorted((one, two), key=len)
    if len(shorter) >= 3 and longer.startswith(shorter) and (longer[-1] != "a" or len(longer) > len(shorter) + 2):
        return True
    first, second = NICKNAMES.get(one), NICKNAMES.get(two)
    return bool(first and second and not set(first.split()).isdisjoint(second.split()))
