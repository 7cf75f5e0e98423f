"""What letters have due: a changed verdict, nudges, alarms, the next step (settings.REMINDER_SOURCES)."""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.urls import reverse

from accounts import spoken, zones
from letters import alarms, facts, states, texts, words
from letters.case import CLOSING_DAYS
from letters.facts import Writer
from letters.models import PacketAnswer, TargetProgram
from letters.readiness import (
    ASK_THIS_WEEK,
    LADDER,
    NEARLY,
    READY,
    TOO_EARLY,
    TOO_LATE,
    TOO_SHORT,
    Verdict,
    assess,
)
from letters.states import State
from reminders import schedule
from reminders.due import Due, Instead
from tracker import milestones
from tracker.due import checkpoint_key

VERDICT = "letters.verdict"
DAY = datetime.timedelta(days=1)
# Bad news about the past is news for two weeks; a letter that cannot be any more is not nagged about.
NEWS_DAYS = 14
CAN_ASK = (READY, ASK_THIS_WEEK, NEARLY)
# A plan that does not reach a letter is said four weeks before it starts.
PLAN_AHEAD = datetime.timedelta(days=28)
TITLES = {
    READY: "Ask {writer} for a letter",
    ASK_THIS_WEEK: "Ask {writer} for a letter",
    NEARLY: "Get ready to ask {writer} for a letter",
    TOO_SHORT: "Too little time with {writer} for a letter",
    TOO_LATE: "Too late for a letter from {writer}",
}
# What is to be done after a step: kind, days after it, title, button, one-click answers.
AFTER = {
    State.AGREED: ("packet", 2, "Send the packet to {writer}", "Open the packet", ("letters.packet_sent",)),
    State.REQUESTED: ("confirm", 0, "Confirm the entry of {writer} in ERAS", "Open", ("letters.confirmed",)),
    State.ASSIGNED: ("thank", 1, "Thank {writer}", "Read the thank-you", ("letters.thanked",)),
    State.VOID: ("again", 0, "Create a new request in ERAS for {writer}", "Open", ()),
}
ALARMS = {
    "alarm_no_letter_id": "No Letter ID for {writer} yet",
    "alarm_not_uploaded": "The letter of {writer} is not uploaded",
    "alarm_not_assigned": "Assign the letter of {writer}",
    "alarm_old_request": "The request for {writer} was removed from ERAS",
    "alarm_old_letter": "The letter of {writer} will be over a year old",
    "alarm_few_letters": "Too few letters for {program}",
    "alarm_many_letters": "Too many letters for {program}",
    "alarm_same_author": "{writer} stands twice among your letters",
}
ANSWERED = {
    "happy": "happy to write",
    "until": "needs more time",
    "rather_not": "would rather not",
    "uploaded": "it is uploaded",
}
SO = {
    "happy": "Recorded as agreed. Next: the request in ERAS and the Letter ID.",
    "until": "They need until {until}. The nudges follow that date.",
    "rather_not": "No more nudges. Thank them for the honest answer, and ask someone else.",
    "uploaded": "Look at the entry in ERAS, then assign it to your programs.",
}
RISKS = {"backup": (14, "Line up a backup for {writer}"), "replace": (7, "Replace the letter of {writer}")}


def letters(owner, now) -> Iterable[Due | Instead]:
    """Everything letters ask of `owner`, now or later, in a fixed number of statements.

    Where a verdict says when to ask, or somebody was asked, the checkpoint of the rotation does not ask too.
    """
    today = zones.day_in(owner.profile.time_zone, now)
    found = facts.writers(owner, today)
    asked = {one.attending.pk for one in found if one.verdict.kind == LADDER and not one.letter.is_out}
    said = set()
    for writer in found:
        if writer.verdict.kind == LADDER:
            yield from _ladder(writer, owner, today)
        elif writer.attending.pk not in asked | said:
            said.add(writer.attending.pk)
            yield from _verdict(writer, owner, today)
    yield from _between(found, owner, today)
    yield from _answers(owner, now)
    yield Instead(frozenset(_spoken_for(found, today)))


def _spoken_for(found: list[Writer], today) -> Iterable[str]:
    """The keys of checkpoints "ask for a letter" of rotations whose main attending is spoken of here."""
    spoken = {one.attending.pk for one in found if _speaks(one, today)}
    rows = {row.pk: row for one in found for row in one.rows}
    by_rotation = defaultdict(list)
    for row in rows.values():
        by_rotation[row.rotation_id].append(row)
    for pk, supervised in by_rotation.items():
        if milestones.main_attending(supervised[0].rotation, supervised).pk in spoken:
            yield checkpoint_key(pk, "ask")


