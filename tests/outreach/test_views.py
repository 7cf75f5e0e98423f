"""The outreach pages: what they say, what they refuse and keep, and what they cost."""

import datetime

import pytest
import time_machine
from django.urls import reverse

from outreach import services
from outreach.models import Answer, Contact, Thread, Touch
from tests import make

pytestmark = pytest.mark.django_db
TUE = datetime.date(2026, 10, 20)
NOW = datetime.datetime(2026, 10, 22, 16, 0, tzinfo=datetime.UTC)  # Thu 22 Oct, noon in Akron
NBSP = "\xa0"


@pytest.fixture(autouse=True)
def _on_thursday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(user, signed_in):
    return signed_in(user)


def url(name, *args):
    return reverse(f"outreach:{name}", args=args)


def text(response):
    """The words of a page, white space folded, no-break spaces as spaces."""
    return " ".join(response.content.decode().replace(NBSP, " ").split())


def typed(**changes):
    return {
        "name": "Dr. Anand Chaudhry",
        "email": "anand@example.org",
        "institution": "Marlow Medical Center",
        "city": "Akron",
        "state": "Ohio",
        "subject": "Your hyponatremia talk",
        "sent_on": "2026-10-20",
        "once": "key-1",
        **changes,
    }


def touches(thread):
    return [(t.kind, t.number, t.answer, t.on, t.body) for t in Touch.objects.filter(thread=thread)]


# ---- writing to someone ----


def test_the_dates_stand_on_the_next_page_before_anything_is_saved(client):
    page = client.post(url("thread-add"), typed())
    words = text(page)
    assert page.status_code == 200
    assert "Not saved yet" in words
    for on, what in [
        ("2026-10-20", "First email"),
        ("2026-10-27", "Follow-up 1"),
        ("2026-11-10", "Follow-up 2"),
        ("2026-11-24", "Closes without a reply"),
    ]:
        assert f'<time datetime="{on}">' in words
        assert what in words
    assert "9:00 am in Akron (ET)" in words
    assert "Fri 6 Nov – Mon 9 Nov: not a Tuesday, Wednesday or Thursday." in words
    assert (Contact.objects.count(), Thread.objects.count()) == (0, 0)


def test_save_makes_contact_and_thread_and_change_goes_back(client, user):
    back = client.post(url("thread-add"), typed(do="change"))
    assert 'value="Your hyponatremia talk"' in text(back)
    assert Thread.objects.count() == 0
    saved = client.post(url("thread-add"), typed(do="save"))
    thread = Thread.objects.select_related("contact").get()
    assert (saved.status_code, saved.url) == (302, url("thread-show", thread.pk))
    contact = thread.contact
    assert (contact.owner, contact.title, contact.name, contact.state) == (
        user,
        "Dr.",
        "Anand Chaudhry",
        "OH",
    )
    assert (thread.owner, thread.subject, thread.state) == (user, "Your hyponatremia talk", "waiting")
    assert touches(thread) == [("sent", 0, "", TUE, "")]


def test_without_a_day_it_stays_to_write(client):
    page = client.post(url("thread-add"), typed(sent_on=""))
    assert "If you send it today" in text(page)
    client.post(url("thread-add"), typed(sent_on="", do="save"))
    assert Thread.objects.get().state == "to_write"


def test_a_double_click_makes_one_thread(client):
    answers = [client.post(url("thread-add"), typed(do="save")) for _ in range(3)]
    assert len({answer.url for answer in answers}) == 1
    assert (Contact.objects.count(), Thread.objects.count(), Touch.objects.count()) == (1, 1, 1)


