"""Names and judgements that no data package holds: articles, other names in common use, and what is left out and why.

Country codes are ISO 3166-1 alpha-2.
"""

ENGLISH_NAMES = {
    "CD": "the Democratic Republic of the Congo", "CG": "the Republic of the Congo", "CV": "Cape Verde",
    "CW": "Curaçao", "AX": "the Åland Islands", "FM": "Micronesia", "MO": "Macau", "PS": "Palestine",
    "RE": "Réunion",
    "ST": "São Tomé and Príncipe", "TL": "Timor-Leste", "VA": "Vatican City",
}  # fmt: skip
"""The English name where GeoNames has another, or one without its accents."""

WITH_ARTICLE = frozenset(
    "AE BS CF DO GM IM KM KY MH MP MV NL PH SB SC TC US GB VG VI FO".split()  # the others of ENGLISH_NAMES say it there
)
"""Countries that English names with "the" inside a sentence."""

OTHER_NAMES: dict[str, str] = {
    "AE": "UAE|the Emirates|Emirates", "AX": "Åland|Aland Islands",
    "BA": "Bosnia|Bosnia-Herzegovina|Bosnia & Herzegovina",
    "BN": "Brunei Darussalam", "BO": "Plurinational State of Bolivia", "BY": "Byelorussia|Belorussia",
    "CD": "DR Congo|DRC|Congo-Kinshasa|Congo Kinshasa|Zaire", "CF": "CAR",
    "CG": "Congo-Brazzaville|Congo Brazzaville",
    "CH": "Swiss Confederation", "CI": "Côte d'Ivoire|Cote d'Ivoire", "CN": "People's Republic of China|PRC",
    "CV": "Cabo Verde", "CZ": "Czech Republic|the Czech Republic", "DE": "Federal Republic of Germany",
    "DO": "the Dominican Republic", "FM": "Federated States of Micronesia", "FR": "French Republic",
    "GB": "UK|U.K.|the UK|Great Britain|Britain|United Kingdom of Great Britain and Northern Ireland",
    "GM": "Gambia", "GR": "Hellas|Hellenic Republic", "HK": "Hong Kong SAR", "IE": "Republic of Ireland|Éire|Eire",
    "IR": "Persia|Islamic Republic of Iran", "KN": "St Kitts and Nevis|St. Kitts and Nevis|Saint Kitts|St Kitts",
    "KP": "DPRK|Democratic People's Republic of Korea", "KR": "Republic of Korea|ROK", "LA": "Lao PDR",
    "LC": "St Lucia|St. Lucia", "LK": "Ceylon", "MK": "Macedonia|FYROM", "MM": "Burma", "MO": "Macao|Macao SAR",
    "NL": "Holland|the Netherlands", "NZ": "Aotearoa", "PG": "PNG", "PH": "Philippines", "PS": "State of Palestine",
    "RU": "Russian Federation", "SA": "KSA|Kingdom of Saudi Arabia", "SM": "Republic of San Marino",
    "ST": "São Tomé|Sao Tome", "SY": "Syrian Arab Republic", "SZ": "Swaziland", "TH": "Siam",
    "TL": "East Timor|Timor Leste", "TR": "Türkiye|Turkiye", "TT": "Trinidad", "TW": "Chinese Taipei",
    "TZ": "United Republic of Tanzania",
    "US": "USA|U.S.A.|US|U.S.|the US|the USA|America|United States of America|the States",
    "VA": "Vatican|the Vatican|Holy See|the Holy See|Vatican City State",
    "VC": "St Vincent and the Grenadines|St. Vincent and the Grenadines|Saint Vincent|St Vincent",
    "VE": "Bolivarian Republic of Venezuela", "VI": "US Virgin Islands|the US Virgin Islands", "VN": "Viet Nam",
}  # fmt: skip
"""Other names in common use, and names of the past that people still type."""

OBSERVER_STATES = frozenset({"PS", "VA"})
"""Permanent observer states at the United Nations; with its members they are what the pack calls a country."""

PARTLY_RECOGNISED = frozenset({"TW", "XK"})
"""States that some members of the United Nations recognise and others do not."""

LEFT_OUT = frozenset({"EH", "FK", "YT"})
"""Territories whose belonging is disputed before the United Nations."""

NO_CAPITAL = {
    "IL": "disputed", "PS": "disputed", "ZA": "has three", "LK": "the seat of parliament is elsewhere",
    "NR": "has none by law", "PW": "GeoNames names the state around it", "VA": "is its own", "GQ": "being moved",
}  # fmt: skip
"""Countries about whose capital a single answer would mislead, and why."""

NO_LARGEST_CITY = {"IL": "disputed", "KW": "GeoNames gives a district", "TW": "New Taipei surrounds Taipei"}
"""Countries whose largest city the figures of GeoNames do not settle, and why."""

NO_AREA = frozenset("AI AW BH BT FR IL KM MC MO NP OM PK PS RS SA VA WF".split())
"""Countries whose area in GeoNames is out of date, rounded away, disputed or only of a part."""

