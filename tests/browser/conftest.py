"""Chromium for the tests of this folder: found on the machine, never downloaded."""

import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import expect, sync_playwright

from tests.signing_in import sign_in

CANDIDATES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
HINT = (
    "no Chromium found, so no page was looked at. One command enables these tests: "
    "apt-get install chromium (any Chrome will do; WARDBOOK_CHROMIUM=/path names one elsewhere)"
)
PATIENCE = 30_000  # ms: a machine that has other work is slow, not broken
PHONE, LAPTOP = (390, 844), (1280, 800)
# Reports of the Content-Security-Policy also reach the console; this catches those that do not.
LISTEN = """
window.cspReports = [];
document.addEventListener("securitypolicyviolation", (e) =>
  window.cspReports.push(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));
"""


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)
            # the live server is another thread; what migrations wrote must be there again afterwards
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))


def find_chromium():
    if path := os.environ.get("WARDBOOK_CHROMIUM"):
        return path
    found = (shutil.which(name) or (name if os.path.isfile(name) else None) for name in CANDIDATES)
    return next(filter(None, found), None)


expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def chromium(django_db_setup):
    executable = find_chromium()
    if not executable:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HINT)
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS + as_root)
        yield browser
        browser.close()
        connections.close_all()  # those of Playwright's loop: nobody else could reach and close them


class Visit:
    """One browser window of one person, and everything that went wrong in it."""

    def __init__(self, context, base_url):
        self.context = context
        self.base_url = base_url
        self.problems = []
        context.add_init_script(LISTEN)
        self.page = context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("requestfailed", self._failed)
        context.on("request", self._request)

    def _console(self, message):
        if message.type in ("error", "warning"):
            self.problems.append(f"console: {message.text}")

    def _failed(self, request):
        if "ERR_ABORTED" not in (request.failure or ""):
            self.problems.append(f"failed: {request.url}")

    def _request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme not in ("blob", "about") and not request.url.startswith(self.base_url):
            self.problems.append(f"off-site: {request.url}")

    def open(self, path):
        """Go there; the answer of the server."""
        return self.page.goto(self.base_url + path)

    def take_problems(self):
        """What went wrong since the last time, CSP reports of the open page included."""
        reports = self.page.evaluate("window.cspReports || []")
        found, self.problems = [*self.problems, *(f"CSP: {report}" for report in reports)], []
        return found


@pytest.fixture
def visit(chromium, live_server):
    """`visit(user=None, size=LAPTOP)`: opens a window; whatever goes wrong in it fails the test."""
    contexts, visits = [], []

    def open_window(user=None, *, size=LAPTOP, **options):
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="en-US",
            timezone_id="America/New_York",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if user:
            context.add_cookies([session_cookie(user, live_server.url)])
        visits.append(Visit(context, live_server.url))
        return visits[-1]

    yield open_window
    left = [problem for one in visits for problem in one.take_problems()]
    for context in contexts:
        context.close()
    assert left == []


def session_cookie(user, url):
    """Signed in as `user`; nothing is typed."""
    key = sign_in(user).session.session_key
    return {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": url}
