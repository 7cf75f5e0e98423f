"""Milestone news: a draft for each, never to who asked to be left alone, and what was sent is a contact."""

import datetime
from email import message_from_bytes, policy

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import make
from tracker import merge, news_services, news_texts
from tracker.models import Attending, Catchup, GuardOverride, News, NewsDraft

NOW = datetime.datetime(2027, 3, 19, 17, tzinfo=datetime.UTC)  # Fri 19 Mar, Match Day
TODAY = NOW.date()
SENTENCE = "I matched in internal medicine at Harlow University Hospital"


# ---- the words (pure) ----


def facts(**changes):
    given = {"writer": "Dr. Feldman", "name": "Nadia Rahman", "kind": "matched", "sentence": SENTENCE}
    return news_texts.NewsFacts(**given | changes)


@pytest.mark.parametrize(
    ("changes", "second"),
    [
        ({}, "Thank you for the time you gave me."),
        ({"closeness": "mentor"}, "What I learned from you is part of it. Thank you."),
        (
            {"together": "internal medicine at St. Brendan", "until": "December 2026"},
            "I wanted you to hear it from me: I worked with you in internal medicine at St. Brendan until "
            "December 2026. Thank you for the time you gave me.",
        ),
        (
            {"together": "cardiology at Kirkwall", "closeness": "advocate"},
            "I wanted you to hear it from me while I am with you in cardiology at Kirkwall. You spoke up for "
            "me when it counted, and I have not forgotten it.",
        ),
    ],
)
def test_the_draft_is_about_the_two_of_them(changes, second):
    assert news_texts.draft(facts(**changes)) == news_texts.NewsText(
        "I matched", f"Dear Dr. Feldman,\n\n{SENTENCE}.\n\n{second}\n\nKind regards,\nNadia Rahman"
    )


@pytest.mark.parametrize("end", [".", "!", "?", "…"])
def test_a_sentence_keeps_its_own_end(end):
    assert f"\n\nI passed{end}\n\n" in news_texts.draft(facts(sentence=f"I passed{end} ", kind="exam")).body


def test_another_kind_has_a_plain_subject():
    assert news_texts.draft(facts(kind="other")).subject == "Some news"


# ---- the pages ----


@pytest.fixture(autouse=True)
def _match_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(signed_in, user):
    return signed_in(user)


@pytest.fixture
def ruth(user):
    house = make.institution(user, name="St. Brendan")
    record = make.attending(user, name="Ruth Feldman", email="ruth@brendan.example", institution=house)
    day = datetime.timedelta(days=1)
    make.rotation(
        user,
        attending=record,
        institution=house,
        specialty=make.specialty("Internal medicine"),
        starts_on=TODAY - 120 * day,
        ends_on=TODAY - 90 * day,
    )
    make.person_note(user, record, closeness="mentor")
    return record


@pytest.fixture
def paul(user):
    return make.attending(user, name="Paul Moreau", email="")


def text(answer):
    return " ".join(answer.content.decode().split()).replace("\xa0", " ")


def tell(client, *people, **changes):
    given = {"kind": "matched", "sentence": SENTENCE, "on": "2027-03-19", "once": "key"}
    given["attendings"] = [one.pk for one in people]
    return client.post(reverse("tracker:news-add"), given | changes)


@pytest.mark.django_db
def test_each_chosen_one_gets_a_draft_of_their_own(client, user, ruth, paul):
    assert tell(client, ruth, paul).url == News.objects.get().get_absolute_url()
    tell(client, ruth, paul)  # a double click
    found = [(one.attending, one.subject, one.body.split("\n\n")[2]) for one in NewsDraft.objects.all()]
    assert found == [
        (
            ruth,
            "I matched",
            "I wanted you to hear it from me: I worked with you in internal medicine at St. Brendan until "
            "December 2026. What I learned from you is part of it. Thank you.",
        ),
        (paul, "I matched", "Thank you for the time you gave me."),
    ]