BORDERS_LEFT_OUT = frozenset({("AL", "RS"), ("CU", "US")})
"""Serbia without Kosovo does not reach Albania, and Guantánamo is Cuba's."""

BORDERS_ADDED = frozenset({("BW", "ZM"), ("CN", "HK"), ("CN", "MO")})
"""Borders that GeoNames lacks and countryinfo has."""

NOT_OFFICIAL = {
    ("BF", "fr"): "until 2024", ("BW", "tn"): "national", ("IL", "ar"): "until 2018", ("MA", "fr"): "in use",
    ("ME", "sr"): "the constitution names Montenegrin", ("ML", "fr"): "until 2023", ("MU", "en"): "by custom",
    ("MU", "fr"): "by custom", ("NE", "fr"): "until 2025", ("NG", "yo"): "in its states", ("SN", "wo"): "national",
    ("TN", "fr"): "in use", ("UA", "ru"): "in use",
}  # fmt: skip
"""Languages that both data sets list and the state has not made official, and why they are there."""

NAMESAKES_OF_STATES = frozenset({"Georgia", "New York", "Washington"})
"""States of the USA that share their name with a country or a city that is better known."""

CITY_NAMES = {
    "Bengaluru": "Bangalore", "Hannover": "Hanover", "Köln": "Cologne", "León de los Aldama": "León",
    "Montréal": "Montreal", "Nay Pyi Taw": "Naypyidaw", "Nizhniy Novgorod": "Nizhny Novgorod",
    "Nur-Sultan": "Astana",
    "Québec": "Quebec City", "Santiago de Querétaro": "Querétaro", "Acapulco de Juárez": "Acapulco",
    "Sanaa": "Sana'a", "Ulan Bator": "Ulaanbaatar", "Victoria de Durango": "Durango", "Xi’an": "Xi'an",
    "Sevilla": "Seville", "Genève": "Geneva", "Jhang Sadr": "Jhang", "Tuxtla": "Tuxtla Gutiérrez",
    "Port-Vila": "Port Vila", "Tarawa": "South Tarawa", "Saint George's": "St. George's", "Saint John's": "St. John's",
    "Gent": "Ghent", "Brugge": "Bruges", "Male": "Malé", "Irákleion": "Heraklion", "Thessaloníki": "Thessaloniki",
    "Homyel'": "Gomel", "Mahilyow": "Mogilev", "Hrodna": "Grodno", "Klagenfurt am Wörthersee": "Klagenfurt",
    "Sariwŏn-si": "Sariwon", "Dihok": "Duhok", "Siracusa": "Syracuse", "Cadiz": "Cádiz",
    "Zaporizhzhya": "Zaporizhzhia", "Kryvyy Rih": "Kryvyi Rih",
    "Al Ain City": "Al Ain", "Hamah": "Hama", "Ar Raqqah": "Raqqa", "Madinah": "Medina", "Al Hillah": "Hillah",
    "Davao": "Davao City",
    "Heroica Matamoros": "Matamoros", "Greater Sudbury": "Sudbury", "Braunschweig": "Brunswick", "Makkah": "Mecca",
}  # fmt: skip
"""The English or the usual name where GeoNames has another."""

CITY_ALIASES = {
    "Bangalore": "Bengaluru", "Beijing": "Peking", "Chennai": "Madras", "Cologne": "Köln", "Geneva": "Genève",
    "Guangzhou": "Canton", "Ho Chi Minh City": "Saigon", "Kolkata": "Calcutta", "Kyiv": "Kiev", "Mumbai": "Bombay",
    "New York City": "New York|NYC", "Yangon": "Rangoon", "Istanbul": "Constantinople", "Los Angeles": "LA|L.A.",
    "Saint Petersburg": "St Petersburg|St. Petersburg|Leningrad|Petrograd", "Mexico City": "Ciudad de México",
    "Washington, D.C.": "Washington DC|Washington|DC|Washington D.C.", "Seville": "Sevilla", "Munich": "München",
    "Astana": "Nur-Sultan", "Naypyidaw": "Nay Pyi Taw", "Frankfurt am Main": "Frankfurt", "Pune": "Poona",
    "Vienna": "Wien", "Rome": "Roma", "Prague": "Praha", "Warsaw": "Warszawa", "Lisbon": "Lisboa",
    "Milan": "Milano",
    "Turin": "Torino", "Naples": "Napoli", "Florence": "Firenze", "Venice": "Venezia",
    "Brussels": "Bruxelles|Brussel",
    "Copenhagen": "København", "Gothenburg": "Göteborg", "Nuremberg": "Nürnberg", "Hanover": "Hannover",
    "Antwerp": "Antwerpen", "Mecca": "Makkah", "Montreal": "Montréal", "Quebec City": "Québec|Quebec",
    "Saint Paul": "St. Paul|St Paul", "St. John's": "Saint John's", "St. George's": "Saint George's",
    "Newcastle upon Tyne": "Newcastle", "Kingston upon Hull": "Hull", "Ulaanbaatar": "Ulan Bator",
    "Rio de Janeiro": "Rio", "Las Vegas": "Vegas", "San Francisco": "San Fran|SF", "Philadelphia": "Philly",
    "Kuala Lumpur": "KL", "Hong Kong": "HK", "Andorra la Vella": "Andorra", "Kraków": "Cracow", "Athens": "Athína",
    "South Tarawa": "Tarawa", "Ghent": "Gent", "Bruges": "Brugge", "Heraklion": "Iraklion", "Gomel": "Homel",
    "Grodno": "Hrodna",
    "Mogilev": "Mahilyow|Mahilyoŭ", "Duhok": "Dohuk|Dihok", "Chattogram": "Chittagong", "Davao City": "Davao",
    "Kharkiv": "Kharkov", "Odesa": "Odessa", "Lviv": "Lvov", "Almaty": "Alma-Ata", "Marrakesh": "Marrakech",
    "Cairo": "Al Qahirah", "Damascus": "Dimashq", "Bangkok": "Krung Thep", "Xi'an": "Xian",
    "Brunswick": "Braunschweig",
    "Zürich": "Zurich", "Malmö": "Malmo", "Querétaro": "Santiago de Querétaro", "Acapulco": "Acapulco de Juárez",
    "Durango": "Victoria de Durango", "Tuxtla Gutiérrez": "Tuxtla", "Sudbury": "Greater Sudbury",
}  # fmt: skip
"""Other names of cities in common use, by the name the pack gives them."""

