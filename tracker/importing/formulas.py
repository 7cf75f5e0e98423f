"""Formulas in cells: kept from running on the way out, told from text on the way in (reliability.md §4)."""

import re

_RUNS = tuple("=+-@\t\r\n＝＋－＠")


def defused(value) -> str:
    """A cell that no spreadsheet runs as a formula."""
    text = str(value)
    return f"'{text}" if text.strip() and text.lstrip(" ").startswith(_RUNS) else text


def restored(text: str) -> str:
    """What a cell said before it was defused; any other cell as it is."""
    return text[1:] if text.startswith("'") and text[1:].lstrip(" ").startswith(_RUNS) else text


def is_formula(text: str) -> bool:
    """A cell that a spreadsheet program would run: "=SUM(A1)", "@cmd", "+cmd|…", "-2+3+cmd|…"."""
    return bool(re.match(r"[=@]\s*[^\s=@]|[+\-][^|\n]{0,80}\|", text))
