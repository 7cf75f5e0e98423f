"""News for the people one is close to: who can hear it, a draft for each, "I sent it"."""

from django.db import transaction
from django.db.models import Q

from reminders.services import refresh
from tracker import guard_services, left_alone, news_texts
from tracker.models import Attending, Catchup, NewsDraft, PersonNote, Supervision
from tracker.services import Refused

MOST_PEOPLE = 100


def people(owner):
    """(who can hear news, who asked not to be contacted): everybody one worked with or keeps close."""
    worked = Q(supervisions__rotation__owner=owner, supervisions__rotation__deleted_at=None)
    kept = PersonNote.objects.filter(owner=owner).exclude(closeness="").values("attending")
    found = Attending.objects.visible_to(owner).filter(worked | Q(owner=owner) | Q(pk__in=kept)).distinct()
    found = list(found.select_related("institution").order_by("name", "pk")[:MOST_PEOPLE])
    alone = left_alone.among(owner, found)
    return [one for one in found if one.pk not in alone], [one for one in found if one.pk in alone]


def close_ones(owner):
    """{attending id: closeness} of those a person wants to stay close to."""
    rows = PersonNote.objects.filter(owner=owner).exclude(closeness="")
    return dict(rows.values_list("attending", "closeness"))


@transaction.atomic
def tell(news, attendings, *, today, now):
    """Save the news and a draft for each of `attendings`; whoever may not be written to gets none."""
    news.save()
    guard_services.remember(news.owner, [news.sentence])
    add_people(news, attendings, today=today, now=now)
    return news


@transaction.atomic
def add_people(news, attendings, *, today, now):
    """A draft for each who has none yet; one put aside comes back as it was. How many are new."""
    alone = left_alone.among(news.owner, attendings)
    wanted = {one.pk: one for one in attendings if one.pk not in alone}
    drafts = NewsDraft.objects.filter(news=news)  # also those put aside, which a page may have left out
    put_aside = drafts.filter(attending__in=wanted, deleted_at__isnull=False)
    count = put_aside.update(deleted_at=None)
    there = set(drafts.values_list("attending", flat=True))
    close, together = close_ones(news.owner), _together(news.owner, wanted)
    fresh = [one for pk, one in sorted(wanted.items()) if pk not in there]
    for attending in fresh:
        text = news_texts.draft(_facts(news, attending, close, together, today))
        NewsDraft.objects.create(
            owner=news.owner, news=news, attending=attending, subject=text.subject, body=text.body
        )
    return count + len(fresh)


def _facts(news, attending, close, together, today):
    where, until = together.get(attending.pk, ("", None))
    return news_texts.NewsFacts(
        writer=f"Dr. {attending.surname}",
        name=str(news.owner),
        kind=news.kind,
        sentence=news.sentence,
        closeness=close.get(attending.pk, ""),
        together=where,
        until=f"{until:%B %Y}" if until and until < today else "",
    )


def _together(owner, pks):
    """{attending id: ("internal medicine at St. Brendan", the last day)} of the latest rotation begun."""
    rows = (
        Supervision.objects.for_owner(owner)
        .filter(attending__in=pks, rotation__stage="confirmed", rotation__ends_on__isnull=False)
        .select_related("rotation__institution", "rotation__specialty")
        .order_by("rotation__starts_on", "pk")
    )
    found = {}
    for row in rows:
        rotation = row.rotation
        what = str(rotation.specialty or rotation.department or rotation.get_kind_display())
        found[row.attending_id] = (f"{_lower(what)} at {rotation.institution}", row.span()[1])
    return found


def _lower(words):
    """ "internal medicine", but "ICU" as it is."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


@transaction.atomic
def record_sent(draft, *, on, now):
    """The person sent it on `on`: a contact in the history, which moves the next catch-up. Twice is once.

    Raises Refused for somebody who asked meanwhile not to be contacted.
    """
    held = NewsDraft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    if held.sent_on:
        return held.catchup
    if left_alone.among(draft.owner, [draft.attending]):
        raise Refused(f"{draft.attending} asked not to be contacted. Nothing was written down.")
    catchup = Catchup.objects.create(
        owner=draft.owner,
        attending=draft.attending,
        on=on,
        way=Catchup.Way.EMAIL,
        about=f"News: {draft.subject}"[:200],
    )
    NewsDraft.objects.filter(pk=draft.pk).update(catchup=catchup)
    refresh(draft.owner, now)
    return catchup


@transaction.atomic
def save_draft(draft, *, texts=()):
    draft.save()
    guard_services.remember(draft.owner, texts)
    return draft


def next_unsent(draft):
    """The next draft of the same news that waits, in the order of the page; None when all are sent."""
    waiting = [
        one
        for one in NewsDraft.objects.for_owner(draft.owner)
        .filter(news=draft.news, attending__is_do_not_contact=False)
        .exclude(attending__in=left_alone.elsewhere(draft.owner))
        .exclude(pk=draft.pk)
        .select_related("catchup")
        if not one.sent_on
    ]
    return next((one for one in waiting if one.pk > draft.pk), waiting[0] if waiting else None)