CITIES_LEFT_OUT = frozenset({
    "Jerusalem", "East Jerusalem", "Srinagar", "Jammu", "Muzaffarabad", "Sevastopol", "Simferopol", "Kerch",
    "Yevpatoriya", "Feodosiya", "Hargeysa", "Burao", "Stepanakert", "Xankandi", "Tiraspol", "Sukhumi",  # disputed
    "Al 'Ashir min Ramadan", "Bandundu Province", "Magugpo Poblacion",
    "Nabatiye et Tahta",  # not what the name says
})  # fmt: skip
"""Cities claimed by two states, and entries that are not the city of that name; names as the pack has them."""

LANGUAGE_NAMES = {"bn": "Bengali", "na": "Nauruan", "tvl": "Tuvaluan"}
"""The English name of a language where the CLDR has another, or the country's."""

LANGUAGE_ALIASES = {
    "bn": "Bangla",
    "dv": "Dhivehi|Maldivian", "fa": "Farsi|Dari", "fil": "Tagalog|Pilipino", "gn": "Guaraní|Guarani",
    "he": "Ivrit",
    "ht": "Haitian|Kreyòl", "mi": "Maori|te reo", "my": "Myanmar language", "nb": "Bokmål", "ny": "Chichewa|Chewa",
    "rn": "Kirundi", "rw": "Rwandan", "si": "Sinhalese|Singhalese", "ss": "Swazi|siSwati", "st": "Sesotho|Sotho",
    "sw": "Kiswahili", "tn": "Setswana", "xh": "isiXhosa", "zh": "Mandarin|Mandarin Chinese", "zu": "isiZulu",
    "rm": "Romansch", "nso": "Sepedi|Northern Sotho", "es": "Castilian", "kl": "Greenlandic", "ms": "Bahasa Melayu",
    "id": "Bahasa Indonesia|Bahasa",
}  # fmt: skip
"""Other names of languages in common use, by their ISO 639 code."""

SCRIPT_NAMES = {"Beng": "Bengali", "Mymr": "Burmese"}
SCRIPT_ALIASES = {
    "Cyrl": "Cyrillic", "Deva": "Devanagari", "Ethi": "Ge'ez script", "Latn": "Roman alphabet|Roman script",
}  # fmt: skip

SCRIPTS_LEFT_OUT = frozenset({"Hans", "Hant", "Jpan", "Kore", "Mong"})
"""Codes that stand for a mixture of scripts, or a form of one."""

CURRENCY_NAMES = {"GYD": "Guyanese dollar", "KGS": "Kyrgyzstani som", "STN": "São Tomé and Príncipe dobra",
                  "TTD": "Trinidad and Tobago dollar", "TOP": "Tongan pa'anga"}  # fmt: skip
"""The English name of a currency where the CLDR misspells it or has signs that nobody types."""

CURRENCY_ALIASES = {
    "BYN": "Belarusian rouble", "CNY": "renminbi|RMB", "GBP": "pound sterling|sterling|UK pound", "PLN": "złoty",
    "RUB": "Russian rouble", "USD": "American dollar|United States dollar", "VND": "đồng", "XPF": "Pacific franc",
}  # fmt: skip
"""Other names of currencies in common use, by their ISO 4217 code."""

AMBIGUOUS_WORDS = frozenset({"gold", "mark"})
"""Last words of currencies that mean something else by themselves."""

REGION_NAMES = {"029": "the Caribbean", "057": "the Micronesian region"}
REGIONS_LEFT_OUT = frozenset({"005"})  # South America is a continent already
"""The name of an M.49 region where English wants an article."""
