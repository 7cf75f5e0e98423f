"""The mail server's circuit: when it cannot be reached, nothing is tried and nothing is counted
against a mail, until one process has tried again and got through (reliability.md §8)."""

import datetime
import logging

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from reminders import timing
from reminders.models import Transport

logger = logging.getLogger(__name__)


def _seconds(count):
    return datetime.timedelta(seconds=count)


def trip(now, said, known_fails):
    """Nobody answered. Pause for 30 s, doubling to 10 min; one alert once it lasts 15 min.

    `known_fails`: how many the caller knew of when it began. Several processes meet one silence at once:
    that is one failure, and one step of the pause.
    """
    Transport.objects.get_or_create(pk=1)
    rows = Transport.objects.filter(pk=1)
    is_first = rows.filter(fails=known_fails).update(
        fails=known_fails + 1, failing_since=Coalesce(F("failing_since"), now), last_error=said[:200]
    )
    if not is_first:
        return
    pause = min(timing.PAUSE_FIRST * 2 ** min(known_fails, 10), timing.PAUSE_LONGEST)
    rows.update(paused_until=now + _seconds(pause))
    logger.warning("The mail server did not answer (%s). Next try in %d s.", said, pause)
    if rows.filter(alerted_at=None, failing_since__lte=now - _seconds(timing.ALERT_AFTER)).update(
        alerted_at=now
    ):
        logger.error("The mail server has not answered for 15 minutes. Mails wait; none is lost.")


def may_probe(now):
    """Whether this process is the one that tries a server that did not answer."""
    is_over = Q(paused_until=None) | Q(paused_until__lte=now)
    # A clock set back must not leave it paused for hours.
    is_far = Q(paused_until__gt=now + _seconds(2 * timing.PAUSE_LONGEST))
    return (
        Transport.objects.filter(is_over | is_far, pk=1).update(paused_until=now + _seconds(timing.PROBE))
        == 1
    )


def mend():
    """It answers again."""
    Transport.objects.filter(pk=1).exclude(fails=0).update(
        fails=0, failing_since=None, paused_until=None, alerted_at=None, last_error=""
    )
    logger.warning("The mail server answers again.")
