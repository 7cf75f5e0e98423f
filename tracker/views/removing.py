"""Taking a record away with Undo, and bringing it back: the same for whatever a person keeps."""

from django.contrib import messages
from django.shortcuts import redirect

from accounts import undo
from reminders import clock
from tracker import services


def remove(request, record, noun, said, *, by=services.delete, to=None):
    """Mark it deleted, offer Undo, and go `to` there, else to where its list stands.

    `noun` begins the names of its addresses.
    """
    by(record, now=clock.now())
    undo.offer(request, said, f"tracker:{noun}-restore", record.pk)
    return redirect(to or record)


def bring_back(request, record, said="", *, by=services.restore, to=None):
    """What Undo does: the record is there again, or a sentence says what took its place."""
    try:
        by(record, now=clock.now())
    except services.Refused as refused:
        messages.error(request, str(refused))
    else:
        if said:
            messages.success(request, said)
    return redirect(to or record)
