"""The composer and the ways out: what the page begins with, keeps, mends, refuses and hands over."""

import datetime
import email as mail
from email import policy

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Profile
from outreach import linter, queries, sequence, services
from outreach.models import Email, MessageId, SavedLine, Template, Thread
from tests import make
from tracker.models import Cv, GuardOverride

pytestmark = pytest.mark.django_db
TUE = datetime.date(2026, 10, 20)
NOW = datetime.datetime(2026, 10, 27, 16, 0, tzinfo=datetime.UTC)  # Tue 27 Oct, noon in Akron
GOOD = {
    "subject": "Your discharge-call study: could I help?",
    "greeting": "Dear Dr. Chaudhry,",
    "intro": "I’m Nadia Rahman, a 2024 graduate from Dhaka, on a ward rotation in Cleveland until December.",
    "why_them": "Your 2025 study of discharge calls in heart failure changed how I explain new medications.",
    "signal": "I have logged 26 ward days there, and my cardiology abstract is under review.",
    "offer": "I could take on chart review for your follow-up study for four weeks in July 2027.",
    "ask": "Could we speak for 15 minutes in the week of 9 November?",
    "attachments": "My CV is attached.",
    "signature": "Best regards,\nNadia Rahman",
}


@pytest.fixture(autouse=True)
def _on_tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(user, signed_in):
    return signed_in(user)


@pytest.fixture
def thread(user):
    return make.thread(user, now=NOW, contact_fields={"email": "anand@marlow.example"}, subject="")


def url(name, *args):
    return reverse(f"outreach:{name}", args=args)


