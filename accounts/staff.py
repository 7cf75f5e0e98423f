"""Who may open the staff's pages: staff, and only with a second factor (reliability.md §4)."""

import time
from functools import wraps

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

NEEDS_SECOND_FACTOR = (
    "Staff pages open once your account has a second factor. Add a passkey or an authenticator app here."
)
FRESH_SECONDS = 15 * 60  # reliability.md §4
# Parts of an admin page, fetched by one that is open already; and the way in and out.
_FREE = ("/jsi18n/", "/autocomplete/", "/login/", "/logout/")


def is_fresh(request):
    """Whether this person gave a password or passkey in this session within the last 15 minutes."""
    given = [record["at"] for record in get_authentication_records(request, request.user) if "at" in record]
    return bool(given) and time.time() - max(given) < FRESH_SECONDS


def ask_again(request):
    """To the page that asks for the password; what was posted goes on from there."""
    return suspend_request(request, reverse("account_reauthenticate"))


def fresh_sign_in(view):
    """Decorator, under `staff_page`: an action of weight needs a sign-in of the last 15 minutes."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        return view(request, *args, **kwargs) if is_fresh(request) else ask_again(request)

    return guarded


def staff_page(right):
    """Decorator of a page of the desk: 404 without `right` ("tracker.change_attending"), like any other
    page that is not one's own."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not (request.user.is_staff and request.user.has_perm(right)):
                raise Http404("Not found")
            return view(request, *args, **kwargs)

        return guarded

    return decorate


class SecondFactorMiddleware:
    """Sends staff who have no second factor to where they add one, whatever staff page they open.

    The admin also asks for the password again when it was given over 15 minutes ago; the desk does so
    where much happens at once (`fresh_sign_in`).
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.doors = (f"/{settings.ADMIN_PATH}/", settings.DESK_PATH)

    def __call__(self, request):
        user = request.user
        is_staff = request.path.startswith(self.doors) and user.is_authenticated and user.is_staff
        if is_staff and not is_mfa_enabled(user):
            messages.warning(request, NEEDS_SECOND_FACTOR)
            return redirect("mfa_index")
        if is_staff and self._is_admin_page(request.path) and not is_fresh(request):
            return ask_again(request)
        return self.get_response(request)

    def _is_admin_page(self, path):
        return path.startswith(self.doors[0]) and not path.endswith(_FREE)
