"""What a rotation can still serve, said by higher floors (settings.ROTATION_OUTLOOKS).

Each path names a function `(owner, rotations, today, *, attendings=None)` that returns None or something with
a `template` for one rotation and a `list_template` for several; both find it as `outlook`.
"""

from django.utils.module_loading import import_string


def gather(owner, rotations, today, paths, *, attendings=None) -> list:
    """`rotations` may be unsaved; `attendings` are those chosen on a form, None for those recorded."""
    found = (import_string(path)(owner, rotations, today, attendings=attendings) for path in paths)
    return [one for one in found if one]