def _speaks(writer: Writer, today) -> bool:
    verdict = writer.verdict
    if verdict.kind == LADDER:
        return not writer.letter.is_out
    return _verdict_on_its_day(writer, today)[0].kind in CAN_ASK


def _answers(owner, now) -> Iterable[Due]:
    """What attendings said on the packet page in the last two weeks; it leaves as a mail of its own."""
    recent = PacketAnswer.objects.filter(
        packet__letter__owner=owner,
        packet__letter__deleted_at=None,
        at__gt=now - datetime.timedelta(days=NEWS_DAYS),
    ).select_related("packet__letter__attending")
    for answer in recent.order_by("pk"):
        letter = answer.packet.letter
        yield Due(
            key=f"letters.answer:{letter.pk}:{answer.pk}",
            kind="letters.answer",
            title=f"{letter.attending} answered: {ANSWERED[answer.kind]}",
            reason=SO[answer.kind].format(until=spoken.day(answer.until, answer.on) if answer.until else ""),
            due_at=answer.at,
            path=letter.get_absolute_url(),
            action="Open the letter",
            icon="letters",
            is_alone=True,
            names=(str(letter.attending),),
        )


def _at(day: datetime.date, owner) -> datetime.datetime:
    """The morning of that day, at the hour of the owner's digest."""
    return schedule.on_day(day, owner.profile.digest_at, owner.profile.time_zone)


def _name(writer: Writer) -> str:
    return str(writer.attending)


def path_of(writer: Writer) -> str:
    if writer.letter:
        return writer.letter.get_absolute_url()
    return reverse("letters:writer-show", args=[writer.attending.pk])


# ---- before asking: the verdict ----


def _verdict(writer: Writer, owner, today) -> Iterable[Due]:
    """The verdict that holds, or the one that will hold on the day asking opens."""
    verdict, day = _verdict_on_its_day(writer, today)
    if day is None:
        return
    said = words.said(verdict)
    kind = verdict.conflict or verdict.kind
    can_ask = verdict.kind in CAN_ASK
    title = TITLES.get(verdict.kind, "Plan the letter of {writer}")
    season = writer.facts.season
    yield Due(
        key=f"{VERDICT}:{writer.attending.pk}:{season.name if season else 0}:{kind}",
        kind=VERDICT,
        title=title.format(writer=_name(writer)),
        reason=said.line,
        due_at=_at(day, owner),
        path=path_of(writer),
        action="What to say" if verdict.kind in (READY, ASK_THIS_WEEK) else "Read why",
        answers=("letters.asked",) if can_ask else (),
        icon="talk",
        names=(_name(writer), writer.facts.writer),
    )


def _verdict_on_its_day(writer: Writer, today):
    """(verdict, day it is due); day None where it is no news."""
    verdict = writer.verdict
    if verdict.kind == TOO_EARLY and not verdict.conflict and verdict.ask_from:
        return assess(writer.facts, verdict.ask_from), verdict.ask_from
    return verdict, _day_of(verdict, today)


def _day_of(verdict: Verdict, today) -> datetime.date | None:
    """The day this verdict began, from the facts alone, so that looking again moves nothing."""
    if verdict.kind in (READY, NEARLY):
        return verdict.ask_from
    if verdict.kind == ASK_THIS_WEEK:
        return max(verdict.ask_from, _closing(verdict, today))
    if verdict.kind == TOO_SHORT:
        return _news(verdict.last_day + DAY, today)
    if verdict.kind == TOO_LATE and verdict.letters_in_on < today:
        return _news(verdict.letters_in_on + DAY, today)
    if verdict.kind == TOO_LATE or verdict.conflict:
        return verdict.supervised_from - PLAN_AHEAD if verdict.supervised_from else None
    return None


def _closing(verdict: Verdict, today) -> datetime.date:
    week = datetime.timedelta(days=CLOSING_DAYS)
    if verdict.is_late:
        return verdict.latest_ask + DAY
    ends = [day for day in (verdict.last_day, verdict.latest_ask) if day and day >= today]
    return min(ends) - week


def _news(day: datetime.date, today) -> datetime.date | None:
    return day if (today - day).days < NEWS_DAYS else None


# ---- once asked: the ladder ----


def _ladder(writer: Writer, owner, today) -> Iterable[Due]:
    record = writer.facts.record
    if record.state not in states.OUT:
        yield from _nudges(writer, owner, today)
        yield from _risks(writer, owner, today)
    if record.state in AFTER:
        yield _after(writer, owner)
    for alarm in alarms.letter_alarms(record, writer.facts.season, today):
        since = alarm.since or record.dated_on or record.since
        yield _due(writer, owner, f"alarm:{alarm.key}", ALARMS[alarm.key], alarm.sentence, since)


