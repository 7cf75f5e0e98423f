"""The environment: what is nonsense is told in one sentence, what is right makes the right copy."""

import json
import re

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.environment import Environment
from tests.shell import manage

PRODUCTION = {
    "BASE_URL": "https://wardbook.example.org",
    "SECRET_KEY": "correct horse battery staple, a long walk by the lake at dawn",
    "DATABASE_URL": "postgres://wardbook:secret@localhost:5432/wardbook",
    "BROKER_URL": "redis://localhost:6379/0",
    "CACHE_URL": "redis://localhost:6379/1",
    "EMAIL_URL": "smtp+tls://user:secret@localhost:587",
}
ASK = (
    "import json; from django.conf import settings as s; print(json.dumps([getattr(s, n) for n in {names}]))"
)


def read(var, *names, **given):
    """Values of settings in a process of their own."""
    script = ASK.format(names=list(names))
    done = manage("shell", "--no-imports", "-c", script, var=var, **given)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("DATABASE_URL", "localhost/wardbook", "postgres://wardbook:password@localhost:5432/wardbook"),
        ("DATABASE_URL", "mysql://root@localhost/x", "postgres://wardbook:password@localhost:5432/wardbook"),
        ("BROKER_URL", "localhost:6379", "redis://localhost:6379/0"),
        ("EMAIL_URL", "mail.example.org", "smtp+tls://user:password@mail.example.org:587"),
        ("BASE_URL", "wardbook.example.org", "https://wardbook.example.org"),
        ("DEBUG", "perhaps", "Write 1 for yes or 0 for no."),
        ("SECRET_KEY", "short", "Use at least 32 random ones."),
        ("DEFAULT_USER_ZONE", "Eastern", "Write a zone such as America/New_York."),
        ("TICK_SECONDS", "soon", "Write a whole number, for example 5."),
    ],
)
def test_nonsense_ends_in_one_sentence(tmp_path, name, value, hint):
    done = manage("check", var=tmp_path, **{"SECRET_KEY": PRODUCTION["SECRET_KEY"], name: value})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"Wardbook cannot start: {name} ")
    assert done.stderr.endswith(f"{hint}\n")
    assert done.stderr.count("\n") == 1


def test_production_wants_a_key_of_its_own(tmp_path):
    done = manage("check", var=tmp_path, **{**PRODUCTION, "SECRET_KEY": ""})
    assert done.returncode == 2
    assert done.stderr.startswith("Wardbook cannot start: SECRET_KEY is not set. Make one: ")


def test_an_embedded_copy_makes_its_key_once_and_keeps_it(tmp_path):
    first, second = (read(tmp_path, "SECRET_KEY") for _ in range(2))
    assert first == second
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_with_nothing_set_all_data_is_in_one_folder(tmp_path):
    names = ("IS_EMBEDDED", "HAS_MAILBOX", "BASE_URL", "CELERY_BROKER_URL")
    embedded, mailbox, base_url, broker = read(tmp_path, *names)
    assert (embedded, mailbox, base_url) == (True, True, "http://localhost:8000")
    assert broker.startswith("memory://")
    assert read(tmp_path, "DATABASES")[0]["default"]["NAME"] == str(tmp_path / "wardbook.sqlite3")


def test_the_address_follows_the_port(tmp_path):
    assert read(tmp_path, "BASE_URL", "CSRF_TRUSTED_ORIGINS", PORT="8123") == [
        "http://localhost:8123",
        ["http://localhost:8123"],
    ]


def test_https_turns_on_what_https_needs(tmp_path):
    names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"]
    names += ["SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "HAS_MAILBOX", "ALLOW_SAMPLE_DATA", "DEBUG"]
    assert read(tmp_path, *names, **PRODUCTION) == [
        "__Host-session",
        "__Host-csrf",
        True,
        True,
        True,
        31536000,
        False,
        False,
        False,
    ]


def test_production_settings_pass_djangos_own_deployment_check(tmp_path):
    done = manage("check", "--deploy", "--fail-level", "WARNING", var=tmp_path, **PRODUCTION)
    assert done.returncode == 0, done.stderr


def test_every_variable_is_explained_and_every_explanation_is_true():
    code = (settings.BASE_DIR / "config" / "settings.py").read_text()
    example = (settings.BASE_DIR / ".env.example").read_text()
    read_here = set(re.findall(r"env\.\w+\(\s*[\"']([A-Z_]+)[\"']", code))
    explained = set(re.findall(r"^([A-Z_]+)=", example, re.M))
    assert read_here == explained
    assert [n for n in explained if not re.search(rf"^#.+\n(?:#.+\n)*{n}=", example, re.M)] == []


def test_a_mail_server_is_read_from_its_address():
    found = Environment({"EMAIL_URL": "smtp+tls://user:secret@mail.example.org:587"}).mail("EMAIL_URL")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == (
        "mail.example.org",
        587,
        True,
    )


def test_words_are_split_at_commas():
    assert Environment({"ALLOWED_HOSTS": " a.example.org, b.example.org ,"}).words("ALLOWED_HOSTS") == [
        "a.example.org",
        "b.example.org",
    ]


def test_a_path_in_the_address_is_refused():
    with pytest.raises(ImproperlyConfigured, match="where people open Wardbook"):
        Environment({"BASE_URL": "https://example.org/wardbook"}).base_url("BASE_URL", "")
