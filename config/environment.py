"""Reads settings from the environment, and says what would have made sense when one does not."""

import re
import zoneinfo
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}
_DATABASES = ("sqlite", "postgres", "postgresql", "psql")
_BROKERS = ("memory", "redis", "rediss", "amqp", "amqps")
_MAILERS = ("smtp", "smtp+tls", "smtp+ssl", "smtps")


class Environment:
    """The variables of .env.example, each read by what it must be; ImproperlyConfigured if not."""

    def __init__(self, source):
        self.source = source

    def text(self, name, default=""):
        return self.source.get(name, "").strip() or default

    def flag(self, name, default=False):
        raw = self.text(name, str(default)).lower()
        if raw in _TRUE | _FALSE:
            return raw in _TRUE
        raise ImproperlyConfigured(f"{name} is {raw!r}. Write 1 for yes or 0 for no.")

    def number(self, name, default):
        raw = self.text(name, str(default))
        if raw.isdecimal():
            return int(raw)
        raise ImproperlyConfigured(f"{name} is {raw!r}. Write a whole number, for example {default}.")

    def words(self, name):
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def choices(self, name, known):
        found = [word.lower() for word in self.words(name)]
        if wrong := [word for word in found if word not in known]:
            raise ImproperlyConfigured(f"{name} is {wrong[0]!r}. Write one of {', '.join(known)}.")
        return found

    def mail_address(self, name):
        raw = self.text(name).lower()
        if not raw or re.fullmatch(r"[a-z0-9._-]{1,20}@[a-z0-9-]+(\.[a-z0-9-]+)+", raw):
            return raw
        raise ImproperlyConfigured(f"{name} is {raw!r}. Write it like bounces@wardbook.example.org")

    def pair(self, name):
        raw = self.text(name)
        user, _, password = raw.partition(":")
        if not raw or (user and len(password) >= 24):
            return raw
        raise ImproperlyConfigured(
            f"{name} is too short. Write a name, a colon and 24 random letters or more."
        )

    def base_url(self, name, default):
        raw = self.text(name, default).rstrip("/")
        parts = urlsplit(raw)
        if parts.scheme in ("http", "https") and parts.hostname and not parts.path:
            return raw
        raise ImproperlyConfigured(
            f"{name} is {raw!r}. Write where people open Wardbook, for example https://wardbook.example.org"
        )

    def zone(self, name, default):
        raw = self.text(name, default)
        if raw in zoneinfo.available_timezones():
            return raw
        raise ImproperlyConfigured(f"{name} is {raw!r}. Write a zone such as America/New_York.")

    def database(self, name, default):
        raw = self.text(name, default)
        self._scheme(name, raw, _DATABASES, "postgres://wardbook:password@localhost:5432/wardbook")
        return environ.Env.db_url_config(raw)

    def broker(self, name, default):
        raw = self.text(name, default)
        self._scheme(name, raw, _BROKERS, "redis://localhost:6379/0")
        return raw

    def mail(self, name):
        """EMAIL_* settings, or {} when no server is named (mail then goes to the local mailbox)."""
        raw = self.text(name)
        if not raw:
            return {}
        self._scheme(name, raw, _MAILERS, "smtp+tls://user:password@mail.example.org:587")
        return environ.Env.email_url_config(raw)

    def secret(self, name, keep_in: Path, may_make):
        """SECRET_KEY: from the environment, or (only where may_make) one made once and kept in a file."""
        if key := self.text(name):
            if len(key) < 32:
                raise ImproperlyConfigured(f"{name} has {len(key)} characters. Use at least 32 random ones.")
            return key
        if not may_make:
            raise ImproperlyConfigured(
                f"{name} is not set. Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
            )
        if not keep_in.exists():
            keep_in.parent.mkdir(parents=True, exist_ok=True)
            keep_in.touch(mode=0o600)
            keep_in.write_text(get_random_secret_key())
        return keep_in.read_text().strip()

    def _scheme(self, name, raw, known, example):
        scheme = raw.split(":", 1)[0].lower()
        if "://" not in raw or scheme not in known:
            raise ImproperlyConfigured(f"{name} is not an address Wardbook knows. Write it like {example}")
