"""The one stylesheet: Bootstrap out of its wheel, then the tokens, then Wardbook's own rules.

One file, because as three Chromium may ask for Bootstrap's `data:` icons before our overrides arrive,
and the Content-Security-Policy reports it. The icons are cut out as well: ours are drawn in CSS.
Nothing third-party is committed, nothing is fetched at run time.
"""

import re
from importlib.metadata import distribution
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "css/app.css"
# What the Bootstrap project publishes for bootstrap.min.css 5.3.8 (SRI); tests hold the wheel to it.
BOOTSTRAP_SRI = "sha384-sRIl4kxILFvY47J16cr9ZwB07vP4J8+LH7qKQnuqkuIAvNWLzeN8tE5YBujZqJLB"
_DATA_ICON = re.compile(r'url\("data:[^"]*"\)')
_SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")


def bootstrap_css():
    """Path of bootstrap.min.css inside the installed wheel."""
    return Path(distribution("bootstrap-wrapper").locate_file("bootstrap/css/bootstrap.min.css"))


def _parts():
    css = settings.BASE_DIR / "static" / "css"
    own = [
        "tokens.css",
        "wardbook.css",
        "pages.css",
        "rotation.css",
        "plan.css",
        "directory.css",
        "imports.css",
        "letters.css",
        "outreach.css",
        "print.css",
    ]
    return [bootstrap_css(), *(css / name for name in own)]


def build():
    """Write the stylesheet to var/ when a part is newer; the path of the file."""
    target = settings.VAR / "build" / NAME
    parts = _parts()
    if target.exists() and target.stat().st_mtime >= max(p.stat().st_mtime for p in parts):
        return target
    bootstrap, *own = (p.read_text() for p in parts)
    bootstrap = _SOURCE_MAP.sub("", _DATA_ICON.sub("none", bootstrap))
    print_rules = f"@media print {{\n{own.pop()}\n}}\n"
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(f".{id(target)}.part")
    part.write_text("\n".join([bootstrap, *own, print_rules]))
    part.replace(target)
    return target


class StylesheetFinder(BaseFinder):
    """Shows the built stylesheet to collectstatic and to the development server."""

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        if path != NAME:
            return []
        found = str(build())
        return [found] if find_all or kwargs.get("all") else found

    def list(self, ignore_patterns):
        build()
        yield NAME, FileSystemStorage(location=settings.VAR / "build")
