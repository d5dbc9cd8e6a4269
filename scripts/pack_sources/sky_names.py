"""Names and judgements about the sky that no data package holds."""

CONSTELLATION_NAMES = {"Corona Austrina": "Corona Australis"}
"""The name of the International Astronomical Union where d3-celestial has another."""

MEANINGS = {
    "Dorado": "", "Indus": "",
    "Aquarius": "Water Bearer", "Capricornus": "Sea Goat", "Crux": "Southern Cross", "Libra": "Scales",
    "Musca": "Fly", "Norma": "Carpenter's Square", "Ophiuchus": "Serpent Bearer", "Pictor": "Painter's Easel",
    "Puppis": "Stern of a Ship", "Circinus": "Pair of Compasses", "Pyxis": "Mariner's Compass",
    "Ursa Major": "Great Bear",
    "Ursa Minor": "Little Bear", "Virgo": "Maiden", "Mensa": "Table Mountain", "Hydrus": "Lesser Water Snake",
    "Chamaeleon": "", "Hydra": "Sea Serpent", "Caelum": "Chisel", "Vela": "Sails of a Ship", "Carina": "Keel of a Ship",
}  # fmt: skip
"""What a constellation stands for where d3-celestial has another word, or an asterism's."""

CONSTELLATION_ALIASES = {
    "Boötes": "Bootes", "Crux": "Southern Cross|the Southern Cross", "Ursa Major": "Great Bear|the Great Bear",
    "Ursa Minor": "Little Bear|the Little Bear", "Scorpius": "Scorpio", "Capricornus": "Capricorn",
    "Corona Australis": "Corona Austrina",
}  # fmt: skip

GENITIVES_MENDED = {"Cru": "Crucis", "CrA": "Coronae Australis"}
GENITIVES_LEFT_OUT = frozenset({"Crux", "Corona Australis"})
"""Misspelt in d3-celestial."""

STARS_LEFT_OUT = frozenset({"Navi", "Regor", "Markeb", "Men", "Suhail", "Muhlifain", "Mula"})
"""Names that are a joke, or that lists give to different stars."""

FAMOUS_STARS = frozenset(
    {"Betelgeuse", "Polaris", "Sirius", "Vega", "Rigel", "Antares", "Aldebaran", "Castor", "Pollux"}
)

STAR_ALIASES = {
    "Polaris": "the North Star|North Star|the Pole Star|Pole Star", "Sirius": "the Dog Star|Dog Star",
    "Rigil Kentaurus": "Alpha Centauri|Alpha Centauri A|Rigil Kent", "Toliman": "Alpha Centauri B",
    "Hadar": "Agena|Beta Centauri", "Shedar": "Schedar", "Elnath": "El Nath|Alnath", "Alkaid": "Benetnasch",
    "Alphecca": "Gemma", "Alpheratz": "Sirrah", "Mimosa": "Becrux", "Acrab": "Graffias",
}  # fmt: skip

GREEK = {
    "α": "Alpha", "β": "Beta", "γ": "Gamma", "δ": "Delta", "ε": "Epsilon", "ζ": "Zeta", "η": "Eta", "θ": "Theta",
    "ι": "Iota", "κ": "Kappa", "λ": "Lambda", "σ": "Sigma",
}  # fmt: skip
"""Letters as they are spoken. A letter with a number, one of a double star's, is left out."""

OBJECT_TYPES = {
    "snr": ("supernova-remnant", "a supernova remnant"), "gc": ("globular-cluster", "a globular cluster"),
    "oc": ("open-cluster", "an open cluster"), "sfr": ("emission-nebula", "an emission nebula"),
    "pn": ("planetary-nebula", "a planetary nebula"), "rn": ("reflection-nebula", "a reflection nebula"),
    "s": ("spiral-galaxy", "a spiral galaxy"), "e": ("elliptical-galaxy", "an elliptical galaxy"),
}  # fmt: skip
"""d3-celestial's types: the id and what it is called. Left out is what Messier took for something it is not."""

MESSIER_LEFT_OUT = frozenset({"M102", "M84", "M85", "M86"})
"""M102 may be M101 seen twice; the others are lenticular galaxies in newer catalogues."""

MESSIER_NAMES = {
    "M7": "Ptolemy's Cluster", "M13": "the Great Hercules Cluster", "M31": "the Andromeda Galaxy",
    "M33": "the Triangulum Galaxy", "M44": "the Beehive Cluster", "M45": "the Pleiades", "M51": "the Whirlpool Galaxy",
    "M64": "the Black Eye Galaxy", "M77": "", "M81": "Bode's Galaxy", "M83": "the Southern Pinwheel Galaxy", "M87": "",
    "M94": "", "M101": "the Pinwheel Galaxy", "M104": "the Sombrero Galaxy",
}  # fmt: skip
"""The full or usual common name where d3-celestial has a short, a radio source's or a rarer one."""

MESSIER_ALIASES = {
    "M7": "Ptolemy Cluster", "M13": "Hercules Cluster|Great Globular Cluster in Hercules", "M17": "Swan Nebula",
    "M31": "Andromeda|Andromeda Nebula", "M44": "Praesepe|Beehive", "M45": "Seven Sisters|the Seven Sisters|Pleiades",
    "M42": "Great Orion Nebula", "M64": "Blackeye Galaxy", "M77": "Cetus A", "M87": "Virgo A", "M104": "Sombrero",
    "M51": "Whirlpool",
}  # fmt: skip

PLANETS = ("mer", "ven", "ter", "mar", "jup", "sat", "ura", "nep")
DWARF_PLANETS = ("cer", "eri", "hau", "mak", "plu")

SIGNS_LEFT_OUT = frozenset({"Earth", "Eris", "Pluto", "Uranus"})
"""They have more than one sign in use, or d3-celestial gives one that is not."""
