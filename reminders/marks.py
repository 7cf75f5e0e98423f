"""The two changes every mail costs: "it is about to leave" and "it was taken". Where mail follows mail, the
end of one and the mark of the next are one commit: a mail waits for the database once.

Plain SQL, the same for both databases: written by the ORM they take longer than the mail itself
(docs/reminders.md, Figures). Each is guarded by the lease and tells whether it changed its row. The text of a
statement never varies with its values, so that PostgreSQL plans it once (_cursor).
"""

import datetime
import json
import zoneinfo
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction

from accounts.models import Profile, User
from reminders.models import Mail, Reminder, Suppression

_MAIL, _REMINDER = Mail._meta.db_table, Reminder._meta.db_table
_AMONG = {
    "postgresql": "id = ANY(%({0})s)",
    "sqlite": "id IN (SELECT value FROM json_each(%({0})s))",
}
_NEWS = "state = 'open' AND notified_at IS NULL AND shows_at <= %({0})s"
_LEAVING = (
    f"UPDATE {_MAIL} SET wire_at = %(now)s, attempts = %(attempts)s, lease_until = %(until)s "
    "WHERE id = %(mail)s AND state = 'leased' AND lease_token = %(token)s AND lease_until > %(now)s "
    f"AND NOT EXISTS (SELECT 1 FROM {_REMINDER} WHERE {{listed}} AND NOT ({_NEWS.format('now')}))"
)
_TO_OWNER = (
    " AND EXISTS (SELECT 1 FROM account_emailaddress e "
    f'WHERE e.user_id = {_MAIL}.owner_id AND e.email = %(address)s AND e."primary" AND e.verified) '
    f"AND NOT EXISTS (SELECT 1 FROM {Suppression._meta.db_table} s WHERE s.email_hmac = %(hash)s) "
    f"AND EXISTS (SELECT 1 FROM {Profile._meta.db_table} p JOIN {User._meta.db_table} u ON u.id = p.user_id "
    f"WHERE p.user_id = {_MAIL}.owner_id AND u.is_active{{wants}})"
)
# reminders.policy again, for the moment of the update: the owner's day, that weekday's bit and their wall
# clock in the zone that was read (one changed since fails).
_WANTS = (
    " AND p.wants_mail AND p.time_zone = %(zone)s AND (p.paused_until IS NULL OR p.paused_until <= %(day)s)"
    " AND (p.away_from IS NULL OR %(day)s NOT BETWEEN p.away_from AND p.away_until)"
    " AND (p.mail_mode = 'weekly' OR p.mail_days & %(bit)s <> 0)"
    " AND (p.quiet_from IS NULL OR p.quiet_from = p.quiet_until"
    " OR (p.quiet_from < p.quiet_until AND (%(wall)s < p.quiet_from OR %(wall)s >= p.quiet_until))"
    " OR (p.quiet_from > p.quiet_until AND %(wall)s < p.quiet_from AND %(wall)s >= p.quiet_until))"
)
_SENT = (
    f"UPDATE {_MAIL} SET state = 'sent', attempts = %(tried)s, last_class = 'accepted', last_code = '', "
    "last_error = '', sent_at = %(at)s, finished_at = %(at)s, subject = '', text = '', html = '', "
    "lease_token = NULL, lease_until = NULL "
    "WHERE id = %(taken)s AND state = 'leased' AND lease_token = %(by)s"
)
_TOLD = (
    f"UPDATE {_REMINDER} SET notified_at = %(at)s, alone_at = NULL WHERE {{told}} AND {_NEWS.format('at')}"
)
_END = "WITH sent AS ({sent} RETURNING id), told AS ({told} AND EXISTS (SELECT 1 FROM sent))"
_FORGOTTEN, _NEVER = ("26000", "42P05"), 10**9  # no such statement, or one that is there already
_SAID = "SELECT (SELECT count(*) FROM sent)"


@dataclass
class Taken:
    """A mail that the server took at a moment, and what its row is about to say."""

    pk: int
    token: str
    at: datetime.datetime
    attempts: int
    listed: list[int]
    is_recorded: bool | None = None  # False: the lease was not ours. None: not tried yet


