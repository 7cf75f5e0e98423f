"""Every page that anybody can reach, looked at on a phone and a laptop, in light and in dark.

A new page joins by existing. What the walk cannot open stands in ELSEWHERE with its reason, or it fails.
"""

import os
import re
from pathlib import Path

from axe_playwright_python.base import AXE_FILE_PATH

from tests import site_map
from tests.browser.conftest import LAPTOP, PHONE

SHOTS = os.environ.get("WARDBOOK_SHOTS")
AXE = Path(AXE_FILE_PATH).read_text()
# (who, address): why the page itself is not seen on this walk.
ELSEWHERE = {
    ("visitor", "letters:packet-public-pdf"): "the packet as a PDF",
    ("visitor", "letters:packet-public-cv"): "a file; this packet shows none",
    ("visitor", "letters:packet-public-statement"): "a file; this packet shows none",
    ("applicant", "letters:letter-eml"): "a mail as a file",
    ("applicant", "letters:statement-show"): "a PDF",
    ("applicant", "letters:packet-pdf"): "the packet as a PDF",
    ("applicant", "letters:final-file"): "a PDF",
    ("visitor", "account_logout"): "nobody is signed in",
    ("visitor", "admin:login"): "staff sign in where everybody does",
    ("visitor", "account_confirm_login_code"): "no sign-in is under way",
    ("visitor", "mfa_authenticate"): "no sign-in is under way",
    ("visitor", "reminders:healthz"): "JSON for watchdogs",
    ("visitor", "reminders:metrics"): "numbers for Prometheus; not there without its token",
    (
        "applicant",
        "reminders:mailbox-part",
    ): "the mail in its sandbox; mailbox-show frames it",
    ("applicant", "reminders:mailbox-source"): "the mail as plain text",
    ("visitor", "mfa_login_webauthn"): "the browser's own window",
    ("applicant", "account_set_password"): "there is a password; the page to change it is shown",
    ("applicant", "mfa_reauthenticate"): "the password was given just now",
    ("applicant", "mfa_activate_totp"): "is on already; the newcomer sees it",
    ("applicant", "mfa_download_recovery_codes"): "a text file",
    ("applicant", "tracker:permission-show"): "a PDF, as a download",
    ("applicant", "tracker:document-file-show"): "a PDF, as a download",
    ("applicant", "tracker:attending-propose"): "an own attending is edited; the walk has no other open one",
    ("applicant", "tracker:newsdraft-eml"): "a file",
    ("applicant", "outreach:thread-eml"): "a file; without a CV chosen it leads back",
    ("applicant", "outreach:thread-ics"): "a file; without a call it leads back",
    ("applicant", "outreach:cv-show"): "a PDF",
    ("curator", "desk:engine-show"): "for administrators, who walk it",
    ("curator", "desk:record-merge"): "two records have to be chosen first",
    ("curator", "desk:import-faults"): "a file",
    ("applicant", "tracker:log-edit"): "the log form with that day in it",
    ("staff", "admin:autocomplete"): "answers to a field, no page",
    ("staff", "admin:jsi18n"): "a script",
    ("staff", "admin:view_on_site"): "people have no public page",
}
# Rules that Django's own admin (5.2) breaks, and where. Its pages are held to all others; the desk, in the
# house style, is held to all.
ADMIN_BREAKS = {
    "aria-prohibited-attr": "the search of a filter_horizontal field",
    "empty-table-header": "the first column of a tabular inline",
    "label": "the inputs of a tabular inline, named by their column; the two halves of a date and time",
    "aria-input-field-name": "an autocomplete field, drawn by its Select2",
}
STILL = """
const still = new CSSStyleSheet();
still.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important; }");
document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
"""
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ASK_AXE = """
async ([only, without]) => {
  const options = {resultTypes: ["violations"], preload: false, iframes: false};
  if (only) options.runOnly = {type: "rule", values: [only]};
  else options.rules = Object.fromEntries(without.map((rule) => [rule, {enabled: false}]));
  const late = new Promise((_, fail) => setTimeout(() => fail(new Error("axe took 60 s")), 60000));
  const found = await Promise.race([axe.run(document, options), late]);
  const where = (v) => v.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ");
  return found.violations.map((v) => `${v.id}: ${where(v)}`);
}
"""


class Walk:
    """Goes through pages in one window and keeps a list of what is wrong."""

    def __init__(self, visit, who):
        self.visit = visit
        self.who = who
        self.wrong = []
        self.seen = 0
        self.size, self.theme = None, None

    def note(self, path, said):
        self.wrong.append(f"{self.who} {path}: {said}")

    def is_page(self, address, path):
        """Whether a browser gets a page there; everything else must be explained."""
        if (self.who, address.name) in ELSEWHERE:
            return False
        answer = self.visit.context.request.get(self.visit.base_url + path, max_redirects=0)
        if answer.status == 405:
            return False  # for POST only: the access tests ask it
        if answer.status == 403 and address.is_admin:
            return False  # its admin class allows nobody to add, change or delete there
        is_html = answer.headers.get("content-type", "").startswith("text/html")
        if answer.status == 200 and is_html:
            return True
        to = answer.headers.get("location", "no page")
        self.note(path, f"{answer.status}, {to}: put {address.name} into ELSEWHERE with the reason")
        return False

    def turn(self, size, theme):
        """The window like this; what it is already costs nothing."""
        if size != self.size:
            self.visit.page.set_viewport_size({"width": size[0], "height": size[1]})
        if theme != self.theme:
            self.visit.page.emulate_media(color_scheme=theme)
        self.size, self.theme = size, theme

    def views(self, is_admin):
        """Each width in each theme, from how the window stands now on.

        Of Django's own admin: all rules on a laptop by day, contrast on a phone by night.
        """
        if is_admin:
            return [(LAPTOP, "light"), (PHONE, "dark")]
        first, then = (LAPTOP, PHONE) if self.size == LAPTOP else (PHONE, LAPTOP)
        return [(first, "light"), (first, "dark"), (then, "dark"), (then, "light")]

    def look(self, path, name, *, is_admin=False):
        """The page in two widths and two themes: one load, the rest is resized and emulated."""
        page = self.visit.page
        self.visit.open(path)
        page.evaluate(AXE)
        page.evaluate(STILL)
        for size, theme in self.views(is_admin):
            self.turn(size, theme)
            if (over := page.evaluate(WIDE)) > 0:
                self.note(path, f"scrolls sideways by {over} px at {size[0]}")
            # what a theme can break is contrast; everything else was asked in light
            only = None if theme == "light" else "color-contrast"
            for violation in page.evaluate(ASK_AXE, [only, list(ADMIN_BREAKS) if is_admin else []]):
                self.note(path, f"{size[0]} {theme} {violation}")
            self.shoot(f"{name}-{size[0]}-{theme}")
        for problem in self.visit.take_problems():
            self.note(path, problem)
        self.seen += 1

    def shoot(self, name):
        if SHOTS:
            folder = Path(SHOTS)
            folder.mkdir(parents=True, exist_ok=True)
            safe = re.sub(r"[^a-z0-9-]+", "-", f"{self.who}-{name}".lower())
            self.visit.page.screenshot(path=folder / f"{safe}.png", full_page=True)

    def through(self, addresses, world):
        for address in addresses:
            path = site_map.path_of(address, world)
            if path and self.is_page(address, path):
                self.look(path, address.name, is_admin=address.is_django_admin)

    def finish(self):
        assert not self.wrong, "\n".join(["", *self.wrong])
        assert self.seen > 0
