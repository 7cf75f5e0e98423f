"""Who asked not to be contacted, whichever app was told (product.md §4)."""

from django.conf import settings
from django.utils.module_loading import import_string


def elsewhere(owner) -> set[int]:
    """Ids of the attendings of whom another app knows it: settings.LEFT_ALONE, (owner) -> ids."""
    return {pk for path in settings.LEFT_ALONE for pk in import_string(path)(owner)}


def among(owner, attendings) -> set[int]:
    """Ids of those `attendings` who must not be written to by this owner."""
    attendings = list(attendings)
    known = elsewhere(owner) if attendings else set()
    return {one.pk for one in attendings if one.is_do_not_contact or one.pk in known}
