"""Addresses that cannot change while the process runs: looked up in the URL table once, not on every row."""

from functools import cache

from django.urls import reverse


@cache
def page(name: str) -> str:
    """The address of a page without arguments, by its URL name."""
    return reverse(name)


def record(name: str, pk: int) -> str:
    """The address of one record: of a URL whose only argument is the record's number."""
    before, after = _around(name)
    return f"{before}{pk}{after}"


@cache
def _around(name):
    """What stands before and after the number. The last 0: a prefix of the whole site may have one too."""
    before, _, after = reverse(name, args=[0]).rpartition("0")
    return before, after