@pytest.mark.django_db
def test_mentors_are_chosen_beforehand_and_whoever_asked_is_left_out(client, user, ruth, paul):
    make.attending(user, name="Sofia Brandt", is_do_not_contact=True)
    page = text(client.get(reverse("tracker:news-add")))
    assert "they asked not to be contacted: Dr. Sofia Brandt." in page
    assert page.count('name="attendings"') == 2
    assert page.count(f'value="{ruth.pk}"') == 1
    form = client.get(reverse("tracker:news-add")).context["form"]
    assert form.initial["attendings"] == [ruth.pk]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"attendings": []}, "Choose somebody."),
        ({"sentence": ""}, "Fill in your news in one sentence."),
        ({"on": "2027-03-20"}, "That day is still to come."),
        (
            {"sentence": "My patient Mr. Harold Jones MRN 12345678 did well"},
            "This looks like a real patient.",
        ),
    ],
)
def test_what_is_missing_is_said_beside_the_field(client, ruth, changes, sentence):
    answer = tell(client, ruth, **changes)
    assert (answer.status_code, sentence in text(answer)) == (422, True)
    assert not News.objects.exists()


@pytest.mark.django_db
def test_nobody_left_alone_can_be_chosen_by_hand(client, user, ruth):
    alone = make.attending(user, name="Sofia Brandt", is_do_not_contact=True)
    assert tell(client, alone).status_code == 422
    assert not NewsDraft.objects.exists()


@pytest.mark.django_db
def test_the_ways_out_of_a_draft(client, ruth):
    tell(client, ruth)
    draft = NewsDraft.objects.get()
    page = text(client.get(draft.get_absolute_url()))
    assert "mailto:ruth@brendan.example?subject=I%20matched&amp;body=Dear%20Dr.%20Feldman" in page
    assert "Open in Gmail" in page
    assert 'data-copy="text"' in page
    answer = client.get(reverse("tracker:newsdraft-eml", args=[draft.pk]))
    mail = message_from_bytes(answer.content, policy=policy.default)
    assert (mail["To"], mail["Subject"], mail["X-Unsent"]) == (
        "Ruth Feldman <ruth@brendan.example>",
        "I matched",
        "1",
    )
    assert mail.get_body().get_content().replace("\r\n", "\n").strip() == draft.body


@pytest.mark.django_db
def test_who_asked_meanwhile_gets_no_way_out(client, ruth):
    tell(client, ruth)
    draft = NewsDraft.objects.get()
    Attending.objects.filter(pk=ruth.pk).update(is_do_not_contact=True)
    page = text(client.get(draft.get_absolute_url()))
    assert "Please do not write." in page
    assert "mailto:" not in page
    assert "data-copy" not in page
    assert client.get(reverse("tracker:newsdraft-eml", args=[draft.pk])).status_code == 404
    answer = client.post(reverse("tracker:newsdraft-sent", args=[draft.pk]), follow=True)
    assert "Dr. Ruth Feldman asked not to be contacted." in text(answer)
    assert not Catchup.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("link", [{"is_linked": True}, {"email": "Ruth@Brendan.example"}])
def test_who_asked_under_outreach_is_left_alone_here_too(client, user, ruth, paul, link):
    tell(client, ruth, paul)
    first, second = NewsDraft.objects.all()
    known = {"attending": ruth} if link.pop("is_linked", False) else link
    make.contact(user, name="Ruth Feldman", is_do_not_contact=True, **known)
    assert "Please do not write." in text(client.get(first.get_absolute_url()))
    assert client.get(reverse("tracker:newsdraft-eml", args=[first.pk])).status_code == 404
    assert news_services.next_unsent(second) is None
    page = text(client.get(reverse("tracker:news-add")))
    assert "they asked not to be contacted: Dr. Ruth Feldman." in page
    answer = client.post(reverse("tracker:newsdraft-sent", args=[first.pk]), follow=True)
    assert "Dr. Ruth Feldman asked not to be contacted." in text(answer)
    assert not Catchup.objects.exists()


