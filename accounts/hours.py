"""Hours as people write them, in quarter hours."""

import re
from decimal import Decimal, InvalidOperation

FULL_DAY = Decimal(8)  # "full day" in an import or a note (product.md, Imports)


def read_hours(text: str) -> Decimal | None:
    """Quarter hours from "9", "7,5", "8h", "8h30", "8:30", "full day"; None when it is no such thing."""
    text = text.strip().lower()
    if text in ("full day", "full"):
        return FULL_DAY
    if clock := re.fullmatch(r"(\d{1,3})\s*(?::|h)\s*([0-5]\d)", text):
        return Decimal(clock[1]) + (Decimal(clock[2]) / 60).quantize(Decimal("0.25"))
    plain = re.fullmatch(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:h|hrs?|hours?)?", text)
    if not plain:
        return None
    try:
        number = Decimal(plain[1].replace(",", "."))
    except InvalidOperation:
        return None
    return (number * 4).quantize(Decimal(1)) / 4