def mark_leaving(
    mail, token, now, lease_until, *, recipient=None, is_asked_for=False, listed=(), behind=None
):
    """Set `wire_at`, committed before the first byte of text leaves. False: do not send.

    Everything that could forbid the mail is asked inside this one update: the lease; of a mail to an owner,
    that they are active, want mail at this moment and have this verified address; of a mail about reminders,
    that all it lists is still open, due and untold. `behind`: the mail before it, whose end is the same
    commit whether or not this one may leave.
    """
    sql = _LEAVING.format(listed=_among("listed"))
    values = {"mail": mail.pk, "token": token, "now": _moment(now), "until": _moment(lease_until)}
    values |= {"attempts": mail.attempts + 1, "listed": _many(listed)}
    if recipient is not None:
        sql += _TO_OWNER.format(wants="" if is_asked_for else _WANTS)
        values |= {"address": recipient.address, "hash": recipient.address_hash}
        if not is_asked_for:
            values |= _local(recipient.policy.time_zone, now)
    return _end_and_mark(behind, sql, values) if behind else _changed(sql, values)


def _local(zone, now):
    local, ops = now.astimezone(zoneinfo.ZoneInfo(zone)), connection.ops
    return {
        "zone": zone,
        "day": ops.adapt_datefield_value(local.date()),
        "bit": 1 << local.weekday(),
        "wall": ops.adapt_timefield_value(local.time().replace(microsecond=0)),
    }


def mark_sent(taken):
    """The server took it: the row is final, and what it listed is told. False: the lease was not ours.

    Both or neither: one statement on PostgreSQL, a transaction elsewhere.
    """
    if connection.vendor == "postgresql":
        is_recorded = _row(f"{_end()} {_SAID}", _values(taken))[0] == 1
    else:
        with transaction.atomic():
            is_recorded = _end_in_turn(taken)
    taken.is_recorded = is_recorded
    return is_recorded


def _end_and_mark(taken, sql, values):
    """The end of one mail and the mark of the next, in one commit. Whether the mark holds."""
    if connection.vendor == "postgresql":
        both = f"{_end()}, leaving AS ({sql} RETURNING id) {_SAID}, (SELECT count(*) FROM leaving)"
        sent, leaving = _row(both, values | _values(taken))
    else:
        with transaction.atomic():
            sent, leaving = _end_in_turn(taken), _changed(sql, values)
    taken.is_recorded = sent == 1
    return leaving == 1


def _end():
    return _END.format(sent=_SENT, told=_TOLD.format(told=_among("told")))


def _end_in_turn(taken):
    """Inside a transaction, where a statement changes one table."""
    values = _values(taken)
    return _changed(_SENT, values) and _changed(_TOLD.format(told=_among("told")), values) is not None


def _values(taken):
    at = _moment(taken.at)
    named = {"taken": taken.pk, "by": taken.token, "at": at, "tried": taken.attempts}
    return named | {"told": _many(taken.listed)}


def _moment(at):
    return connection.ops.adapt_datetimefield_value(at)


def _among(name):
    return _AMONG[connection.vendor].format(name)


def _many(pks):
    return list(pks) if connection.vendor == "postgresql" else json.dumps(list(pks))


def _changed(sql, values):
    return _run(sql, values, lambda cursor: cursor.rowcount == 1)


def _row(sql, values):
    return _run(sql, values, lambda cursor: cursor.fetchone())


def _run(sql, values, read):
    try:
        with _cursor() as cursor:
            cursor.execute(sql, values)
            return read(cursor)
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") not in _FORGOTTEN:
            raise
        connection.connection.prepare_threshold = _NEVER
        return _run(sql, values, read)


def _cursor():
    """On PostgreSQL one whose statements are prepared, once in each connection: to plan the mark takes it six
    times as long as to do it. Behind a pooler that forgets them they are sent whole."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor  # needs psycopg

    connection.ensure_connection()
    if connection.connection.prepare_threshold == _NEVER:
        return connection.cursor()
    connection.connection.prepare_threshold = 0  # Django's own cursors never prepare
    return connection._prepare_cursor(ServerBindingCursor(connection.connection))
