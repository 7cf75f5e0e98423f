"""How a block of words becomes a set."""


def wordset(block: str) -> frozenset[str]:
    """The words of a block, set apart by spaces or lines."""
    return frozenset(block.split())
