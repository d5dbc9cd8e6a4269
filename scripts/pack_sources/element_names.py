"""Names and judgements about the elements that no data package holds; elements go by their symbols."""

INTERNATIONAL_NAMES = {"aluminum": "aluminium", "cesium": "caesium"}
"""The name that IUPAC prefers where mendeleev has the American one."""

OTHER_NAMES = {"Hg": "quicksilver", "S": "sulphur", "W": "wolfram", "Na": "natrium", "K": "kalium"}

SYMBOLS_THAT_ARE_WORDS = frozenset(
    "ag am as at ba be bi co cs er es fr he ho in ir la lu md mo mt na nb nd ne no np os pa ra re sc se si sn sr tb ti"
    .split()  # and abbreviations that a chat is full of
)  # fmt: skip

FAMILIES = {
    "Nonmetals": ("nonmetals", "nonmetal|non-metals|non-metal"),
    "Noble gases": ("noble gases", "noble gas|inert gases|inert gas"),
    "Alkali metals": ("alkali metals", "alkali metal"),
    "Alkaline earth metals": ("alkaline earth metals", "alkaline earth metal|alkaline earths"),
    "Metalloids": ("metalloids", "metalloid|semimetals|semimetal"),
    "Halogens": ("halogens", "halogen"),
    "Poor metals": ("post-transition metals", "post-transition metal|poor metals|poor metal"),
    "Transition metals": ("transition metals", "transition metal"),
    "Lanthanides": ("lanthanides", "lanthanide|lanthanoids|lanthanoid"),
    "Actinides": ("actinides", "actinide|actinoids|actinoid"),
}
"""What mendeleev's series are called here, and their other names."""

CONTESTED_PLACES = frozenset({"La", "Lu", "Ac", "Lr"})
"""Chemists differ on which two of them stand below yttrium in group 3."""

CONTESTED_FAMILIES = frozenset({"Zn", "Cd", "Hg", "Po", "At", "Lu", "Lr", "Se"})
"""Text books differ."""

NEVER_SEEN = frozenset({"At", "Fr"})
"""There was never enough of them to see; their properties are estimates."""

CONTESTED_DISCOVERIES = frozenset("He Be Al V Ir Pt Ho Lu Pa Es Fm Md No Lr Rf Db Sg Fl Mc Lv Ts Og Si".split())
"""Elements with rival claims, or of which mendeleev names only some of the discoverers."""

CONTESTED_YEARS = frozenset({"No", "Rf"})
"""Elements whose first claim was not upheld."""

HOUSEHOLD = frozenset("He N F Ne Ar Ti Ni Kr Xe Li I Pt W U Pu Ra Au Ag Hg Zn Sn Co Cr Br H Cl".split())
"""Elements that most people have heard of, more than their age and their share of the Earth would say."""

RESPLIT = {
    "Pierre and Marie Curie": "Pierre Curie, Marie Curie",
    "Fausto and Juan José de Elhuyar": "Fausto de Elhuyar, Juan José de Elhuyar",
}

