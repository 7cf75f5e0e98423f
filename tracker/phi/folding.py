"""One plain reading of any text, with the way back to where each letter stood.

People paste from charts and phones: full-width digits, curly quotes, letters with marks, zero-width
joins. The rules read the folded text (ASCII digits, plain quotes and dashes, no marks, nothing
invisible); findings point into the original.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Letters that Unicode does not take apart, and signs with a plain twin.
PLAIN = str.maketrans(
    {
        **dict(zip("łŁøØđĐıðÐ", "lLoOdDidD", strict=True)),
        **dict.fromkeys("’‘ʼ′`´", "'"),
        **dict.fromkeys("“”„", '"'),
        **dict.fromkeys("⁄∕", "/"),
        **dict.fromkeys("\u2028\u2029", "\n"),
        "ß": "ss",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "Œ": "Oe",
        "þ": "th",
        "Þ": "Th",
        "−": "-",
        "→": ">",
        "：": ":",
    }
)


@lru_cache(maxsize=4096)
def fold_letter(letter: str) -> str:
    """The plain form of one character: none, one or several characters."""
    if letter in "\n\r":
        return "\n"
    plain = letter.translate(PLAIN)
    if plain != letter:
        return plain
    return "".join(_plain_part(part) for part in unicodedata.normalize("NFKD", letter))


def _plain_part(part: str) -> str:
    category = unicodedata.category(part)
    if category[0] == "M" or category == "Cf":
        return ""
    if category == "Nd":
        return str(unicodedata.digit(part))
    if category == "Pd":
        return "-"
    if category in ("Zs", "Cc", "Zl", "Zp"):
        return " "
    return part.translate(PLAIN)


@dataclass(frozen=True)
class Folded:
    """`text` is the plain reading; `origin[i]` is the offset in the original of its i-th character."""

    text: str
    origin: tuple[int, ...] | None
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The same span in the original. Marks that were folded away go with their letter."""
        if self.origin is None:
            return start, end
        last = self.origin[end - 1]
        after = self.origin[end] if end < len(self.origin) else self.length
        return self.origin[start], max(last + 1, after)


def fold(text: str) -> Folded:
    """Fold any string, also with lone surrogates. Plain ASCII text is its own reading."""
    if text.isascii() and text.isprintable():
        return Folded(text.translate(PLAIN), None, len(text))
    letters: list[str] = []
    origin: list[int] = []
    for place, letter in enumerate(text):
        for plain in fold_letter(letter):
            letters.append(plain)
            origin.append(place)
    return Folded("".join(letters), tuple(origin), len(text))