def test_a_second_thread_goes_to_the_same_contact(client, user):
    contact = make.contact(user)
    data = {"subject": "An observership", "sent_on": "2026-10-21", "once": "key-2"}
    assert "Follow-up 1" in text(client.post(url("contact-write", contact.pk), data))
    client.post(url("contact-write", contact.pk), {**data, "do": "save"})
    assert [t.subject for t in contact.threads.all()] == ["An observership"]
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sent_on": "31/02/2026"}, "“31/02/2026” is not a day. Pick it, or write it like"),
        ({"sent_on": "2026-10-23"}, "Fri 23 Oct is still to come. Write the day it really left."),
        ({"sent_on": "2016-10-20"}, "That is in 2016. Check the year."),
        ({"sent_on": "0026-10-20"}, "Write the year with four digits"),
        ({"name": ""}, "Fill in name."),
        ({"name": "Dr. "}, "Write the name after the title."),
        ({"name": "x" * 50_000}, "50000 characters are too many. Keep it to 120."),
        ({"subject": "x" * 50_000}, "50000 characters are too many. Keep it to 200."),
        ({"email": "anand at marlow"}, "Enter a valid email address."),
        ({"state": "Ontario"}, "“Ontario” is not a US state. Write OH or Ohio"),
        ({"city": "x" * 81}, "81 characters are too many. Keep it to 80."),
        ({"institution": "nul\x00byte"}, "Null characters are not allowed."),
    ],
)
@pytest.mark.parametrize("do", ["", "save"])
def test_wrong_input_gets_its_sentence_and_keeps_the_rest(client, changes, sentence, do):
    page = client.post(url("thread-add"), typed(do=do, **changes))
    assert page.status_code == 422
    assert sentence in text(page)
    kept = "anand@example.org" if "subject" in changes else "Your hyponatremia talk"
    assert f'value="{kept}"' in text(page)
    assert (Contact.objects.count(), Thread.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "name", ["Zoë Ñandú-García", "د. ليلى حداد", "אבי כהן", "Anand 🩺 Chaudhry", "<b>Bold</b> & Co"]
)
def test_any_script_is_kept_and_shown_as_typed(client, name):
    client.post(url("thread-add"), typed(name=name, do="save"))
    contact = Contact.objects.get()
    assert contact.name == name
    for path in (url("board"), url("contact-list"), Thread.objects.get().get_absolute_url()):
        page = client.get(path).content.decode()
        assert name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in page


def test_a_direction_override_cannot_turn_a_line_around(client):
    client.post(url("thread-add"), typed(name="Anand \u202eyrhduahC", do="save"))
    assert Contact.objects.get().name == "Anand yrhduahC"


# ---- the page of a thread ----


@pytest.fixture
def waiting(user):
    return make.thread(user, sent_on=TUE, now=NOW)


def test_the_first_thing_said_is_the_next_step(client, waiting):
    words = text(client.get(url("thread-show", waiting.pk)))
    assert "Follow-up 1 of 2: Tue 27 Oct, 9:00 am in Akron (ET)" in words
    assert "You wrote on Tue 20 Oct. A reply stops the follow-ups." in words
    assert "Dear Dr. Chaudhry," in words


def test_a_late_follow_up_names_the_next_good_morning(client, user):
    late = make.thread(user, sent_on=datetime.date(2026, 10, 6), now=NOW)
    words = text(client.get(url("thread-show", late.pk)))
    assert "Follow-up 1 of 2 is due since Tue 13 Oct" in words
    assert "The next good morning is Thu 22 Oct, 9:00 am in Akron (ET)." in words


def test_i_sent_it_records_the_first_mail_then_the_follow_up(client, user):
    thread = make.thread(user, now=NOW)
    path = url("thread-sent", thread.pk)
    assert client.post(path, {"sent-sent_on": "2026-10-06"}).status_code == 302
    for _ in range(2):
        assert client.post(path, {"sent-sent_on": "2026-10-20", "number": "1"}).status_code == 302
    assert touches(thread) == [
        ("sent", 0, "", datetime.date(2026, 10, 6), ""),
        ("follow_up", 1, "", TUE, ""),
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"sent-sent_on": "31/02/2026", "number": "1"}, "“31/02/2026” is not a day."),
        ({"sent-sent_on": "", "number": "1"}, "Write the day you sent it."),
        ({"sent-sent_on": "2026-10-23", "number": "1"}, "Fri 23 Oct is still to come."),
        ({"sent-sent_on": "2026-10-19", "number": "1"}, "The message before it left on Tue 20 Oct."),
        ({"sent-sent_on": "2026-10-21", "number": "2"}, "Follow-up 2 is not the next one in this thread."),
    ],
)
def test_a_wrong_day_is_answered_beside_the_field(client, waiting, data, sentence):
    page = client.post(url("thread-sent", waiting.pk), data)
    assert page.status_code == 422
    assert sentence in text(page)
    assert touches(waiting) == [("sent", 0, "", TUE, "")]


