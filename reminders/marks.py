"""The two statements every mail costs: "it is about to leave" and "it was taken".

Plain SQL, the same for both databases: written by the ORM they take longer than the mail itself
(docs/reminders.md, Figures). Each is guarded by the lease and tells whether it changed its row.
"""

import zoneinfo

from django.db import connection, transaction

from accounts.models import Profile, User
from reminders.models import Mail, Reminder, Suppression

_MAIL, _REMINDER = Mail._meta.db_table, Reminder._meta.db_table
_HELD = "id = %s AND state = 'leased' AND lease_token = %s"
_OWNER = (
    f"EXISTS (SELECT 1 FROM {Profile._meta.db_table} p JOIN {User._meta.db_table} u ON u.id = p.user_id "
    f"WHERE p.user_id = {_MAIL}.owner_id AND u.is_active"
)
# reminders.policy again, for the moment of the update: the owner's day, that weekday's bit and their wall
# clock in the zone that was read (one changed since fails). Our own figures, never typed: they stand in the
# statement itself, so that the rule adds one parameter to a mail and not eight.
_WANTS = (
    " AND p.wants_mail AND p.time_zone = %s AND (p.paused_until IS NULL OR p.paused_until <= '{day}')"
    " AND (p.away_from IS NULL OR '{day}' NOT BETWEEN p.away_from AND p.away_until)"
    " AND (p.mail_mode = 'weekly' OR p.mail_days & {bit} <> 0)"
    " AND (p.quiet_from IS NULL OR p.quiet_from = p.quiet_until"
    " OR (p.quiet_from < p.quiet_until AND ('{wall}' < p.quiet_from OR '{wall}' >= p.quiet_until))"
    " OR (p.quiet_from > p.quiet_until AND '{wall}' < p.quiet_from AND '{wall}' >= p.quiet_until))"
)
_ADDRESS = (
    f"EXISTS (SELECT 1 FROM account_emailaddress e WHERE e.user_id = {_MAIL}.owner_id AND e.email = %s "
    'AND e."primary" AND e.verified)'
)
_REFUSED = f"EXISTS (SELECT 1 FROM {Suppression._meta.db_table} s WHERE s.email_hmac = %s)"
_NEWS = "state = 'open' AND notified_at IS NULL AND shows_at <= %s"


def _moment(at):
    return connection.ops.adapt_datetimefield_value(at)


def mark_leaving(mail, token, now, lease_until, *, recipient=None, is_asked_for=False, listed=()):
    """Set `wire_at`, committed before the first byte of text leaves. False: do not send.

    Everything that could forbid the mail is asked inside this one update: the lease; of a mail to an owner,
    that they are active, want mail at this moment and have this verified address; of a mail about reminders,
    that all it lists is still open, due and untold.
    """
    moment = _moment(now)
    where = [_HELD, "lease_until > %s"]
    values = [moment, mail.attempts + 1, _moment(lease_until), mail.pk, token, moment]
    if recipient is not None:
        wants = "" if is_asked_for else _wants(recipient.policy.time_zone, now)
        where += [f"{_OWNER}{wants})", _ADDRESS, f"NOT {_REFUSED}"]
        if not is_asked_for:
            values.append(recipient.policy.time_zone)
        values += [recipient.address, recipient.address_hash]
    if listed:
        marks = ", ".join(["%s"] * len(listed))
        where.append(f"NOT EXISTS (SELECT 1 FROM {_REMINDER} WHERE id IN ({marks}) AND NOT ({_NEWS}))")
        values += [*listed, moment]
    sql = f"UPDATE {_MAIL} SET wire_at = %s, attempts = %s, lease_until = %s WHERE {' AND '.join(where)}"
    return _changed(sql, values)


def _wants(zone, now):
    local = now.astimezone(zoneinfo.ZoneInfo(zone))
    return _WANTS.format(day=f"{local:%Y-%m-%d}", bit=1 << local.weekday(), wall=f"{local:%H:%M:%S}")


def mark_sent(mail, token, now, attempts, listed):
    """The server took it: the row is final, and what it listed is told. False: the lease was not ours.

    Both or neither: one statement on PostgreSQL, which saves three waits a mail, a transaction elsewhere.
    """
    moment = _moment(now)
    sent = (
        f"UPDATE {_MAIL} SET state = 'sent', attempts = %s, last_class = 'accepted', last_code = '', "
        "last_error = '', sent_at = %s, finished_at = %s, subject = '', text = '', html = '', "
        f"lease_token = NULL, lease_until = NULL WHERE {_HELD}"
    )
    values = [attempts, moment, moment, mail.pk, token]
    marks = ", ".join(["%s"] * len(listed))
    told = f"UPDATE {_REMINDER} SET notified_at = %s, alone_at = NULL WHERE id IN ({marks}) AND {_NEWS}"
    if not listed:
        return _changed(sent, values)
    if connection.vendor == "postgresql":
        both = f"WITH sent AS ({sent} RETURNING id), told AS ({told} AND EXISTS (SELECT 1 FROM sent)) "
        return _changed(both + "SELECT 1 FROM sent", [*values, moment, *listed, moment])
    with transaction.atomic():
        return _changed(sent, values) and _changed(told, [moment, *listed, moment]) is not None


def _changed(sql, values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount == 1
