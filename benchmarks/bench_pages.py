"""Our pages beside a bare Django list page: same database, same web server, same person, same minute."""

import contextlib
import datetime
import http.client
import statistics
import subprocess
import sys
import time

from django.conf import settings

from tests import make
from tests.shell import environment, free_port
from tests.signing_in import sign_in
from tracker.models import Rotation

ROUNDS, WARM = 15, 20
# name -> (which server, path, aim as a multiple of the floor)
PAGES = {
    "floor": ("floor", "/rows/", None),
    "rotations": ("ours", "/rotations/", 1.5),
    "today": ("ours", "/", 3.0),
}
DAY = datetime.timedelta(days=1)


def fill():
    """A person with 25 rotations, one of them running, a log of 60 days, 3 threads; their session's key."""
    person = make.user(name="Nadia Rahman", match_year=2028)
    place = make.institution(person)
    attending = make.attending(person, institution=place)
    for number in range(24):
        start = make.today() - (60 + 30 * number) * DAY
        make.rotation(person, institution=place, starts_on=start, ends_on=start + 27 * DAY)
    running = make.rotation(person, institution=place, attending=attending)
    for number in range(30):
        make.log_entry(running, day=make.today() - (number + 1) * DAY)
    for number in range(3):
        make.thread(person, sent_on=make.today() - (20 + number) * DAY)
    make.heartbeat()
    assert Rotation.objects.for_owner(person).count() == 25
    return sign_in(person).session.session_key


@contextlib.contextmanager
def served(settings_module):
    """Granian with the options of `make run`; its port."""
    port = free_port()
    options = ["--interface", "wsgi", "--port", str(port), "--workers", "1", "--blocking-threads", "4"]
    given = {"DJANGO_SETTINGS_MODULE": settings_module, "DATABASE_URL": database_url()}
    if given["DATABASE_URL"]:
        given["SECRET_KEY"] = settings.SECRET_KEY
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", *options, "--log-level", "error", "config.wsgi:application"],
        cwd=settings.BASE_DIR,
        env=environment(settings.VAR, **given),
    )
    try:
        yield port
    finally:
        process.terminate()
        process.wait(30)


def database_url():
    """Empty for SQLite in VAR; otherwise where this process is connected."""
    given = settings.DATABASES["default"]
    if given["ENGINE"].endswith("sqlite3"):
        return ""
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**given)


class Reader:
    """One browser with one open connection."""

    def __init__(self, port, session):
        self.link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
        self.headers = {"Host": f"localhost:{port}", "Cookie": cookie}

    def seconds(self, path):
        """How long one page took. A page that is not the page is an error, not a fast page."""
        began = time.perf_counter()
        self.link.request("GET", path, headers=self.headers)
        answer = self.link.getresponse()
        body = answer.read()
        took = time.perf_counter() - began
        assert answer.status == 200, f"{path}: {answer.status} {body[:200]}"
        return took


def wait(port):
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            with contextlib.closing(link):
                link.request("GET", "/healthz", headers={"Host": f"localhost:{port}"})
                link.getresponse()
                return
        time.sleep(0.1)
    raise SystemExit(f"No web server at port {port}.")


def measure(requests):
    """Rounds over all pages in turn; per page the median seconds of each round."""
    session = fill()
    with served("benchmarks.floor_settings") as floor, served("config.settings") as ours:
        ports = {"floor": floor, "ours": ours}
        for port in ports.values():
            wait(port)
        readers = {name: Reader(port, session) for name, port in ports.items()}
        for server, path, _ in PAGES.values():
            for _ in range(WARM):
                readers[server].seconds(path)
        found = {name: [] for name in PAGES}
        for _ in range(ROUNDS):
            for name, took in in_turn(readers, requests).items():
                found[name].append(statistics.median(took))
    return found


def in_turn(readers, requests):
    """One request to each page after the other, so that a busy moment of the machine meets all of them."""
    took = {name: [] for name in PAGES}
    for _ in range(requests):
        for name, (server, path, _) in PAGES.items():
            took[name].append(readers[server].seconds(path))
    return took


def run(quick=False):
    """Rows of the table: (what, milliseconds, ratio to the floor, aim)."""
    found = measure(5 if quick else 20)
    rows = []
    for name, (_, path, aim) in PAGES.items():
        # rounds are compared one by one: what slows the machine slows both sides of a round
        ratios = [ours / floor for ours, floor in zip(found[name], found["floor"], strict=True)]
        rows.append(
            {
                "what": f"{name} {path}",
                "milliseconds": round(1000 * statistics.median(found[name]), 2),
                "ratio": round(statistics.median(ratios), 2),
                "aim": None if aim is None else f"<= {aim}",
                "met": None if aim is None else statistics.median(ratios) <= aim,
            }
        )
    return rows