def _due(writer, owner, what, title, reason, day, *, action="Open", answers=(), draft="") -> Due:
    kind = what.partition(":")[0]
    return Due(
        key=f"letters.{kind}:{writer.letter.pk}" + what[len(kind) :],
        kind=f"letters.{kind}",
        title=title.format(writer=_name(writer)),
        reason=reason,
        due_at=_at(day, owner),
        path=path_of(writer),
        action=action,
        answers=answers,
        draft=draft,
        icon="letters",
        names=(_name(writer), writer.facts.writer),
    )


def _after(writer: Writer, owner) -> Due:
    record = writer.facts.record
    kind, days, title, action, answers = AFTER[record.state]
    day = record.since + datetime.timedelta(days=days)
    draft = ""
    if record.state in (State.AGREED, State.ASSIGNED):
        draft = words.draft_for(writer.letter, words.text_facts(writer, owner, day), day).body
    reason = words.said(assess(writer.facts, day)).line
    return _due(writer, owner, kind, title, reason, day, action=action, answers=answers, draft=draft)


def _nudges(writer: Writer, owner, today) -> Iterable[Due]:
    """The latest nudge whose day has come, and the next one; none once the letter is in ERAS."""
    record, needed_by = writer.facts.record, words.due_on(writer)
    if needed_by is None or record.state in states.IN_ERAS or record.asked_on is None:
        return
    planned = states.nudges(record.asked_on, needed_by)
    if record.state != State.ASKED:  # they answered: only the date they write for is left to nudge for
        planned = tuple(day for day in planned if (needed_by - day).days in states.NUDGES_BEFORE)
    come = [day for day in planned if day <= today and day >= record.since][-1:]
    ahead = [day for day in planned if day > today][:1]
    for day in come + ahead:
        yield _nudge(writer, owner, day, needed_by)


def _nudge(writer: Writer, owner, day, needed_by) -> Due:
    before = (needed_by - day).days
    number = before if before in states.NUDGES_BEFORE else "asked"
    text = texts.nudge(words.text_facts(writer, owner, day), day)
    has_answered = writer.facts.record.state != State.ASKED
    answers = () if has_answered else ("letters.agreed", "letters.declined")
    if writer.facts.record.state == State.CONFIRMED:
        answers = ("letters.uploaded",)
    return _due(
        writer,
        owner,
        f"nudge:{number}",
        "Nudge {writer}",
        words.said(assess(writer.facts, day)).line,
        day,
        action="Read the nudge",
        answers=answers,
        draft=text.body,
    )


def _risks(writer: Writer, owner, today) -> Iterable[Due]:
    """A letter that has not arrived when programs are about to read."""
    season, record = writer.facts.season, writer.facts.record
    if season is None or record.state in states.IN_ERAS:
        return
    for level, (days, title) in RISKS.items():
        day = season.review_on - datetime.timedelta(days=days)
        if day >= record.since - datetime.timedelta(days=NEWS_DAYS) and today < season.review_on:
            reason = alarms.risk(season, max(day, today)).sentence
            if alarms.risk(season, max(day, today)).level == level:
                yield _due(writer, owner, f"risk:{level}", title, reason, day)


# ---- between letters ----


def _between(found: list[Writer], owner, today) -> Iterable[Due]:
    """Programs with too few letters, authors that stand twice."""
    records = [one.facts.record for one in found if one.facts.record]
    by_key = {one.facts.record.key: one for one in found if one.facts.record}
    season = facts.season_facts(owner.profile, owner.profile.match_year, today)
    programs = [alarms.Program(str(one.pk), one.name) for one in TargetProgram.objects.for_owner(owner)]
    names = {program.key: program.name for program in programs}
    for alarm in alarms.portfolio_alarms(records, programs, season, today):
        writer = by_key[alarm.letters[0]] if alarm.letters else None
        about = alarm.program or writer.attending.pk
        opened = season.opens_on if season else owner.profile.user.joined_at.date()
        since = opened if alarm.program else max(by_key[key].facts.record.since for key in alarm.letters)
        yield Due(
            key=f"letters.{alarm.key}:{about}",
            kind="letters.alarm",
            title=ALARMS[alarm.key].format(
                program=names.get(alarm.program, ""), writer=_name(writer) if writer else ""
            ),
            reason=alarm.sentence,
            due_at=_at(since, owner),
            path=reverse("letters:portfolio-show"),
            action="Choose letters",
            icon="letters",
            names=(_name(writer),) if writer else (),
        )