@pytest.mark.django_db
def test_what_was_sent_stands_in_the_history_once_and_the_next_one_opens(client, user, ruth, paul):
    tell(client, ruth, paul)
    first, second = NewsDraft.objects.all()
    path = reverse("tracker:newsdraft-sent", args=[first.pk])
    assert client.post(path).url == second.get_absolute_url()
    client.post(path)
    assert [(one.attending, one.on, one.way, one.about) for one in Catchup.objects.all()] == [
        (ruth, TODAY, "email", "News: I matched")
    ]
    assert "Email: News: I matched" in text(client.get(ruth.get_absolute_url()))
    assert (
        client.post(reverse("tracker:newsdraft-sent", args=[second.pk])).url == first.news.get_absolute_url()
    )
    assert "2 of 2 sent" in text(client.get(reverse("tracker:news-list")))


@pytest.mark.django_db
def test_undo_makes_a_draft_of_it_again(client, ruth):
    tell(client, ruth)
    draft = NewsDraft.objects.get()
    client.post(reverse("tracker:newsdraft-sent", args=[draft.pk]))
    client.post(reverse("tracker:catchup-delete", args=[Catchup.objects.get().pk]))
    assert NewsDraft.objects.get().sent_on is None
    assert "I sent it" in text(client.get(draft.get_absolute_url()))


@pytest.mark.django_db
def test_a_draft_is_changed_put_aside_and_taken_up_again(client, ruth, paul):
    tell(client, ruth)
    news, draft = News.objects.get(), NewsDraft.objects.get()
    edit = reverse("tracker:newsdraft-edit", args=[draft.pk])
    client.post(edit, {"subject": "Good news", "body": "Dear Ruth, it worked."})
    client.post(reverse("tracker:newsdraft-drop", args=[draft.pk]))
    assert "No draft is left." in text(client.get(news.get_absolute_url()))
    client.post(reverse("tracker:news-people", args=[news.pk]), {"attendings": [ruth.pk, paul.pk]})
    assert [(one.attending, one.subject) for one in NewsDraft.objects.filter(deleted_at=None)] == [
        (ruth, "Good news"),
        (paul, "I matched"),
    ]


@pytest.mark.django_db
def test_a_patient_never_enters_a_draft(client, user, ruth):
    tell(client, ruth)
    draft = NewsDraft.objects.get()
    edit = reverse("tracker:newsdraft-edit", args=[draft.pk])
    answer = client.post(edit, {"subject": "News", "body": "We looked after Mrs. Alder together."})
    assert "This looks like a real patient." in text(answer)
    assert NewsDraft.objects.get().body == draft.body
    assert not GuardOverride.objects.exists()


@pytest.mark.django_db
def test_deleted_news_comes_back_with_its_drafts(client, ruth):
    tell(client, ruth)
    news, draft = News.objects.get(), NewsDraft.objects.get()
    client.post(reverse("tracker:news-delete", args=[news.pk]))
    assert client.get(draft.get_absolute_url()).status_code == 404
    client.post(reverse("tracker:news-restore", args=[news.pk]))
    assert client.get(draft.get_absolute_url()).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_the_same_number_of_questions(client, user, count):
    news = make.news(user)
    for number in range(count):
        make.news_draft(news, make.attending(user, name=f"Ruth {number}"))
        make.news(user)
    numbers = []
    for path in (reverse("tracker:news-list"), news.get_absolute_url(), reverse("tracker:news-add")):
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        numbers.append(len(asked))
    assert numbers == [4, 10, 6]


@pytest.mark.django_db
def test_a_merge_keeps_what_was_sent(user, ruth):
    kept = make.verified_attending(name="Ruth Feldman", email="ruth@brendan.example")
    news = make.news(user)
    waiting = make.news_draft(news, kept)
    sent = make.news_draft(news, ruth, body="As sent.", catchup=make.catchup(user, ruth, on=TODAY))
    casey = make.curator()
    done = merge.merge(Attending, [kept.pk, ruth.pk], survivor=kept.pk, actor=casey, now=NOW)
    left = NewsDraft.objects.get()
    assert (left.pk, left.body, left.sent_on) == (waiting.pk, "As sent.", TODAY)
    assert merge.undo(done, actor=casey, now=NOW) == []
    assert {one.pk: (one.attending_id, one.sent_on) for one in NewsDraft.objects.all()} == {
        waiting.pk: (kept.pk, None),
        sent.pk: (ruth.pk, TODAY),
    }
