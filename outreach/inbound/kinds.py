"""What a received mail is: a person's, a machine's, a bounce, an invitation (product.md, "Replies"). Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from outreach.inbound.reading import Arrived

LONGEST_CALL = timedelta(days=1)
FARTHEST_BACK = timedelta(days=370)


class Kind(StrEnum):
    SENT = "sent"
    REPLY = "reply"
    AUTO = "auto"
    DELAY = "delay"
    BOUNCE = "bounce"
    INVITATION = "invitation"


@dataclass(frozen=True)
class Read:
    """What a mail is. `is_dead`: the address will never work. `back_on`: the day an absence ends."""

    kind: Kind
    is_dead: bool = False
    failed: str = ""
    back_on: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    is_forwarded: bool = False

    @property
    def is_call(self) -> bool:
        """An invitation of up to a day is a call, a longer one is offered as a rotation."""
        return bool(self.starts_at and self.ends_at and self.ends_at - self.starts_at <= LONGEST_CALL)


_DAEMON = re.compile(r"^(?:mailer-daemon|postmaster|mail-?daemon|mdaemon)@", re.IGNORECASE)
_DAEMON_SUBJECT = re.compile(
    r"undeliver|delivery (?:status )?notification|returned mail|failure notice|delivery (?:has )?failed"
    r"|mail delivery failed|could not be delivered",
    re.IGNORECASE,
)
_DELAY_SUBJECT = re.compile(r"delay(?:ed)?\b|still trying|warning: message", re.IGNORECASE)
_AUTO_SUBJECT = re.compile(
    r"^(?:re:\s*)?(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|autoreply|out of (?:the )?office"
    r"|ooo\b|away from|abwesen|respuesta autom|réponse auto|i am away|on (?:leave|vacation))",
    re.IGNORECASE,
)
_TICKET = re.compile(
    r"\[(?:ticket|case|request)?\s*[#:]?\s*\w*\d{3,}\]|\b(?:ticket|case|request)\s*(?:#|no\.?|number|id)\s*\w*\d{3,}",
    re.IGNORECASE,
)
_TICKET_TEXT = re.compile(r"has been received|do not reply|will be answered|assigned|opened", re.IGNORECASE)
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_NO_SUCH = re.compile(
    r"user unknown|unknown (?:user|recipient)|no such (?:user|recipient|mailbox)|does not exist"
    r"|address not found|recipient not found|invalid recipient|mailbox (?:is )?(?:unavailable|disabled)"
    r"|account (?:is )?disabled",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+")


def classify(arrived: Arrived, own_addresses: frozenset[str], today: date) -> Read:
    """What the mail is to the user who has `own_addresses`; `today` is theirs, for a day without a year."""
    if bounce := _bounce(arrived):
        return bounce
    if arrived.sender in own_addresses:
        return Read(Kind.SENT, is_forwarded=_is_forwarded(arrived, own_addresses))
    if _is_automatic(arrived):
        return Read(Kind.AUTO, back_on=back_on(arrived.text, today))
    if arrived.calendar:
        starts_at, ends_at = _moments(arrived.calendar)
        if starts_at:
            return Read(Kind.INVITATION, starts_at=starts_at, ends_at=ends_at or starts_at)
    return Read(Kind.REPLY)


def _is_forwarded(arrived: Arrived, own: frozenset[str]) -> bool:
    """Forwarded by hand: nobody else is a recipient, and somebody's mail is quoted."""
    subject = re.match(r"(?i)\s*(?:fwd?|wg|tr|rv)\s*:", arrived.subject)
    return bool(subject) and bool(quoted_senders(arrived.text))


def quoted_senders(text: str) -> tuple[str, ...]:
    """Addresses after a quoted "From:" in a mail forwarded by hand."""
    lines = re.findall(r"(?im)^[>\s*]*(?:from|von|de)\s*:\*?\s*(.{1,300})$", text)
    return tuple(dict.fromkeys(one.lower() for line in lines for one in _ADDRESS.findall(line)))


def _bounce(arrived: Arrived) -> Read | None:
    """A delivery report, or what a daemon wrote in its own words."""
    content_type = arrived.headers["Content-Type"]
    is_report = bool(arrived.report) or "report-type=delivery-status" in content_type.replace('"', "")
    is_daemon = bool(_DAEMON.match(arrived.sender)) or arrived.headers["Return-Path"] == "<>"
    if not is_report and not (is_daemon and _DAEMON_SUBJECT.search(arrived.subject)):
        return None
    failed = _failed(arrived)
    action = arrived.reported("action")
    if action in ("delivered", "relayed", "expanded"):
        return Read(Kind.AUTO)
    if action == "delayed" or (not action and _DELAY_SUBJECT.search(arrived.subject)):
        return Read(Kind.DELAY, failed=failed)
    return Read(Kind.BOUNCE, is_dead=_is_dead(arrived), failed=failed)