_P, _L = "person", "laboratory"
DISCOVERERS = {
    "A. Crawford": (_P, "Adair Crawford"), "A.Ghiorso": (_P, "Albert Ghiorso"),
    "Anders Ekeberg": (_P, "Anders Ekeberg"),
    "André Debierne": (_P, "André-Louis Debierne"), "Antoine J. Balard": (_P, "Antoine Balard"),
    "Axel Cronstedt": (_P, "Axel Cronstedt"), "Baron Rayleigh": (_P, "Lord Rayleigh"),
    "Bernard Courtois": (_P, "Bernard Courtois"), "C.D. Coryell": (_P, "Charles Coryell"),
    "C.F. Aver von Welsbach": (_P, "Carl Auer von Welsbach"), "Carl Mosander": (_P, "Carl Gustaf Mosander"),
    "Carl Wilhelm Scheele": (_P, "Carl Wilhelm Scheele"), "Carlo Perrier": (_P, "Carlo Perrier"),
    "Charles Hatchet": (_P, "Charles Hatchett"), "Clemens Winkler": (_P, "Clemens Winkler"),
    "D.R.Corson": (_P, "Dale Corson"), "Daniel Rutherford": (_P, "Daniel Rutherford"),
    "Dirk Coster": (_P, "Dirk Coster"),
    "E.M. McMillan": (_P, "Edwin McMillan"), "E.M.McMillan": (_P, "Edwin McMillan"), "E.Segré": (_P, "Emilio Segrè"),
    "Eugène Demarçay": (_P, "Eugène-Anatole Demarçay"), "Fausto de Elhuyar": (_P, "Fausto de Elhuyar"),
    "Ferdinand Reich": (_P, "Ferdinand Reich"),
    "Franz Müller von Reichenstein": (_P, "Franz-Joseph Müller von Reichenstein"),
    "Fredrich Ernst Dorn": (_P, "Friedrich Ernst Dorn"), "Fredrich Stromeyer": (_P, "Friedrich Stromeyer"),
    "G. Kirchoff": (_P, "Gustav Kirchhoff"), "G.T.Seaborg": (_P, "Glenn Seaborg"),
    "Georg von Hevesy": (_P, "George de Hevesy"),
    "George Brandt": (_P, "Georg Brandt"), "Georges Urbain": (_P, "Georges Urbain"),
    "GSI Helmholtz Centre for Heavy Ion Research": (_L, "the GSI Helmholtz Centre"),
    "Gustov Kirchoff": (_P, "Gustav Kirchhoff"),
    "Heavy Ion Research Laboratory (HIRL)": (_L, "the GSI Helmholtz Centre"),
    "Hennig Brand": (_P, "Hennig Brand"), "Henri Moissan": (_P, "Henri Moissan"),
    "Henry Cavendish": (_P, "Henry Cavendish"),
    "Ida Tacke": (_P, "Ida Noddack"), "J. Berzelius": (_P, "Jöns Jacob Berzelius"),
    "J.A. Marinsky": (_P, "Jacob Marinsky"), "J.L. Gay-Lussac": (_P, "Joseph Louis Gay-Lussac"),
    "J.W.Kennedy": (_P, "Joseph Kennedy"), "Jean de Marignac": (_P, "Jean Charles Galissard de Marignac"),
    "Johan Gadolin": (_P, "Johan Gadolin"), "Johann Arfwedson": (_P, "Johan August Arfwedson"),
    "Johann Gadolin": (_P, "Johan Gadolin"), "Johann Gahn": (_P, "Johan Gottlieb Gahn"),
    "Joseph Priestly": (_P, "Joseph Priestley"), "Juan José de Elhuyar": (_P, "Juan José de Elhuyar"),
    "Jöns Berzelius": (_P, "Jöns Jacob Berzelius"), "K.R.MacKenzie": (_P, "Kenneth MacKenzie"),
    "K.Street Jr.": (_P, "Kenneth Street"), "Karl Klaus": (_P, "Karl Ernst Claus"),
    "L.E. Glendenin": (_P, "Lawrence Glendenin"),
    "L.J. Thénard": (_P, "Louis Jacques Thénard"), "L.O.Morgan": (_P, "Leon Morgan"),
    "Lars Nilson": (_P, "Lars Fredrik Nilson"),
    "Louis Vauquelin": (_P, "Louis Nicolas Vauquelin"), "M. Klaproth": (_P, "Martin Heinrich Klaproth"),
    "M. W. Travers": (_P, "Morris Travers"), "M.W. Travers": (_P, "Morris Travers"),
    "Marguerite Derey": (_P, "Marguerite Perey"), "Marie Curie": (_P, "Marie Curie"),
    "Martin Klaproth": (_P, "Martin Heinrich Klaproth"), "Otto Berg": (_P, "Otto Berg"),
    "P.H. Abelson": (_P, "Philip Abelson"),
    "Paul Émile Lecoq de Boisbaudran": (_P, "Paul-Émile Lecoq de Boisbaudran"),
    "Per Theodor Cleve": (_P, "Per Teodor Cleve"),
    "Pierre Curie": (_P, "Pierre Curie"), "R. Bunsen": (_P, "Robert Bunsen"), "R.A.James": (_P, "Ralph James"),
    "RIKEN": (_L, "RIKEN"), "Robert Bunsen": (_P, "Robert Bunsen"), "S.G.Tompson": (_P, "Stanley Thompson"),
    "Sir H. Davy": (_P, "Humphry Davy"), "Sir Humphrey Davy": (_P, "Humphry Davy"),
    "Sir William Crookes": (_P, "William Crookes"), "Sir William Ramsay": (_P, "William Ramsay"),
    "Sir William Ramsey": (_P, "William Ramsay"), "Smithson Tenant": (_P, "Smithson Tennant"),
    "T. Richter": (_P, "Hieronymous Theodor Richter"), "W. von Hisinger": (_P, "Wilhelm Hisinger"),
    "Walter Noddack": (_P, "Walter Noddack"), "William Gregor": (_P, "William Gregor"),
    "William Wollaston": (_P, "William Hyde Wollaston"), "A.C.Wohl": (_P, "Arthur Wahl"),
    "Émillo Segrè": (_P, "Emilio Segrè"),
}  # fmt: skip
"""Who is meant by the names that mendeleev writes in several ways, some of them misspelt."""

