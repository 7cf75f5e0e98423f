from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach.composer import (
    LABELS,
    LINES,
    Draft,
    Facts,
    Merged,
    News,
    body,
    could_add,
    count_words,
    follow_up,
    merge,
    merge_draft,
    reply_subject,
    start,
    values,
    words,
)
from outreach.names import Recipient
from outreach.trigrams import similarity, trigrams

NAOMI = Recipient(
    "Naomi", "Whitfield", institution="Carrow Medical Center", city="Buffalo", works=("discharge calls",)
)
FIRST = Draft(
    subject="Your discharge-call study",
    greeting="Dear Dr. Whitfield,",
    intro="I’m Nadia Rahman, a 2024 graduate from Dhaka, on a rotation in Cleveland.",
    why_them="Your 2025 study of discharge calls changed how I explain medications.",
    signal="I have logged 26 ward days there.",
    offer="I could take on chart review for your follow-up study.",
    ask="Could we speak for 15 minutes in the week of 9 November?",
    attachments="My CV is attached.",
    signature="Best regards,\nNadia Rahman",
    cv="Hospital medicine",
)
SENT = date(2026, 10, 28)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("  \n ", 0),
        ("one", 1),
        ("a–b c", 2),
        ("discharge-call study:", 2),
        ("Yes – and no", 3),
        ("😀 15 min", 2),
    ],
)
def test_count_words(text, count):
    assert count_words(text) == count


def test_words_are_counted_over_the_six_lines_only():
    assert words(FIRST) == sum(count_words(getattr(FIRST, key)) for key in LINES) == 57
    assert words(replace(FIRST, greeting="x " * 50, subject="y " * 50, signature="z " * 50)) == 57


def test_every_line_has_a_label():
    assert set(LABELS) == {"subject", "greeting", *LINES} <= {field.name for field in fields(Draft)}


def test_body_puts_each_line_in_a_paragraph_and_drops_empty_ones():
    draft = Draft(
        greeting="Dear Dr. Whitfield,", intro="One\r\nline.", ask=" Two? ", signature="Best,\r\nNadia\n"
    )
    assert body(draft) == "Dear Dr. Whitfield,\n\nOne line.\n\nTwo?\n\nBest,\nNadia\n"


def test_merge_fills_what_is_known_and_leaves_the_rest_visible():
    assert merge(
        "I’m {name} of {school}; {name}. {__class__} {x}", {"name": "Nadia", "school": ""}
    ) == Merged("I’m Nadia of {school}; Nadia. {__class__} {x}", ("school", "__class__", "x"))


def test_merge_never_fills_a_field_that_came_in_with_a_value():
    assert merge("{name}", {"name": "{signal}", "signal": "secret"}) == Merged("{signal}")


def test_merge_draft_fills_subject_greeting_lines_and_signature():
    template = Draft(
        subject="Your {work}", greeting="Dear {recipient},", intro="{one_liner}", signature="{name}", cv="v1"
    )
    draft, missing = merge_draft(template, values(Facts(name="Nadia Rahman"), NAOMI))
    assert draft == Draft(
        subject="Your discharge calls",
        greeting="Dear Dr. Whitfield,",
        intro="{one_liner}",
        signature="Nadia Rahman",
        cv="v1",
    )
    assert missing == ("one_liner",)


def test_start_fills_what_the_profile_knows_and_invents_nothing():
    facts = Facts(
        name="Nadia Rahman", degree="MBBS", school="Dhaka Medical College", graduated="2024", cv="v2"
    )
    assert start(facts, NAOMI) == Draft(
        greeting="Dear Dr. Whitfield,",
        intro="I’m Nadia Rahman, a 2024 graduate of Dhaka Medical College.",
        attachments="My CV is attached.",
        signature="Best regards,\nNadia Rahman, MBBS",
        cv="v2",
    )
    assert start(Facts(), Recipient()) == Draft()
    assert start(Facts(one_liner="I’m N.", signal="26 days."), NAOMI).intro == "I’m N."


@pytest.mark.parametrize(
    ("subject", "reply"),
    [
        ("Your study", "Re: Your study"),
        ("Re: Your study", "Re: Your study"),
        ("RE: re: AW: x", "Re: x"),
        (" a\nb ", "Re: a b"),
    ],
)
def test_reply_subject_has_one_re(subject, reply):
    assert reply_subject(subject) == reply


def test_follow_ups_stay_in_the_thread_and_shrink():
    one = follow_up(FIRST, first=FIRST, first_sent_on=SENT, new_thing="My abstract was accepted at ACC.26.")
    two = follow_up(one, first=FIRST, first_sent_on=SENT, new_thing="I start at St. Alda in May.")
    three = follow_up(two, first=FIRST, first_sent_on=SENT, new_thing="")
    assert one == Draft(
        subject="Re: Your discharge-call study",
        greeting="Dear Dr. Whitfield,",
        intro="I wrote to you on Wed 28 Oct.",
        signal="My abstract was accepted at ACC.26.",
        ask="Could we speak for 15 minutes in the week of 9 November?",
        signature="Best regards,\nNadia Rahman",
        number=1,
    )
    assert (two.number, two.subject, two.ask) == (2, one.subject, "Would 15 minutes still be possible?")
    assert (three.number, three.signal, three.ask) == (3, "", "")
    assert three.attachments == "This is my last note; thank you for reading."
    assert [words(draft) for draft in (FIRST, one, two, three)] == [57, 26, 21, 9]


SENTENCE = st.integers(0, 30).map(lambda n: " ".join(["word"] * n))


@given(SENTENCE, SENTENCE, SENTENCE)
def test_a_follow_up_is_shorter_whenever_its_new_thing_leaves_room(intro, ask, new_thing):
    first = replace(FIRST, intro=intro, ask=ask)
    one = follow_up(first, first=first, first_sent_on=SENT, new_thing=new_thing)
    two = follow_up(one, first=first, first_sent_on=SENT, new_thing=new_thing)
    for before, after in ((first, one), (one, two)):
        assert words(after) < words(before) or (after.intro, after.ask) == ("", "")


def test_could_add_offers_recent_facts_the_thread_has_not_heard():
    news = [
        News(date(2026, 11, 2), "My abstract was accepted at ACC.26."),
        News(date(2026, 11, 9), "I passed Step 3 on the first attempt."),
        News(date(2026, 9, 1), "I started at St. Brendan."),
        News(date(2026, 11, 5), "I have logged 26 ward days there now."),
        News(date(2026, 11, 6), ""),
    ]
    assert could_add(news, since=SENT, said=[body(FIRST)]) == (news[1], news[3], news[0])
    assert could_add(news, since=SENT, said=[news[0].words], most=1) == (news[1],)
    assert could_add(news, since=SENT, said=[n.words for n in news]) == ()
    assert could_add(news, since=SENT, said=["I have logged 26 ward days there."]) == (news[1], news[0])


def test_trigrams_match_pg_trgm():
    assert trigrams("Cat") == {"  c", " ca", "cat", "at "}
    assert trigrams("a-b, b") == {"  a", " a ", "  b", " b "}
    assert similarity("word", "two words") == pytest.approx(4 / 11)
    assert similarity("same words", "SAME, words!") == 1.0
    assert similarity("", "x") == 0.0
