"""What the wallet has due: a paper that runs out soon (settings.REMINDER_SOURCES)."""

import datetime
from collections.abc import Iterable

from django.urls import reverse

from accounts import spoken, zones
from reminders.due import Due
from tracker import wallet, wallet_facts

AHEAD = datetime.timedelta(days=45)  # a new TB test or insurance letter takes weeks
KIND = "tracker.document"


def expiring(owner, now) -> Iterable[Due]:
    """One Due for each paper with an end, 45 days before it. Two statements for any number of papers.

    Old papers that a newer one replaced are not listed; neither is what ran out more than 45 days ago.
    """
    today = zones.day_in(owner.profile.time_zone, now)
    papers = [paper for _, paper in wallet_facts.papers(owner)]
    if not papers:
        return
    lapses = wallet.assess(papers, wallet_facts.needs(owner, today), today)
    for paper in wallet.latest(papers):
        if paper.until is not None and paper.until + AHEAD >= today:
            yield _due(paper, [lapse.words for lapse in lapses if lapse.paper_id == paper.id], owner, today)


def _due(paper, lapses, owner, today):
    # not earlier than the day it was issued: a paper good for a month is not due on the day it comes
    on = max(paper.until - AHEAD, paper.issued_on or paper.until - AHEAD)
    reason = f"Good until {spoken.plain_day(paper.until, today)}. {' '.join(lapses)}".rstrip()
    return Due(
        key=f"{KIND}:{paper.id}:{paper.until.isoformat()}",
        kind=KIND,
        title=f"{paper.name} runs out",
        reason=reason,
        due_at=zones.at_wall(on, owner.profile.digest_at, owner.profile.time_zone),
        path=reverse("tracker:document-list"),
        action="Renew it",
        icon="clip",
    )
