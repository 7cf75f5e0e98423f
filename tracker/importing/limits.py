"""How much of a file is read (product.md, Imports), and the refusal of a whole file."""

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 100
MOST_LETTERS = 5_000
MOST_UNPACKED = 100 * 1024 * 1024
# Beyond these a workbook is built to hurt, or reading it takes minutes.
MOST_PARTS = 1_000
MOST_CELLS = 1_000_000
MOST_MERGES = 10_000


class Refused(ValueError):
    """The file cannot be read; the message is a sentence for the person who chose it."""


def megabytes(size: int) -> str:
    """As "12 MB" or "2,048 MB"; the next whole number up."""
    return f"{-(-size // (1024 * 1024)):,} MB"