_G, _C, _M = "place", "celestial-body", "mythical-figure"
NAMED_AFTER: dict[str, tuple[tuple[str, str, str], ...]] = {
    "He": (("sun", _C, "the Sun"),), "Mg": (("Magnesia", _G, "Magnesia"),), "Sc": (("Scandinavia", _G, "Scandinavia"),),
    "Ti": (("Titans", _M, "the Titans"),), "V": (("Vanadis", _M, "Vanadis"),), "Ga": (("France", _G, "France"),),
    "Ge": (("Germany", _G, "Germany"),), "Se": (("moon", _C, "the Moon"),), "Sr": (("Strontian", _G, "Strontian"),),
    "Y": (("Ytterby", _G, "Ytterby"),), "Nb": (("Niobe", _M, "Niobe"),), "Ru": (("Russia", _G, "Russia"),),
    "Pd": (("Pallas", _C, "the asteroid Pallas"),), "Te": (("earth", _C, "the Earth"),),
    "Ce": (("Ceres", _C, "Ceres"),),
    "Pm": (("Prometheus", _M, "Prometheus"),), "Eu": (("Europe", _G, "Europe"),), "Tb": (("Ytterby", _G, "Ytterby"),),
    "Ho": (("Stockholm", _G, "Stockholm"),), "Er": (("Ytterby", _G, "Ytterby"),), "Tm": (("Thule", _G, "Thule"),),
    "Yb": (("Ytterby", _G, "Ytterby"),), "Lu": (("Paris", _G, "Paris"),), "Hf": (("Copenhagen", _G, "Copenhagen"),),
    "Ta": (("Tantalus", _M, "Tantalus"),), "Re": (("Rhine", _G, "the Rhine"),), "Po": (("Poland", _G, "Poland"),),
    "Fr": (("France", _G, "France"),), "Th": (("Thor", _M, "Thor"),), "U": (("Uranus", _C, "Uranus"),),
    "Np": (("Neptune", _C, "Neptune"),), "Pu": (("Pluto", _C, "Pluto"),), "Am": (("American", _G, "the Americas"),),
    "Cm": (("Pierre", _P, "Pierre Curie"), ("Marie Curie", _P, "Marie Curie")), "Bk": (("Berkeley", _G, "Berkeley"),),
    "Cf": (("California", _G, "California"),), "Es": (("Einstein", _P, "Albert Einstein"),),
    "Fm": (("Fermi", _P, "Enrico Fermi"),), "Md": (("Mendeleyev", _P, "Dmitri Mendeleev"),),
    "No": (("Nobel", _P, "Alfred Nobel"),), "Lr": (("Lawrence", _P, "Ernest Lawrence"),),
    "Rf": (("Rutherford", _P, "Ernest Rutherford"),), "Db": (("Dubna", _G, "Dubna"),),
    "Sg": (("Seaborg", _P, "Glenn Seaborg"),),
    "Bh": (("Bohr", _P, "Niels Bohr"),), "Mt": (("Lise", _P, "Lise Meitner"),), "Ds": (("Darmstadt", _G, "Darmstadt"),),
    "Rg": (("Roentgen", _P, "Wilhelm Röntgen"),), "Cn": (("Copernicus", _P, "Nicolaus Copernicus"),),
    "Nh": (("Japan", _G, "Japan"),), "Mc": (("Moscov", _G, "the Moscow region"),),
    "Lv": (("Lawrence Livermore", _L, "the Lawrence Livermore National Laboratory"),),
    "Ts": (("Tennessee", _G, "Tennessee"),), "Og": (("Oganessian", _P, "Yuri Oganessian"),),
}  # fmt: skip
"""The namesakes that can be read from mendeleev's notes on names, each with a word of the note that says so."""

