"""Text made comparable: one case, no accents, no control characters, plain quotes and dashes."""

import re
import unicodedata
from functools import lru_cache

MAX_LETTERS = 300  # nobody's name or hospital is longer; what follows is not compared

# Letters that Unicode does not take apart into a base letter and an accent.
_SPECIAL_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "ø": "o",
        "æ": "ae",
        "œ": "oe",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "ħ": "h",
        "ŧ": "t",
        "ə": "e",
    }
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def without_controls(text: str) -> str:
    """The text in its compatible Unicode form, line breaks and other control characters as spaces."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text[:MAX_LETTERS]))
    return "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text)[:MAX_LETTERS]


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """Lower case, no accents or control characters, straight quotes, single spaces; at most `MAX_LETTERS`."""
    text = without_controls(text).casefold().translate(_SPECIAL_LETTERS)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = re.sub("[\u2018\u2019\u02bc\u00b4`\u02bb\u2032]", "'", text)
    return " ".join(re.sub("[\u2010-\u2015\u2212]", "-", text).split())[:MAX_LETTERS].strip()


def word_set(words: str) -> frozenset[str]:
    """A table of words as a set, written as one string."""
    return frozenset(words.split())
