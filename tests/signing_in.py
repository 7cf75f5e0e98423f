"""A person signed in without typing: the session allauth would have made, password given just now."""

from types import SimpleNamespace

from allauth.account.internal.flows.login import record_authentication
from django.test import Client


def sign_in(person, **options):
    """A test client in which `person` is signed in; pages that ask for the password again do not."""
    client = Client(**options)
    client.force_login(person)
    session = client.session
    visit = SimpleNamespace(session=session)
    record_authentication(visit, person, method="password", reauthenticated=True)
    session.save()
    return client