def test_a_reply_is_recorded_once_with_its_words(client, waiting):
    data = {
        "reply-kind": "yes",
        "reply-replied_on": "2026-10-21",
        "reply-body": "Come in June. 👍",
        "reply-once": "key-3",
    }
    for _ in range(2):
        assert client.post(url("thread-replied", waiting.pk), data).status_code == 302
    assert touches(waiting)[1:] == [("reply", None, "yes", datetime.date(2026, 10, 21), "Come in June. 👍")]
    assert "Said yes" in text(client.get(url("thread-show", waiting.pk)))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reply-body": "x" * 50_000}, "50000 characters are too many. Keep it to 5000."),
        ({"reply-kind": "perhaps"}, "Choose one from the list."),
        ({"reply-replied_on": "2026-10-19"}, "Your first mail left on Tue 20 Oct."),
        ({"reply-replied_on": "2026-10-30"}, "is still to come"),
    ],
)
def test_a_wrong_reply_keeps_what_was_typed(client, waiting, changes, sentence):
    data = {"reply-kind": "yes", "reply-replied_on": "2026-10-21", "reply-body": "Come in June."}
    page = client.post(url("thread-replied", waiting.pk), {**data, **changes})
    assert page.status_code == 422
    assert sentence in text(page)
    assert ("x" * 50_000 if "reply-body" in changes else "Come in June.") in page.content.decode()
    assert len(touches(waiting)) == 1


def test_stop_offers_undo_and_undo_goes_on(client, waiting):
    page = client.post(url("thread-stop", waiting.pk), follow=True)
    assert f'action="{url("thread-reopen", waiting.pk)}"' in text(page)
    assert "Closed" in text(page)
    client.post(url("thread-reopen", waiting.pk))
    assert Thread.objects.get(pk=waiting.pk).state == "waiting"


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("2026-10-21", "has passed"), ("2029-01-01", "within a year"), ("soon", "“soon” is not a day.")],
)
def test_a_follow_up_moves_only_to_days_to_come(client, waiting, day, sentence):
    page = client.post(url("thread-move", waiting.pk), {"move-until": day})
    assert (page.status_code, sentence in text(page)) == (422, True)
    assert client.post(url("thread-move", waiting.pk), {"move-until": "2026-11-12"}).status_code == 302
    words = text(client.get(url("thread-show", waiting.pk)))
    assert "Follow-up 1 of 2: Thu 12 Nov, 9:00 am in Akron (ET)" in words
    assert "From Tue 27 Oct to Thu 12 Nov: you moved it." in words


def test_a_call_is_on_the_clock_of_the_person_called(client, user):
    west = {"name": "Ana Ruiz", "city": "Portland", "state": "OR"}
    thread = make.thread(user, sent_on=TUE, contact_fields=west, now=NOW)
    services.record_reply(thread, kind=Answer.CALL, on=TUE, now=NOW)
    data = {"call-day": "2026-10-29", "call-time": "16:00"}
    assert client.post(url("thread-call", thread.pk), data).status_code == 302
    at = datetime.datetime(2026, 10, 29, 23, 0, tzinfo=datetime.UTC)
    assert Thread.objects.get(pk=thread.pk).call_at == at
    assert "Call Thu 29 Oct, 4:00 pm in Portland (PT)" in text(client.get(url("thread-show", thread.pk)))
    bad = client.post(url("thread-call", thread.pk), {"call-day": "2026-10-29", "call-time": "25:99"})
    assert (bad.status_code, "Write a time such as 16:00." in text(bad)) == (422, True)
    client.post(url("thread-placed", thread.pk), {"placed-starts_on": "2027-01-11"})
    assert "From Mon 11 Jan 2027" in text(client.get(url("board")))


