"""What every test stands on: no network, fast passwords, plain static files, a mailbox of its own."""

import gc
import itertools
import os

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from pytest_django.plugin import blocking_manager_key

from reminders import clock
from tests import make, network
from tests.signing_in import sign_in

# Playwright's sync API keeps an event loop in the test's thread; the ORM would refuse to run beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


# the same examples in every run: a suite that fails by chance is not believed when it matters
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.load_profile("house")


def pytest_configure(config):
    network.close_off()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # hashed names exist only after collectstatic; the live server serves from the finders
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # an empty folder: what `make run` collected last week must not reach a test
    settings.STATIC_ROOT = settings.VAR / "test-static"
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    options = settings.DATABASES["default"].get("OPTIONS", {})
    if "init_command" in options:  # a test database need not survive a power cut
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")


def pytest_collection_finish(session):
    """What was imported stays: the collector need not look through it again (a tenth of the run)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_report_header(config):
    database = settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[1]
    redis = "redis" if os.environ.get("TEST_REDIS_URL") else "no redis (TEST_REDIS_URL is not set)"
    return f"wardbook: {database}, {redis}"


def pytest_collection_modifyitems(items):
    """Tests of one database or broker are listed as skipped, with the way to run them."""
    is_postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    for item in items:
        if _has_real_transactions(item):  # so that the test runner keeps what migrations wrote
            kept = pytest.mark.django_db(transaction=True, serialized_rollback=True)
            item.add_marker(kept, append=False)
        if item.get_closest_marker("postgres") and not is_postgres:
            item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: DATABASE_URL=postgres://… make test"))
        if item.get_closest_marker("redis") and not os.environ.get("TEST_REDIS_URL"):
            item.add_marker(pytest.mark.skip(reason="needs Redis: TEST_REDIS_URL=redis://… make test"))


_numbers = itertools.count()


@pytest.fixture(autouse=True)
def _own_mailbox_and_cache(tmp_path_factory, settings):
    # named, and made by who first writes there: most of the tests never do
    own = tmp_path_factory.getbasetemp() / f"own{next(_numbers)}"
    settings.MAILBOX = own / "mail"
    settings.MEDIA_ROOT = own / "files"
    cache.clear()
    yield
    assert clock._stopped is None, "a test left the clock standing for all that follow"


@pytest.fixture
def user(db):
    return make.user(name="Nadia Rahman")


@pytest.fixture
def stranger(db):
    return make.user(name="Sam Stranger")


@pytest.fixture
def signed_in():
    """`signed_in(user)`: a test client in which that person is signed in."""
    return sign_in


@pytest.fixture
def is_postgres():
    return connection.vendor == "postgresql"


def _has_real_transactions(item):
    marker = item.get_closest_marker("django_db")
    return bool(marker) and bool(marker.kwargs.get("transaction"))


# What migrations wrote, and into which database. (Playwright gives the thread another connection object, so
# the one Django keeps with the connection cannot be found again.)
_migrated = {}


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    _migrated["rows"] = getattr(connection, "_test_serialized_contents", None)
    _migrated["name"] = connection.settings_dict["NAME"]
    return django_db_setup


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """A test with real transactions empties every table behind it; what migrations wrote comes back.

    Not after the last one: by then the test database is gone and the connection leads to a real one.
    """
    result = yield
    if nextitem is None or not _migrated or not _has_real_transactions(item):
        return result
    with item.config.stash[blocking_manager_key].unblock():
        assert connection.settings_dict["NAME"] == _migrated["name"], "this is not the test database"
        call_command("flush", verbosity=0, interactive=False, inhibit_post_migrate=True)
        connection.creation.deserialize_db_from_string(_migrated["rows"])
        with connection.cursor() as cursor:  # the next row made must not take a number that came back
            for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
                cursor.execute(statement)
    return result