def text(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def kept(thread, number=0):
    return Email.objects.get(thread=thread, number=number)


def keys(response):
    return [finding.key for finding in response.context["lint"].todo]


# ---- what it begins with ----


def test_the_page_begins_with_what_the_profile_knows_and_saves_nothing(client, user, thread):
    Profile.objects.filter(pk=user.pk).update(
        degree="MBBS", medical_school="Dhaka Medical College", graduation_year=2024, signal="26 ward days."
    )
    page = client.get(url("thread-compose", thread.pk))
    form = page.context["form"]
    assert {name: form[name].value() for name in ("greeting", "intro", "signal", "ask", "signature")} == {
        "greeting": "Dear Dr. Chaudhry,",
        "intro": "I’m Nadia Rahman, a 2024 graduate of Dhaka Medical College.",
        "signal": "26 ward days.",
        "ask": "",
        "signature": "Best regards,\nNadia Rahman, MBBS",
    }
    assert Email.objects.count() == 0


def test_the_dates_follow_the_send_day(client, thread):
    words = text(client.get(url("thread-compose", thread.pk)))
    assert "If you send it tomorrow" in words
    piece = text(client.post(url("thread-dates", thread.pk), {"send_on": "2026-10-31"}))
    assert "If you send it on Sat 31 Oct" in piece
    assert "Sat 31 Oct is not a Tuesday, Wednesday or Thursday. The next good day is Tue 3 Nov." in piece
    assert "Tue 10 Nov" in piece  # seven days later is a Saturday
    assert "today" in text(client.post(url("thread-dates", thread.pk), {"send_on": "2026-10-27"}))


@pytest.mark.parametrize("typed", ["", "soon", "0001-01-01", "9999-12-31"])
def test_a_send_day_that_is_none_shows_the_usual_one(client, thread, typed):
    assert "If you send it tomorrow" in text(client.post(url("thread-dates", thread.pk), {"send_on": typed}))


# ---- the lint ----


@pytest.mark.parametrize("changes", [{}, {"attachments": "Any opportunity whatsoever!!"}, {"greeting": ""}])
def test_the_live_lint_says_what_the_rules_say(client, thread, changes):
    typed = {**GOOD, **changes}
    live = client.post(url("thread-lint", thread.pk), typed)
    assert client.post(url("thread-compose", thread.pk), {**typed, "do": "stay"}).status_code == 302
    page = client.get(url("thread-compose", thread.pk))
    recipient = thread.contact.recipient
    assert keys(live) == keys(page) == [f.key for f in linter.lint(kept(thread).draft, recipient)]


def test_the_live_lint_stores_nothing(client, thread):
    client.post(url("thread-lint", thread.pk), GOOD)
    assert Email.objects.count() == 0


def test_why_you_is_compared_with_mails_to_others(client, user, thread):
    before = make.thread(user, contact_fields={"name": "Peter Lang"}, now=NOW)
    make.email(before, why_them=GOOD["why_them"])
    services.record_sent(before, on=TUE, now=NOW)
    same = client.post(url("thread-lint", thread.pk), GOOD)
    assert [key for key in keys(same) if key.startswith("why")] == ["why.copied"]
    Thread.objects.filter(pk=before.pk).update(deleted_at=NOW)
    assert not any(key.startswith("why") for key in keys(client.post(url("thread-lint", thread.pk), GOOD)))


def test_fix_it_for_me_mends_one_thing_and_keeps_the_rest(client, thread):
    typed = {**GOOD, "attachments": "My CV is attached!!"}
    assert (
        client.post(url("thread-compose", thread.pk), {**typed, "fix": "tone.exclamation"}).status_code == 302
    )
    assert kept(thread).words() == {**GOOD, "attachments": "My CV is attached."}
    client.post(url("thread-compose", thread.pk), {**typed, "fix": "no.such-rule"})
    assert kept(thread).attachments == "My CV is attached!!"


def test_fix_all(client, thread):
    client.post(
        url("thread-compose", thread.pk),
        {**GOOD, "greeting": "Hi Chaudhry", "attachments": "My CV is attached!!", "fix": "all"},
    )
    assert (kept(thread).greeting, kept(thread).attachments) == ("Dear Dr. Chaudhry,", "My CV is attached.")


# ---- keeping ----


def test_a_draft_is_kept_once_and_names_the_thread(client, thread):
    for _ in range(2):
        answer = client.post(url("thread-compose", thread.pk), {**GOOD, "do": "keep"})
        assert (answer.status_code, answer.url) == (302, f"/outreach/threads/{thread.pk}/")
    assert (Email.objects.count(), MessageId.objects.count()) == (1, 1)
    assert kept(thread).words() == GOOD
    assert Thread.objects.get(pk=thread.pk).subject == GOOD["subject"]
    board = text(client.get(url("board")))
    assert GOOD["subject"] in board


def test_a_patient_in_a_line_is_refused_and_shown_back(client, thread):
    typed = {**GOOD, "signal": "I presented patient Maria Gomez, MRN 4482911."}
    page = client.post(url("thread-compose", thread.pk), {**typed, "do": "keep"})
    assert (page.status_code, Email.objects.count()) == (422, 0)
    assert "Not saved. This looks like a real patient." in text(page)
    assert page.context["form"]["offer"].value().text == GOOD["offer"]
    again = client.post(url("thread-compose", thread.pk), {**typed, "do": "keep", "signal-rewrite": "1"})
    assert again.status_code == 302
    assert "Gomez" not in kept(thread).signal
    assert "4482911" not in kept(thread).signal


def test_an_override_is_counted(client, user, thread):
    line = "My patient Kowalski taught me patience."
    page = client.post(url("thread-compose", thread.pk), {**GOOD, "signal": line, "do": "keep"})
    assert page.status_code == 422
    [finding] = page.context["form"]["signal"].subwidgets[0].data["findings"]
    client.post(
        url("thread-compose", thread.pk), {**GOOD, "signal": line, "signal-allow": finding.key, "do": "keep"}
    )
    assert kept(thread).signal == line
    assert [row.count for row in GuardOverride.objects.filter(owner=user)] == [1]


def test_templates_fill_what_is_known_and_say_what_is_not(client, user, thread):
    template = make.template(
        user, intro="I’m {name}.", offer="A month at {institution}?", ask="{degree} {work}"
    )
    client.post(url("thread-compose", thread.pk), {**GOOD, "use_template": template.pk})
    email = kept(thread)
    assert (email.intro, email.offer, email.ask) == (
        "I’m Nadia Rahman.",
        "A month at Marlow Medical Center?",
        "{degree} {work}",
    )
    assert (email.template, email.why_them) == (template, GOOD["why_them"])
    assert "Nothing is known yet for {degree}, {work}." in text(client.get(url("thread-compose", thread.pk)))


def test_words_are_kept_as_a_template_and_lines_for_later(client, user, thread):
    for _ in range(2):
        client.post(
            url("thread-compose", thread.pk), {**GOOD, "do": "template", "template_name": "Chart review"}
        )
        client.post(url("thread-compose", thread.pk), {**GOOD, "keep_line": "offer"})
    assert [(one.name, one.offer) for one in Template.objects.all()] == [("Chart review", GOOD["offer"])]
    line = SavedLine.objects.get()
    assert (line.line, line.text) == ("offer", GOOD["offer"])
    client.post(url("thread-compose", thread.pk), {**GOOD, "offer": "", "use_line": line.pk})
    assert kept(thread).offer == GOOD["offer"]


def test_somebody_elses_template_line_and_cv_are_not_taken(client, stranger, thread):
    other = (
        make.template(stranger, intro="Secret."),
        make.saved_line(stranger, text="Secret."),
        make.cv(stranger),
    )
    assert (
        client.post(url("thread-compose", thread.pk), {**GOOD, "use_template": other[0].pk}).status_code
        == 404
    )
    assert client.post(url("thread-compose", thread.pk), {**GOOD, "use_line": other[1].pk}).status_code == 404
    assert client.post(url("thread-compose", thread.pk), {**GOOD, "cv": other[2].pk}).status_code == 422
    assert client.get(url("cv-show", other[2].pk)).status_code == 404
    assert Email.objects.count() == 0


# ---- sending ----


def test_sending_is_only_stopped_by_an_empty_greeting(client, thread):
    empty = dict.fromkeys(GOOD, "")
    page = client.post(url("thread-compose", thread.pk), {**empty, "do": "send"})
    assert page.status_code == 422
    assert "Greet them by name first" in text(page)
    answer = client.post(
        url("thread-compose", thread.pk), {**empty, "greeting": "Dear Dr. Chaudhry,", "do": "send"}
    )
    assert (answer.status_code, answer.url) == (302, url("thread-send", thread.pk))


def test_every_way_out_carries_the_mail(client, thread):
    client.post(url("thread-compose", thread.pk), {**GOOD, "do": "send"})
    page = client.get(url("thread-send", thread.pk))
    assert [(route.key, route.fits) for route in page.context["page"].routes] == [
        ("mailto", True),
        ("gmail", True),
        ("outlook", True),
        ("outlook-personal", True),
    ]
    assert page.context["page"].subject == GOOD["subject"]
    assert "Best sent Wed 28 Oct, 9 to 11 am in Akron (ET)." in text(page)


def test_the_eml_file_has_the_cv_the_body_and_a_message_id_we_know(client, user, thread):
    version = make.cv(user, label="Cardiology")
    client.post(url("thread-compose", thread.pk), {**GOOD, "cv": version.pk, "do": "send"})
    answer = client.get(url("thread-eml", thread.pk))
    assert answer["Content-Disposition"] == 'attachment; filename="email-to-chaudhry.eml"'
    message = mail.message_from_bytes(answer.content, policy=policy.default)
    [attached] = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("Rahman CV.pdf", make.pdf())
    assert message["Subject"] == GOOD["subject"]
    assert message["To"].addresses[0].addr_spec == "anand@marlow.example"
    assert message["Message-ID"] == MessageId.objects.get(thread=thread).value
    assert GOOD["why_them"] in message.get_body().get_content()


def test_a_follow_up_stays_in_the_thread_and_offers_what_is_new(client, user, thread):
    make.email(thread, **GOOD)
    MessageId.objects.create(thread=thread, value="<first@mail.example>")
    rotation = make.rotation(user, starts_on=datetime.date(2026, 9, 21), ends_on=datetime.date(2026, 12, 18))
    for day in (21, 22, 23):
        make.log_entry(rotation, day=datetime.date(2026, 10, day))
    services.record_sent(thread, on=TUE, now=NOW)
    page = client.get(url("thread-compose", thread.pk))
    assert [fact.words for fact in page.context["facts"]] == [
        "I have logged 3 days of observership at Lakeside General."
    ]
    assert page.context["form"]["intro"].value() == "I wrote to you on Tue 20 Oct."
    assert page.context["form"]["ask"].value() == GOOD["ask"]
    typed = {"greeting": "Dear Dr. Chaudhry,", "subject": f"Re: {GOOD['subject']}", "ask": GOOD["ask"]}
    client.post(url("thread-compose", thread.pk), {**typed, "use_news": "0"})
    assert kept(thread, 1).signal == "I have logged 3 days of observership at Lakeside General."
    assert Thread.objects.get(pk=thread.pk).subject != f"Re: {GOOD['subject']}"
    message = mail.message_from_bytes(client.get(url("thread-eml", thread.pk)).content, policy=policy.default)
    assert (message["In-Reply-To"], list(message.iter_attachments())) == ("<first@mail.example>", [])
    [reminder] = user.reminders.filter(state="open", kind="outreach.follow-up")
    assert "I have logged 3 days of observership" in reminder.draft


def test_what_left_is_never_overwritten(client, user, thread):
    make.email(thread, **GOOD)
    services.record_sent(thread, on=TUE, now=NOW)
    client.post(url("thread-compose", thread.pk), {**GOOD, "intro": "Other.", "do": "keep"})
    assert kept(thread).intro == GOOD["intro"]
    assert kept(thread, 1).intro == "Other."


def test_without_an_address_the_page_says_so(client, user):
    thread = make.thread(user, now=NOW)
    page = text(client.get(url("thread-send", thread.pk)))
    assert "There is no email address yet." in page
    assert client.get(url("thread-eml", thread.pk)).url == url("thread-send", thread.pk)


def test_do_not_contact_folds_the_ways_away_and_ends_the_reminders(client, user, thread):
    services.record_sent(make.thread(user, contact=thread.contact, now=NOW), on=TUE, now=NOW)
    thread.contact.is_do_not_contact = True
    services.save_changes(thread.contact, fields=["is_do_not_contact"], now=NOW)
    assert user.reminders.filter(state="open").count() == 0
    assert "Asked not to be contacted." in text(client.get(url("thread-compose", thread.pk)))
    assert "They agreed to hear from me" in text(client.get(url("thread-send", thread.pk)))


def test_a_cv_is_kept_once_handed_out_and_taken_back(client, user):
    def typed():
        return {"label": "Cardiology", "file": SimpleUploadedFile("cv.pdf", make.pdf()), "once": "k1"}

    for _ in range(2):
        assert client.post(url("cv-list"), typed()).status_code == 302
    version = Cv.objects.get()
    assert client.get(url("cv-show", version.pk)).content == make.pdf()
    refused = client.post(
        url("cv-list"), {**typed(), "file": SimpleUploadedFile("cv.doc", b"x"), "once": "k2"}
    )
    assert (refused.status_code, Cv.objects.count()) == (422, 1)
    client.post(url("cv-delete", version.pk))
    assert client.get(url("cv-show", version.pk)).status_code == 404
    client.post(url("cv-restore", version.pk))
    assert client.get(url("cv-show", version.pk)).status_code == 200


@pytest.mark.parametrize(("ended_on", "is_read"), [("2026-04-26", False), ("2026-04-28", True)])
def test_a_thread_that_ended_longer_ago_than_anybody_rests_is_not_read(user, ended_on, is_read):
    ended_on, today = datetime.date.fromisoformat(ended_on), NOW.date()
    Thread.objects.filter(pk=make.thread(user, sent_on=TUE, now=NOW).pk).update(
        state=Thread.State.CLOSED, ended_on=ended_on, ended_by=Thread.End.STOPPED
    )
    assert (sequence.may_write_again_on(ended_on) > today) == is_read
    read = queries.maybe_in_the_way(user, today).filter(ended_on__isnull=False)
    assert read.exists() or not is_read
    Thread.objects.update(ended_on=today - datetime.timedelta(days=187))
    assert list(queries.maybe_in_the_way(user, today)) == []


def test_open_threads_are_read_however_old(user):
    waiting = make.thread(user, sent_on=datetime.date(2025, 1, 7), now=NOW)
    answered = make.thread(user, sent_on=datetime.date(2025, 1, 7), now=NOW)
    services.record_reply(answered, on=datetime.date(2025, 1, 14), now=NOW)
    assert list(queries.maybe_in_the_way(user, NOW.date())) == [waiting, answered]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "most"), [("thread-compose", 14), ("thread-send", 10)])
def test_the_composer_costs_the_same_for_one_and_for_three(
    client, user, django_assert_num_queries, count, name, most
):
    for _ in range(count):
        thread = make.thread(user, now=NOW)
        make.thread(user, sent_on=TUE, now=NOW)
        make.template(user)
        make.saved_line(user)
        make.cv(user)
    with django_assert_num_queries(most):
        assert client.get(url(name, thread.pk)).status_code == 200
