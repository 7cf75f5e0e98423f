"""Somebody named in a form who may be in the directory already: offered before a second record is made."""

from tracker.models import Attending, Institution
from tracker.models.duplicates import likely_among


def offered(request, name, *, institution, city="", state=""):
    """[(record, match)] that may be who was named; none once the person said it is somebody else.

    One of exactly that name at that very hospital is not offered: it is taken as it is
    (services.attending_named).
    """
    visible = Attending.objects.visible_to(request.user)
    exact = visible.filter(name__iexact=name, institution__name__iexact=institution)
    if not name or exact.exists():
        return []
    waved_off = request.POST.get("somebody_else", "").split(",")
    house = Institution(name=institution, city=city, state=state) if institution else None
    typed = Attending(owner=request.user, name=name, institution=house, city=city, state=state)
    found = likely_among(typed, visible)
    return [(record, match) for record, match in found if str(record.pk) not in waved_off][:5]


def offered_for(request, form, among=None):
    """[(record, match)] of `among` that may be whom a form describes, but for those waved off with it."""
    waved_off = set(request.POST.getlist("somebody_else"))
    found = likely_among(form.as_typed(), among)
    return [(record, match) for record, match in found if str(record.pk) not in waved_off][:5]


def same_as(request, likely):
    """The offered record whose "it is this one" was pressed, or None."""
    asked = request.POST.get("same", "")
    return next((record for record, _ in likely if str(record.pk) == asked), None)


def waved_off(request, likely):
    """What the button "somebody else" sends: those of before and those offered now."""
    before = [pk for pk in request.POST.get("somebody_else", "").split(",") if pk.isdecimal()]
    return ",".join([*before, *(str(record.pk) for record, _ in likely)])
