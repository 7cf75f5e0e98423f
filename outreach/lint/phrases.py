"""Lists of phrases as one pattern, so that a rule's vocabulary reads as a list."""

import re


def phrases(*alternatives: str) -> re.Pattern:
    """A pattern for any of the phrases as whole words, in any case. Each may use regular expressions."""
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)
