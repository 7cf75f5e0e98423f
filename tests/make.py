"""Builders: the smallest true record of each kind, every field open to the caller."""

import itertools

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group

from accounts.models import Profile, User

_number = itertools.count(1)
PASSWORD = "a long enough sentence"


def user(*, name="Nadia Rahman", email=None, password=PASSWORD, verified=True, staff=False, **profile):
    """A person who can sign in; keywords beyond these are columns of the profile."""
    email = email or f"person{next(_number)}@example.org"
    person = User.objects.create_user(email, password, name=name, is_staff=staff)
    EmailAddress.objects.create(user=person, email=email, verified=verified, primary=True)
    if profile:
        Profile.objects.filter(user=person).update(**profile)
    return User.objects.select_related("profile").get(pk=person.pk)


def curator(**options):
    """Staff who keep the shared directory clean, and nothing more (product.md, People)."""
    person = user(name=options.pop("name", "Casey Curator"), staff=True, **options)
    person.groups.set(Group.objects.filter(name="Curators"))
    return person


def administrator(**options):
    """Staff who may do everything."""
    person = user(name=options.pop("name", "Ada Admin"), staff=True, **options)
    person.is_superuser = True
    person.save(update_fields=["is_superuser"])
    return person


def passkey(owner):
    return Authenticator.objects.create(
        user=owner, type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop", "credential": {}}
    )


def session(owner):
    """A sign-in of this person on some device, as allauth lists them."""
    return UserSession.objects.create(user=owner, session_key=f"session{next(_number)}", ip="192.0.2.1")
