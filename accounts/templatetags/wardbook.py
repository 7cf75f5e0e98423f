"""Dates, icons and counts the way DESIGN.md §7 speaks them. Built in to every template."""

import datetime

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html

from accounts import addresses, spoken

register = template.Library()


def _as_day(value):
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def day(value):
    """<time> "Mon 14 Dec", with the year when it is not this year's."""
    if not value:
        return ""
    on = _as_day(value)
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), spoken.day(on, timezone.localdate()))


@register.filter
def day_text(value):
    """The same words without the element, for attributes and plain text."""
    return spoken.day(_as_day(value), timezone.localdate()) if value else ""


@register.filter
def list_day(value):
    """<time> for a narrow column of dates: "Mon 14 Dec", or "2 Jun 2027" in another year."""
    words = spoken.day(value, timezone.localdate())
    if value.year != timezone.localdate().year:
        words = words.split(spoken.NBSP, 1)[1]
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


@register.filter
def short_day(value):
    """<time> "Mon 14", for rows that stand under their month or week."""
    on = _as_day(value)
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), spoken.short_day(on))


@register.filter
def span(first, last):
    """ "21 Sep – 18 Dec 2026" of two dates."""
    return spoken.span(first, last) if first and last else ""


@register.filter
def clock(value):
    """ "7:30 am" of a time or a moment (shown in the person's own zone)."""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value).time()
    return spoken.clock(value) if value else ""


@register.filter
def hours(value):
    """ "9" or "7.5": hours without needless zeros."""
    return spoken.number(value)


@register.simple_tag
def address(name):
    """{% url %} of a page without arguments, for what stands on every page: looked up once a process."""
    return addresses.page(name)


@register.simple_tag
def icon(name, css="i"):
    """One symbol of the sprite; decoration only, the words stand beside it."""
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true"><use href="#i-{}"/></svg>', css, name
    )


@register.simple_tag
def swatch(kind):
    """The colour and pattern of an experience type; the word stands beside it."""
    return format_html(
        '<svg class="swatch" viewBox="0 0 22 14" aria-hidden="true"><rect x="0.75" y="0.75" width="20.5" '
        'height="12.5" rx="3" class="t-edge t-{}-edge" fill="url(#p-{})"/></svg>',
        kind,
        kind,
    )


@register.simple_tag
def ruler_svg(weeks, height=10):
    """Time as segments, one a week (`weeks` is a tracker ruler: finished numbers)."""
    return render_to_string("parts/_ruler.html", {"ruler": weeks, "height": height})


@register.filter
def startswith(text, start):
    return str(text or "").startswith(start)


# Where in the navigation a page belongs, by the beginning of its path.
PLACES = {
    "/timeline/": "timeline",
    "/rotations/": "timeline",
    "/study/": "timeline",
    "/exams/": "timeline",
    "/season/": "timeline",
    "/documents/": "timeline",
    "/visas/": "timeline",
    "/letters/": "letters",
    "/outreach/": "outreach",
    "/opportunities/": "outreach",
    "/insights/": "insights",
    "/exposure/": "insights",
    "/fit/": "insights",
    "/examples/": "insights",
}


@register.simple_tag(takes_context=True)
def here(context):
    """Which place of the navigation the page is in: "today", "timeline" …, or "" for none of them."""
    request = context.get("request")
    path = request.path if request else ""
    if path == "/":
        return "today"
    return next((place for start, place in PLACES.items() if path.startswith(start)), "")


@register.filter
def undo_path(tags):
    """Where Undo of a message posts to: the part after "undo:"."""
    return str(tags).split()[0].removeprefix("undo:")
