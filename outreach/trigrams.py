"""How alike two texts are, as PostgreSQL's pg_trgm counts it, so that both databases agree."""

import re
from functools import lru_cache


@lru_cache(maxsize=256)
def trigrams(text: str) -> frozenset[str]:
    """Three-letter pieces of every word, in lower case, two spaces before a word and one after."""
    pieces = set()
    for word in re.findall(r"[^\W_]+", text.casefold()):
        padded = f"  {word} "
        pieces.update(padded[i : i + 3] for i in range(len(padded) - 2))
    return frozenset(pieces)


def similarity(one: str, other: str) -> float:
    """Shared pieces over all pieces, 0.0 to 1.0; 0.0 when either text has none."""
    first, second = trigrams(one), trigrams(other)
    if not first or not second:
        return 0.0
    return len(first & second) / len(first | second)