MEANINGS_LEFT_OUT = frozenset(
    "H He Be Ti Sc Mn Ni Zn Cd As Na Ga Ge Se Te Re B Sb V Mg Ru Tm Ho Hf Sn Pr Nd Pa".split()
)
"""Names that come from a name, from two words or from an uncertain one."""

MEANINGS_REWORDED = {
    "Ba": "heavy", "Cr": "colour", "I": "violet", "In": "indigo", "Os": "smell", "N": "soda-forming",
    "O": "acid-forming", "F": "to flow", "Dy": "hard to get at",
}  # fmt: skip

SYMBOL_ORIGINS_LEFT_OUT = frozenset({"Ag", "Hg", "Sb"})
"""Words that mendeleev misspells, or that are not what the symbol comes from."""

THING_ALIASES = {
    "Albert Einstein": "Einstein", "Alfred Nobel": "Nobel",
    "Dmitri Mendeleev": "Mendeleev|Mendeleyev|Dmitri Mendeleyev",
    "Emilio Segrè": "Emilio Segre|Segrè", "Enrico Fermi": "Fermi", "Ernest Rutherford": "Lord Rutherford",
    "Vanadis": "Freyja|Freya", "Friedrich Ernst Dorn": "Dorn", "Georg Brandt": "George Brandt",
    "George de Hevesy": "Georg von Hevesy|Hevesy", "Glenn Seaborg": "Glenn T. Seaborg|Seaborg",
    "Humphry Davy": "Sir Humphry Davy|Humphrey Davy|Davy", "Ida Noddack": "Ida Tacke", "Lise Meitner": "Meitner",
    "Lord Rayleigh": "John William Strutt|Rayleigh", "Marie Curie": "Madame Curie|Marie Skłodowska-Curie",
    "Martin Heinrich Klaproth": "Martin Klaproth|Klaproth", "Nicolaus Copernicus": "Copernicus", "Niels Bohr": "Bohr",
    "Carl Wilhelm Scheele": "Scheele", "Jöns Jacob Berzelius": "Jöns Berzelius|Berzelius",
    "Joseph Priestley": "Priestley",
    "Paul-Émile Lecoq de Boisbaudran": "Lecoq de Boisbaudran|Boisbaudran", "Robert Bunsen": "Bunsen",
    "Gustav Kirchhoff": "Kirchhoff", "Henry Cavendish": "Cavendish", "William Ramsay": "Sir William Ramsay|Ramsay",
    "Wilhelm Röntgen": "Wilhelm Roentgen|Wilhelm Conrad Röntgen|Röntgen|Roentgen",
    "William Crookes": "Sir William Crookes",
    "Yuri Oganessian": "Oganessian", "the Americas": "America", "the Moscow region": "Moscow|Moscow Oblast",
    "the Earth": "Earth", "the asteroid Pallas": "Pallas", "the Rhine": "Rhine river|River Rhine",
    "the GSI Helmholtz Centre": "GSI|GSI Helmholtz Centre for Heavy Ion Research",
    "the Lawrence Livermore National Laboratory": "Lawrence Livermore|LLNL", "Russia": "Ruthenia", "Paris": "Lutetia",
    "Copenhagen": "Hafnia", "Stockholm": "Holmia", "Germany": "Germania",
}  # fmt: skip
"""Other names of people, places and bodies."""
