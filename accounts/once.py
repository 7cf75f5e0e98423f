"""A form makes its record once, however often it is sent in."""

import secrets

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import redirect

from accounts.models import Submission


class OnceField(forms.CharField):
    """A hidden key, new with every form shown."""

    def __init__(self):
        super().__init__(
            widget=forms.HiddenInput, required=False, max_length=40, initial=lambda: secrets.token_urlsafe(16)
        )


def make_once(owner, key, make):
    """Call `make()` (which returns a record with get_absolute_url) unless `key` was used before.

    Returns (path, is_first). The key and the record commit together; of two requests at the same
    moment the unique key lets one through and the other waits and finds where the first one led.
    """
    if not key:
        return make().get_absolute_url(), True
    try:
        with transaction.atomic():
            submission = Submission.objects.create(owner=owner, key=key, path="")
            submission.path = make().get_absolute_url()
            submission.save(update_fields=["path"])
    except IntegrityError:
        first = Submission.objects.filter(owner=owner, key=key).first()
        if first is None:  # another rule of the database said no, not the key
            raise
        return first.path, False
    return submission.path, True


def saved_once(request, form, make, said=""):
    """The answer to a valid form with a OnceField: its record is made once, `said` with it, and gone to."""
    path, is_first = make_once(request.user, form.cleaned_data["once"], make)
    if is_first and said:
        messages.success(request, said)
    return redirect(path)
