"""What the PHI guard still stops in a file, once it is known which rotation each row is about.

The check reads the texts alone, for the rotation of a row may hang on an answer that is given later. Here the
names called a colleague on that rotation are let through, as its forms do (product.md, PHI guard): those
remembered before, and those said in another row of the same file.
"""

from collections import defaultdict

from tracker import guard_services
from tracker.guarded import Allowed, vouched


class FileGuard:
    """`stopped` is row number → ((header, kinds of findings), …) of what still stops a checked file."""

    def __init__(self, batch, reader, desk):
        self.reader, self.desk = reader, desk
        self.flagged = {number for number, _, _ in batch.flagged}
        self.known = guard_services.colleagues_by_rotation(batch.owner) if self.flagged else {}
        if self.flagged:
            self._hear_the_file(batch.mapping)
        found = defaultdict(list)
        for number, header, kinds in batch.flagged:
            found[number].append((header, kinds))
        self.stopped = {number: left for number in found if (left := self._left(number, found[number]))}

    def _hear_the_file(self, mapping):
        """Who was called a colleague in a row that is decided already."""
        for number in self.reader.table.choices:
            row = self.reader.row(number)
            names = guard_services.names_of(vouched_texts(self.reader.table, mapping, row))
            if names and (rotation := self.desk.rotation_of(row)):
                self.known.setdefault(rotation.pk, set()).update(names)

    def colleagues(self, number):
        """Names that are colleagues on the rotation of this row."""
        rotation = self.desk.rotation_of(self.reader.row(number)) if self.known else None
        return frozenset(self.known.get(rotation.pk, ())) if rotation else frozenset()

    def _left(self, number, flags):
        """The findings of a row but for its colleagues; read again only where one of them is named."""
        names = self.colleagues(number)
        text = " ".join(map(str, self.reader.row(number).values.values())).casefold() if names else ""
        if not any(name.casefold() in text for name in names):
            return tuple(flags)
        headers = {header for header, _ in flags}
        again = self.reader.row(number, guards=True, colleagues=names).flags
        return tuple(flag for flag in again if flag[0] in headers)


def vouched_texts(table, mapping, row):
    """The clinical texts of a decided row, each with what its writer let through."""
    choices = table.choices.get(row.number, {})
    return [
        Allowed(row.values[key], vouched(row.values[key], choices[header]))
        for header, key in mapping.items()
        if choices.get(header) and row.values.get(key)
    ]