def _failed(arrived: Arrived) -> str:
    named = arrived.reported("final-recipient") or arrived.reported("original-recipient")
    named = named or arrived.headers["X-Failed-Recipients"]
    found = _ADDRESS.findall(named) or [
        one for one in _ADDRESS.findall(arrived.text) if not _DAEMON.match(one)
    ]
    return found[0].lower() if found else ""


def _is_dead(arrived: Arrived) -> bool:
    """Hard: no such user. A full mailbox (x.2.2) is soft, a refusal by policy (5.7.x) says nothing of it."""
    told = f"{arrived.reported('status')} {arrived.reported('diagnostic-code')} {arrived.text}"
    found = _STATUS.search(arrived.reported("status")) or _STATUS.search(told)
    if not found:
        return bool(_NO_SUCH.search(told))
    kind, subject, detail = found.groups()
    if kind != "5" or subject == "7" or (subject, detail) == ("2", "2"):
        return False
    return subject == "1" or (subject, detail) in {("2", "1"), ("4", "4")} or bool(_NO_SUCH.search(told))


def _is_automatic(arrived: Arrived) -> bool:
    head = arrived.headers
    submitted = head["Auto-Submitted"].split(";")[0].strip()
    if submitted and submitted != "no":
        return True
    if head["X-Autoreply"] not in ("", "no") or head["X-Autorespond"]:
        return True
    if head["Precedence"] in ("auto_reply", "bulk", "junk") or _AUTO_SUBJECT.search(arrived.subject):
        return True
    return bool(_TICKET.search(arrived.subject) and _TICKET_TEXT.search(arrived.text))


_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAMED = "|".join(f"{month}[a-z]*" for month in _MONTHS)
_YEAR = r"(?:,?\s+(?P<year>20\d\d))?"
_DAY_FORMS = (
    re.compile(rf"(?P<month>{_NAMED})\.?\s+(?P<day>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?{_YEAR}", re.IGNORECASE),
    re.compile(
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?(?P<month>{_NAMED})\.?{_YEAR}", re.IGNORECASE
    ),
    re.compile(r"(?P<year>20\d\d)-(?P<month>\d{2})-(?P<day>\d{2})"),
    re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:/(?P<year>\d{4}|\d{2}))?"),
)
_BACK = re.compile(
    r"(?:until|till|through|thru|to|back|return(?:ing)?|available again|in the office again)[^.\n]{0,60}",
    re.IGNORECASE,
)


def back_on(text: str, today: date) -> date | None:
    """The day an automatic reply says its writer is back; None when it names none within a year.

    American order for 11/9, as the recipients write; "until" and "through" a day count as that day.
    """
    found = []
    for phrase in _BACK.finditer(text[:3000]):
        for form in _DAY_FORMS:
            for match in form.finditer(phrase.group()):
                if day := _day(match, today):
                    found.append(day)
    return max(found) if found else None


def _day(match: re.Match, today: date) -> date | None:
    month = match["month"].lower()
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    years = [int(match["year"])] if match["year"] else [today.year, today.year + 1]
    for year in years:
        try:
            day = date(year + 2000 if year < 100 else year, number, int(match["day"]))
        except ValueError:
            continue
        if today <= day <= today + FARTHEST_BACK:
            return day
    return None


def _moments(calendar: str) -> tuple[datetime | None, datetime | None]:
    """Start and end of the first event that is asked for; both None for a cancelled one."""
    unfolded = re.sub(r"\r?\n[ \t]", "", calendar)
    method = re.search(r"(?im)^METHOD:\s*(\w+)", unfolded)
    if method and method[1].upper() not in ("REQUEST", "PUBLISH"):
        return None, None
    event = re.search(r"(?is)BEGIN:VEVENT(.*?)END:VEVENT", unfolded)
    return (_moment("DTSTART", event[1]), _moment("DTEND", event[1])) if event else (None, None)


def _moment(name: str, event: str) -> datetime | None:
    found = re.search(rf"(?im)^{name}((?:;[^:\n]*)?):(\d{{8}})(?:T(\d{{6}})(Z?))?\s*$", event)
    if not found:
        return None
    options, day, clock, is_utc = found.groups()
    try:
        at = datetime.strptime(f"{day}{clock or '000000'}", "%Y%m%d%H%M%S")
    except ValueError:
        return None
    zone = re.search(r"TZID=\"?([^;:\"]+)", options or "")
    return at.replace(tzinfo=UTC if is_utc or not zone else _zone(zone[1])).astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    """The zone of that name; Eastern for one nobody knows."""
    try:
        return ZoneInfo(_WINDOWS.get(name, name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("America/New_York")


# What Outlook calls the zones of the United States.
_WINDOWS = {
    "Eastern Standard Time": "America/New_York",
    "Central Standard Time": "America/Chicago",
    "Mountain Standard Time": "America/Denver",
    "US Mountain Standard Time": "America/Phoenix",
    "Pacific Standard Time": "America/Los_Angeles",
    "Alaskan Standard Time": "America/Anchorage",
    "Hawaiian Standard Time": "Pacific/Honolulu",
}
