"""Cities and states as people type them, so that two records can be said to stand in one place."""

import re
from dataclasses import dataclass
from functools import lru_cache

from tracker.folding import fold

_STATES = """
al alabama | ak alaska | az arizona | ar arkansas | ca california | co colorado | ct connecticut |
de delaware | dc district of columbia | fl florida | ga georgia | hi hawaii | id idaho | il illinois
| in indiana | ia iowa | ks kansas | ky kentucky | la louisiana | me maine | md maryland |
ma massachusetts | mi michigan | mn minnesota | ms mississippi | mo missouri | mt montana |
ne nebraska | nv nevada | nh new hampshire | nj new jersey | nm new mexico | ny new york |
nc north carolina | nd north dakota | oh ohio | ok oklahoma | or oregon | pa pennsylvania |
ri rhode island | sc south carolina | sd south dakota | tn tennessee | tx texas | ut utah |
vt vermont | va virginia | wa washington | wv west virginia | wi wisconsin | wy wyoming |
pr puerto rico
"""
_STATE_OF = {
    word: code
    for entry in _STATES.replace("\n", " ").split("|")
    for code, _, name in [entry.strip().partition(" ")]
    for word in (code, name)
}
_OLD_STATE_FORMS = {
    "calif": "ca",
    "mass": "ma",
    "penn": "pa",
    "penna": "pa",
    "tex": "tx",
    "fla": "fl",
    "ill": "il",
    "mich": "mi",
}
_OLD_STATE_FORMS |= {
    "minn": "mn",
    "wash": "wa",
    "conn": "ct",
    "ariz": "az",
    "tenn": "tn",
    "wis": "wi",
    "ind": "in",
    "d c": "dc",
}
_CITY_NAMES = """
new york: nyc, new york city, manhattan, brooklyn, bronx, the bronx, queens, staten island
new york: astoria, flushing, jamaica, harlem | los angeles: l a, la, hollywood | philadelphia: philly, phila
san francisco: sf, san fran | palo alto: stanford | san diego: la jolla
washington: washington dc, washington d c, dc | chicago: chi | pittsburgh: pgh | saint louis: stl
kansas city: kc | las vegas: vegas | minneapolis: mpls | atlanta: atl | indianapolis: indy
"""
_CITY_OF = {
    other.strip(): name.strip()
    for entry in _CITY_NAMES.replace("\n", "|").split("|")
    if ":" in entry
    for name, _, others in [entry.partition(":")]
    for other in others.split(",")
}
_CITY_WORDS = {
    "st": "saint",
    "ste": "sainte",
    "ft": "fort",
    "mt": "mount",
    "pt": "point",
    "n": "north",
    "s": "south",
}
_CITY_WORDS |= {"e": "east", "w": "west", "hts": "heights", "spgs": "springs", "twp": "township"}
# Place names that hospitals carry: a hospital named by nothing else is not told apart by them.
STATE_WORDS = frozenset(word for name in _STATE_OF if len(name) > 2 for word in name.split()) - {
    "of",
    "district",
    "columbia",
}


@dataclass(frozen=True)
class Place:
    """A city (folded, spelled out) and a two-letter state in lower case; "" where unknown."""

    city: str = ""
    state: str = ""

    def shares_city_with(self, other: "Place") -> bool:
        """Whether both name one city, in states that do not contradict."""
        return bool(self.city) and self.city == other.city and not self.other_state(other)

    def other_state(self, other: "Place") -> bool:
        return bool(self.state and other.state) and self.state != other.state

    def contradicts(self, other: "Place") -> bool:
        """Whether both are known and cannot be one place."""
        return self.other_state(other) or (bool(self.city and other.city) and self.city != other.city)


@lru_cache(maxsize=20_000)
def read_place(city: str, state: str) -> Place:
    """A `Place` from the two fields.

    A state typed behind the city ("Cleveland, OH 44106") is read from there.
    """
    pieces = [" ".join(re.findall(r"[^\W\d_]+", piece)) for piece in fold(city).split(",")]
    pieces = [piece for piece in pieces if piece]
    code = _state(fold(state))
    if len(pieces) > 1 and _state(pieces[-1]) in _STATE_OF.values():
        code = code or _state(pieces.pop())
    name = pieces[0] if pieces else ""
    words = name.split()
    if len(words) > 1 and words[-1] == code and name not in _CITY_OF:
        words = words[:-1]
    spelled = " ".join(_CITY_WORDS.get(word, word) for word in words)
    return Place(_CITY_OF.get(name, _CITY_OF.get(spelled, spelled)), code)


def is_us_state(code: str) -> bool:
    """Whether the state of a `Place` is one of the United States; abroad it is whatever was typed."""
    return code in _STATE_OF.values()


def _state(text: str) -> str:
    plain = " ".join(re.findall(r"[^\W\d_]+", text))
    return _STATE_OF.get(plain) or _STATE_OF.get(plain.replace(" ", "")) or _OLD_STATE_FORMS.get(plain, plain)
