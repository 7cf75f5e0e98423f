"""Who may open the staff's pages: staff, and only with a second factor (reliability.md §4)."""

from functools import wraps

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect

NEEDS_SECOND_FACTOR = (
    "Staff pages open once your account has a second factor. Add a passkey or an authenticator app here."
)


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
    """Sends staff who have no second factor to where they add one, whatever staff page they open."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.doors = (f"/{settings.ADMIN_PATH}/", settings.DESK_PATH)

    def __call__(self, request):
        user = request.user
        is_staff = request.path.startswith(self.doors) and user.is_authenticated and user.is_staff
        if is_staff and not is_mfa_enabled(user):
            messages.warning(request, NEEDS_SECOND_FACTOR)
            return redirect("mfa_index")
        return self.get_response(request)
