"""The one stylesheet, and what pages may load."""

import base64
import hashlib
import json
import os
import re

from django.conf import settings
from django.contrib.staticfiles import finders

from config import assets


def test_bootstrap_is_the_file_its_project_publishes():
    digest = hashlib.sha384(assets.bootstrap_css().read_bytes()).digest()
    assert "sha384-" + base64.b64encode(digest).decode() == assets.BOOTSTRAP_SRI


def test_the_stylesheet_asks_for_nothing_outside_itself():
    css = assets.build().read_text()
    assert re.findall(r"url\((?!\"?#)[^)]*\)|@import[^;]*|sourceMappingURL", css) == []


def test_bootstrap_comes_first_then_the_tokens_then_our_rules_then_print():
    css = assets.build().read_text()
    own = settings.BASE_DIR / "static" / "css"
    parts = [
        "Bootstrap  v5.3.8",
        *((own / f"{name}.css").read_text() for name in ("tokens", "wardbook", "pages")),
    ]
    places = [css.index(part) for part in [*parts, "@media print {\n" + (own / "print.css").read_text()]]
    assert places == sorted(places)


def test_a_changed_part_makes_a_new_stylesheet(settings, tmp_path):
    settings.VAR = tmp_path
    first = assets.build()
    first.write_text("old")
    touched = max(p.stat().st_mtime for p in assets._parts()) - 60
    os.utime(first, (touched, touched))
    assert assets.build().read_text() != "old"


def test_the_stylesheet_is_found_by_the_servers_name_for_it():
    assert finders.find(assets.NAME) == str(settings.VAR / "build" / assets.NAME)


def test_htmx_may_neither_evaluate_nor_add_styles_nor_keep_pages():
    skeleton = (settings.BASE_DIR / "templates" / "skeleton.html").read_text()
    told = json.loads(re.search(r"name=\"htmx-config\" content='([^']+)'", skeleton)[1])
    assert told == {
        "includeIndicatorStyles": False,
        "allowEval": False,
        "allowScriptTags": False,
        "historyCacheSize": 0,
        "selfRequestsOnly": True,
    }
