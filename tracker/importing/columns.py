"""What a kind of record can take from a file, and which column of the file it most likely stands in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.folding import fold

SKIP = ""


@dataclass(frozen=True)
class Column:
    """One thing a record takes from a row.

    `kind`: text, line (one line), day, hours, yes, choice, email. `names` are other words people head it
    with. `choices` are (value, words) of a choice, `translations` words of the field for a value
    (folded → value). A `guarded` text goes through the PHI guard.
    """

    key: str
    label: str
    kind: str = "line"
    names: tuple[str, ...] = ()
    most: int = 150
    guarded: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    translations: Mapping[str, str] | None = None

    def meaning(self, word: str) -> str | None:
        """The value of a choice for a word out of the file; None when the word is not known."""
        plain = fold(word)
        for value, label in self.choices:
            if plain in (fold(value), fold(label)):
                return value
        return (self.translations or {}).get(plain)


def guess(headers: Sequence[str], columns: Sequence[Column], remembered: Mapping[str, str]) -> dict[str, str]:
    """{header: key of a column, or "" to leave it out}: as last time, else by name. No key comes twice.

    `remembered` is {folded header: key} of this person's earlier imports of the same kind.
    """
    keys = {column.key for column in columns}
    found, taken = {}, set()
    for header in headers:
        said = remembered.get(fold(header))
        if said == SKIP or (said in keys and said not in taken):
            found[header] = said
            taken.add(said)
    for is_exact in (True, False):
        for header in headers:
            key = None if header in found else _named(header, columns, taken, is_exact)
            if key:
                found[header] = key
                taken.add(key)
    return {header: found.get(header, SKIP) for header in headers}


def _named(header, columns, taken, is_exact):
    """The free column that has this header for a name, or (not exact) whose name is within it."""
    words = _words(header)
    for column in columns:
        if column.key in taken:
            continue
        for name in (column.key, column.label, *column.names):
            known = _words(name)
            if words == known or (not is_exact and len(known[0]) > 3 and set(known) <= set(words)):
                return column.key
    return None


def _words(text):
    plain = "".join(c if c.isalnum() else " " for c in fold(text))
    return plain.split() or [""]
