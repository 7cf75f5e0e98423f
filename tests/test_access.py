"""Who may open what, for every address of the site (tests/site_map.py) and found out by asking it."""

from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import canary, make, site_map
from tests.site_map import READERS, SHARED, World

pytestmark = pytest.mark.django_db

# The only pages that nobody has to sign in for. An open page that is not here fails, and so does the reverse.
OPEN = {
    "account_login": "the way in",
    "account_logout": "shows a button; signed out already is no error",
    "account_inactive": "says that an account is closed",
    "account_signup": "the way in",
    "account_email_verification_sent": "says which mail to open; nobody is signed in yet",
    "account_reset_password": "for people who cannot sign in",
    "account_reset_password_done": "for people who cannot sign in",
    "account_reset_password_from_key": "for people who cannot sign in; the key from the mail is the proof",
    "account_reset_password_from_key_done": "for people who cannot sign in",
    "account_confirm_email": "opened from a mail, often on another device; the key is the proof",
    "account_confirm_login_code": "part of signing in; shows nothing without a sign-in under way",
    "mfa_authenticate": "the second step of signing in",
    "mfa_login_webauthn": "signing in with a passkey",
    "admin:login": "leads to the sign-in",
    "letters:packet-public": "the attending has no account; a token of 256 bits is the authority",
    "letters:packet-public-pdf": "the same packet",
    "letters:packet-public-cv": "a file of the same packet",
    "letters:packet-public-statement": "a file of the same packet",
    "reminders:link-act": "a signed link from a mail; allows one action on one reminder",
    "reminders:mail-unsubscribe": "a signed link from a mail; mail programs POST it without a person",
    "reminders:mail-pause": "a signed link from a mail",
    "reminders:mail-events": "a mail provider has no account; its secret and signature are the authority",
    "hooks:mail-inbound": "a mail provider has no account; its secret and signature are the authority",
    "reminders:healthz": "watchdogs have no account; ages and states, nobody's data",
    "reminders:metrics": "Prometheus has no account; 404 without the token of the settings",
    "tracker:sample-start": "signs in to a throw-away copy of the sample year, where the instance allows it",
}
# Addresses that take a POST without our token, each with what protects it instead.
TOKEN_FREE = {
    "letters:packet-public": "the token is the authority; no cookie takes part",
    "reminders:link-act": "the signed address is the authority; no cookie takes part",
    "reminders:mail-unsubscribe": "RFC 8058: mail programs POST it; the signed address is the authority",
    "reminders:mail-pause": "the signed address is the authority; no cookie takes part",
    "reminders:mail-events": "a provider's secret and signature are the authority; no cookie takes part",
    "hooks:mail-inbound": "a provider's secret and signature are the authority; no cookie takes part",
}
# Tables that a GET may write to: bookkeeping of the visit, nothing of the person's records.
BOOKKEEPING = ("django_session", "usersessions_usersession", "account_emailconfirmation")
# Pages whose GET writes something all the same.
GET_WRITES = {
    "letters:packet-public": "counts that the packet was opened, for its owner to see",
    "mfa_view_recovery_codes": "allauth stores how it encrypts the codes",
    "mfa_download_recovery_codes": "allauth stores how it encrypts the codes",
}
HTMX = {"HTTP_HX_REQUEST": "true"}