def test_a_call_before_any_reply_is_refused_beside_the_field(client, waiting):
    page = client.post(url("thread-call", waiting.pk), {"call-day": "2026-10-29", "call-time": "16:00"})
    assert page.status_code == 422
    assert Thread.objects.get(pk=waiting.pk).call_at is None


def test_a_note_stands_in_the_history_once(client, waiting):
    data = {"note-body": "Met at ACP.", "note-once": "key-4"}
    for _ in range(2):
        client.post(url("thread-note", waiting.pk), data)
    assert [t.body for t in waiting.touches.filter(kind="note")] == ["Met at ACP."]
    assert client.post(url("thread-note", waiting.pk), {"note-body": " "}).status_code == 422


def test_the_subject_is_edited_in_one_line(client, waiting):
    client.post(url("thread-edit", waiting.pk), {"subject": "Re:\r\nBcc: all@example.org"})
    assert Thread.objects.get(pk=waiting.pk).subject == "Re: Bcc: all@example.org"


# ---- contacts ----


def test_a_contact_is_edited_and_its_threads_follow(client, waiting):
    data = {
        "title": "Prof.",
        "name": "Anand Chaudhry",
        "source": "conference",
        "city": "Denver",
        "state": "colorado",
    }
    assert client.post(url("contact-edit", waiting.contact_id), data).status_code == 302
    contact = Contact.objects.get()
    assert (contact.called, contact.state, contact.source) == ("Prof. Anand Chaudhry", "CO", "conference")
    assert "9:00 am in Denver (MT)" in text(client.get(url("thread-show", waiting.pk)))
    bad = client.post(url("contact-edit", contact.pk), {**data, "notes": "x" * 50_000})
    assert (bad.status_code, "50000 characters are too many" in text(bad)) == (422, True)


def test_delete_and_undo_of_thread_and_contact(client, waiting):
    page = client.post(url("thread-delete", waiting.pk), follow=True)
    assert f'action="{url("thread-restore", waiting.pk)}"' in text(page)
    assert client.get(url("thread-show", waiting.pk)).status_code == 404
    client.post(url("thread-restore", waiting.pk))
    assert client.get(url("thread-show", waiting.pk)).status_code == 200
    page = client.post(url("contact-delete", waiting.contact_id), follow=True)
    assert f'action="{url("contact-restore", waiting.contact_id)}"' in text(page)
    assert client.get(url("thread-show", waiting.pk)).status_code == 404
    client.post(url("contact-restore", waiting.contact_id))
    assert client.get(url("thread-show", waiting.pk)).status_code == 200


# ---- an inbox mail under any thread ----


def test_a_mail_is_filed_under_any_thread_found_by_its_name(client, user, stranger):
    right = make.thread(user, sent_on=TUE, now=NOW, contact_fields={"name": "Sofia Brandt"})
    make.thread(user, sent_on=TUE, now=NOW)
    make.thread(stranger, sent_on=TUE, now=NOW, contact_fields={"name": "Sofia Brandt"})
    mail = make.inbound(user)
    path = url("inbound-show", mail.pk)
    assert f'href="{path}"' in client.get(url("inbox")).content.decode()
    assert len(client.get(path).context["found"]) == 2
    page = client.get(path, {"q": "brandt"})
    assert [row.pk for row in page.context["found"]] == [right.pk]
    assert client.post(url("inbound-file", mail.pk), {"thread": right.pk}).url == right.get_absolute_url()
    mail.refresh_from_db()
    assert (mail.state, mail.thread) == ("filed", right)
    assert client.get(path).url == url("inbox")


def test_a_search_that_finds_nobody_says_so(client, user):
    page = client.get(url("inbound-show", make.inbound(user).pk), {"q": "<b>zzz"}).content.decode()
    assert "No thread with “&lt;b&gt;zzz”." in page


@pytest.mark.parametrize("count", [1, 25])
def test_the_search_costs_the_same_for_one_and_many(client, user, count, django_assert_num_queries):
    for _ in range(count):
        make.thread(user, sent_on=TUE, now=NOW)
    path = url("inbound-show", make.inbound(user).pk)
    with django_assert_num_queries(6):
        page = client.get(path)
    assert (len(page.context["found"]), page.context["has_more"]) == (min(count, 20), count > 20)