@contextmanager
def undone():
    """Whatever a request changes is undone, so that the next one meets the same world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client, method, path, **headers):
    """The answer; a crash is an answer with status 500, so that one test lists them all."""
    client.raise_request_exception = False
    with undone():
        return getattr(client, method)(path, **headers)


def told(answer):
    """The status, and of a crash the sentence that says why."""
    crash = getattr(answer, "exc_info", None)
    return f"{answer.status_code} {crash[1]!r}" if crash else str(answer.status_code)


@pytest.fixture
def world(user):
    return World(user).fill()


def visited(world):
    """(address, path) for everything that can be reached by a path."""
    for address in site_map.addresses():
        path = site_map.path_of(address, world)
        if path:
            yield address, path


def is_private(address):
    return bool(address.arguments) and not address.is_open and address.name not in SHARED


def ours(world):
    """Everything outside the admin that needs a sign-in."""
    return [(a, p) for a, p in visited(world) if not a.is_admin and not a.is_open]


def test_every_open_page_is_declared_with_its_reason():
    found = {a.name for a in site_map.addresses() if a.says_open}
    assert found - set(OPEN) - set(READERS) == set(), "an open page without a reason"
    assert set(OPEN) | set(READERS) == found, "a reason for a page that is not open"


def test_a_visitor_is_sent_to_sign_in_by_every_other_page(world):
    doors = (reverse(settings.LOGIN_URL), reverse("admin:login"))
    wrong = []
    for address, path in visited(world):
        if address.is_open:
            continue
        for method in ("get", "post"):
            answer = ask(Client(), method, path)
            to_login = answer.status_code == 302 and answer.url.split("?")[0] in doors
            not_here = answer.status_code == 404 or (address.says_open and answer.status_code == 405)
            if not to_login and not not_here:
                wrong.append(f"{method} {path} ({address}): {told(answer)}")
    assert not wrong, "\n".join(["", *wrong])


def test_a_visitor_reads_every_open_page(world):
    answers = {a.name: told(ask(Client(), "get", p)) for a, p in visited(world) if a.is_open}
    assert {name: said for name, said in answers.items() if said not in ("200", "302", "404", "405")} == {}


def test_somebody_elses_record_and_no_record_are_the_same_404(world, stranger, signed_in):
    client = signed_in(stranger)
    wrong = []
    for address, path in ours(world):
        if not is_private(address):
            continue
        for headers in ({}, HTMX):
            statuses = tuple(ask(client, m, path, **headers).status_code for m in ("get", "post"))
            # 405: the method is not for this address, whoever asks; never for both
            if not set(statuses) <= {404, 405} or statuses == (405, 405):
                wrong.append(
                    f"{path} ({address}) htmx={bool(headers)}: GET {statuses[0]}, POST {statuses[1]}"
                )
    assert not wrong, "\n".join(["", *wrong])


def test_the_owner_reaches_every_page(world, signed_in):
    client = signed_in(world.owner)
    wrong = []
    for address, path in ours(world):
        for headers in ({}, HTMX):
            answer = ask(client, "get", path, **headers)
            if answer.status_code not in (200, 302, 405):
                wrong.append(f"{path} ({address}) htmx={bool(headers)}: {told(answer)}")
    assert not wrong, "\n".join(["", *wrong])


def test_a_get_never_acts(world, signed_in):
    """Mail scanners and prefetchers open every link (architecture.md, style 2)."""
    client = signed_in(world.owner)
    wrong = []
    for address, path in visited(world):
        if address.name in GET_WRITES:
            continue
        with CaptureQueriesContext(
            connection,
        ) as asked:
            ask(client, "get", path)
        for query in asked:
            sql = query["sql"]
            is_write = sql.startswith(("INSERT", "UPDATE", "DELETE"))
            if is_write and not any(f'"{table}"' in sql for table in BOOKKEEPING):
                wrong.append(f"{path} ({address}): {sql[:90]}")
    assert not wrong, "\n".join(["", *wrong])


def test_a_post_without_the_token_is_refused(world, signed_in):
    client = signed_in(world.owner, enforce_csrf_checks=True)
    wrong = []
    for address, path in visited(world):
        status = ask(client, "post", path).status_code
        if (status in (403, 405)) == (address.name in TOKEN_FREE):
            wrong.append(f"{path} ({address}): {status}")
    assert not wrong, "\n".join(["", *wrong])


def leaks(client, paths):
    found = []
    for address, path in paths:
        for headers in ({}, HTMX):
            answer = ask(client, "get", path, **headers)
            body = b"".join(answer) if answer.streaming else answer.content
            if canary.WORD.encode() in body.lower() or canary.WORD in str(answer.headers).lower():
                found.append(f"{path} ({address})")
    return found


def test_no_page_shows_anybody_what_another_person_wrote(world, stranger, signed_in):
    theirs = [(a, p) for a, p in visited(world) if a.name not in SHARED]
    make.letter(world.owner, subject=canary.WORD, text=canary.WORD)
    canary.mark(world.owner)
    own = list(visited(World(stranger).fill()))
    assert leaks(signed_in(stranger), own + theirs) == []
    assert leaks(Client(), [(a, p) for a, p in theirs if not a.is_open]) == []


def test_the_owner_does_read_what_they_wrote(world, signed_in):
    """The control of the test above: the canaries are really on the pages."""
    paths = list(visited(world))
    assert canary.mark(world.owner) == set()
    assert leaks(signed_in(world.owner), paths) != []


def test_an_applicant_finds_no_admin(world, signed_in):
    client = signed_in(world.owner)
    wrong = []
    for address, path in visited(world):
        if address.is_admin and not address.is_open:
            answer = ask(client, "get", path)
            if answer.status_code == 200:
                wrong.append(f"{path} ({address})")
    assert not wrong, "\n".join(["", *wrong])


def test_a_curator_reads_no_applicants_words(world, signed_in):
    paths = [(a, p) for a, p in visited(world) if a.name not in SHARED]
    canary.mark(world.owner, without=canary.DIRECTORY)
    curator = signed_in(make.curator())
    assert leaks(curator, paths) == []
    assert curator.get(reverse("desk:attending-list")).status_code == 200
