"""The rules one by one, by their own examples; the mends; the forty emails stand in test_emails.py."""

import re
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.composer import LINES, Draft, words
from outreach.linter import RULES, History, Severity, fix, fix_all, in_order, is_blocked, lint
from outreach.names import Recipient

NAOMI = Recipient("Naomi", "Whitfield", institution="Carrow Medical Center", city="Buffalo", state="NY")
SOUND = Draft(
    subject="Your discharge-call study: could I help?",
    greeting="Dear Dr. Whitfield,",
    intro="I’m Nadia Rahman, a 2024 graduate from Dhaka, now on an internal medicine rotation in Cleveland.",
    why_them="Your 2025 study of discharge calls in heart failure changed how I explain new medications.",
    signal="I have logged 26 ward days there, and my cardiology abstract with Dr. Osei is under review.",
    offer="I could take on chart review for your next study and join your team for four weeks in July 2027.",
    ask="Could we speak for 15 minutes in the week of 9 November?",
    attachments="My CV is attached.",
    signature="Best regards,\nNadia Rahman",
    cv="Hospital medicine",
)
FOLLOW_UP = Draft(
    subject="Re: Your discharge-call study: could I help?",
    greeting="Dear Dr. Whitfield,",
    signal="My abstract was accepted at ACC.26.",
    ask="Could we speak for 15 minutes in the week of 16 November?",
    number=1,
)


def shown(example):
    """The example as a whole mail: a sound draft, or a sound follow-up to it, with its changes."""
    number = example.draft.get("number", 0)
    draft = replace(FOLLOW_UP if number else SOUND, **example.draft)
    thread = (SOUND,) if number else ()
    history = History(**{"thread": thread, **example.history})
    return draft, replace(NAOMI, **example.recipient), history


def keys(findings):
    return [finding.key for finding in findings]


def test_there_are_at_least_25_rules_and_each_says_why():
    assert len(RULES) >= 25
    assert [key for key, rule in RULES.items() if len(rule.why) < 30 or rule.why[-1] != "."] == []


def test_a_sound_mail_and_a_sound_follow_up_have_nothing_to_fix():
    assert lint(SOUND, NAOMI) == ()
    assert lint(FOLLOW_UP, NAOMI, History(thread=(SOUND,))) == ()


@pytest.mark.parametrize("key", RULES)
def test_the_bad_example_is_found_and_the_good_one_is_clean(key):
    bad, good = shown(RULES[key].bad), shown(RULES[key].good)
    assert key in keys(lint(*bad))
    assert lint(*good) == ()


@pytest.mark.parametrize("key", RULES)
def test_every_finding_speaks_in_two_short_sentences_and_points_at_words(key):
    draft, recipient, history = shown(RULES[key].bad)
    for finding in lint(draft, recipient, history):
        assert finding.title.endswith(".")
        assert finding.advice.endswith((".", "”"))
        assert finding.sentence == f"{finding.title} {finding.advice}"
        assert "!" not in finding.sentence.replace(finding.quote, "")
        assert len(finding.sentence) < 240
        assert finding.number == (LINES.index(finding.line) + 1 if finding.line in LINES else None)
        if finding.span:
            start, end = finding.span
            assert 0 <= start < end <= len(getattr(draft, finding.line))
            assert finding.quote == getattr(draft, finding.line)[start:end]
            assert finding.quote.strip()


@pytest.mark.parametrize("key", [key for key, rule in RULES.items() if rule.fix])
def test_a_fix_mends_its_example_for_good_and_touches_nothing_else(key):
    draft, recipient, history = shown(RULES[key].bad)
    (finding,) = [f for f in lint(draft, recipient, history) if f.key == key]
    assert finding.can_fix
    mended = fix(key, draft, recipient, history)
    assert key not in keys(lint(mended, recipient, history))
    assert fix(key, mended, recipient, history) == mended
    changed = {
        field for field in Draft.__dataclass_fields__ if getattr(mended, field) != getattr(draft, field)
    }
    assert changed == {finding.line}


@pytest.mark.parametrize("key", ["length.over", "length.long", "length.short", "follow-up.longer"])
def test_an_example_that_counts_words_counts_right(key):
    for example in (RULES[key].bad, RULES[key].good):
        draft, _, history = shown(example)
        counted = [words(draft), *(words(old) for old in history.thread)]
        assert [int(number) for number in re.findall(r"\d+", example.words)] == counted


def test_only_an_empty_greeting_or_name_blocks():
    assert [key for key, rule in RULES.items() if rule.severity == Severity.BLOCKS] == [
        "greeting.empty",
        "greeting.no-name",
        "recipient.unnamed",
    ]
    assert is_blocked(lint(replace(SOUND, greeting=" "), NAOMI))
    assert is_blocked(lint(SOUND, Recipient()))
    assert not is_blocked(lint(Draft(greeting="Dear Dr. Whitfield,"), NAOMI))


def test_the_sentence_of_the_design():
    draft = replace(
        SOUND, attachments="My CV is attached. I would be grateful for any opportunity whatsoever!!"
    )
    findings = lint(draft, NAOMI)
    assert [(f.key, f.sentence, f.quote) for f in findings] == [
        ("tone.desperate", "Line 6 sounds desperate. Stop after “attached”.", "any opportunity whatsoever"),
        ("tone.exclamation", "Line 6 has 2 exclamation marks. A full stop is enough.", "!!"),
    ]
    assert fix("tone.desperate", draft, NAOMI) == SOUND


def test_a_fix_never_empties_a_line():
    draft = replace(SOUND, attachments="Grateful for any opportunity whatsoever.")
    assert fix("tone.desperate", draft, NAOMI) == draft
    (finding,) = [f for f in lint(draft, NAOMI) if f.key == "tone.desperate"]
    assert (finding.can_fix, finding.advice) == (False, "Leave out “any opportunity whatsoever”.")


def test_fix_knows_its_rules_and_leaves_a_sound_draft_alone():
    assert fix_all(SOUND, NAOMI) == SOUND
    assert fix("why.generic", replace(SOUND, why_them="Your work."), NAOMI) == replace(
        SOUND, why_them="Your work."
    )
    with pytest.raises(KeyError):
        fix("no.such-rule", SOUND, NAOMI)


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (49, "length.short"),
        (50, None),
        (125, None),
        (126, "length.long"),
        (150, "length.long"),
        (151, "length.over"),
    ],
)
def test_length_at_its_borders(count, expected):
    rest = words(replace(SOUND, offer=""))
    if count > rest:
        draft = replace(SOUND, offer=" ".join(["review"] * (count - rest)))
    else:
        draft = replace(SOUND, intro="I’m Nadia.", offer="I could help.")
        draft = replace(
            draft, signal="26 " + " ".join(["days"] * (count - words(replace(draft, signal="26"))))
        )
    assert words(draft) == count
    assert [key for key in keys(lint(draft, NAOMI)) if key.startswith("length.")] == (
        [expected] if expected else []
    )


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Discharge calls", ["subject.length"]),
        ("Your discharge-call study", []),
        ("one two three four five six seven eight", []),
        ("one two three four five six seven eight nine", ["subject.length"]),
        ("Your discharge-call study: could I help in July 2027?", ["subject.length"]),
    ],
)
def test_subject_three_to_eight_words(subject, expected):
    assert keys(lint(replace(SOUND, subject=subject), NAOMI)) == expected


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        ("Could we speak for 15 minutes on Tue 10 Nov or Thu 12 Nov?", []),
        ("Could we speak for 15 minutes? Would Tue 10 Nov or Thu 12 Nov suit you?", []),
        ("Would Tue 10 Nov at 4 pm work, or Thu 12 Nov? It would take 15 minutes by phone.", []),
        ("Could we speak for 15 minutes in November? Please let me know which day suits you.", []),
        ("Could we speak for 15 minutes in November, and could you send me your protocol?", ["ask.several"]),
        (
            "Could we speak for 15 minutes in November? Please forward my CV to your coordinator.",
            ["ask.several"],
        ),
        ("Could we speak for 15 minutes in November? Could I help with your registry?", []),
        ("I hope we can speak some day.", ["ask.none"]),
        ("I would like to request an observership.", ["ask.not-a-call"]),
        ("Can we talk?", ["ask.no-length", "ask.no-time"]),
        ("May I call you for 15 minutes?", ["ask.no-time"]),
        ("Could we speak for 15 minutes in May?", []),
        ("I would appreciate a 15-minute call in the week of 9 November.", []),
        ("Are you free for a 15-minute call on Tue 10 Nov at 10 am ET?", []),
        ("May I have 15 minutes of your time on Thursday?", []),
        ("Could we speak for 15 minutes in November? If that month is full, would December work?", []),
        (
            "Could we speak for 15 minutes in November? Is there anyone else I should write to?",
            ["ask.several"],
        ),
    ],
)
def test_one_ask_with_two_slots_and_an_offer_is_none(ask, expected):
    assert keys(lint(replace(SOUND, ask=ask), NAOMI)) == expected


def test_an_offer_in_another_line_is_not_an_ask():
    draft = replace(SOUND, offer="Would it help if I took on chart review for your follow-up study in July?")
    assert lint(draft, NAOMI) == ()


@pytest.mark.parametrize(
    ("why", "recipient", "generic"),
    [
        ("Your work has interested me for long.", NAOMI, True),
        ("I admire your research in internal medicine.", NAOMI, True),
        ("Dr. Whitfield, your publications are very interesting.", NAOMI, True),
        ("Your Department of Internal Medicine has a good program.", NAOMI, True),
        ("Your paper on heart failure discharge changed my practice.", NAOMI, False),
        ("Your talk at CHEST changed my practice.", NAOMI, False),
        ("I would like to see how patients are followed up in Buffalo.", NAOMI, False),
        ("I read how Carrow runs its clinic.", NAOMI, False),
        ("Your 300 patients with sepsis are many.", NAOMI, False),
        ("Your sarcoidosis clinic is why I write.", replace(NAOMI, works=("Sarcoidosis clinic",)), False),
        ("Your sarcoidosis clinic is why I write.", NAOMI, False),
        ("Your clinic for sarcoidosis is why I write.", replace(NAOMI, works=("Sarcoidosis clinic",)), False),
        ("Your cardiology clinic is why I write.", NAOMI, True),
        ("Your groundbreaking study is why I write.", NAOMI, True),
        ("I read your paper with great interest and it changed me.", NAOMI, True),
        ("The street round you lead took in three of my neighbors.", NAOMI, False),
        ("I read “Calls after discharge” with care.", NAOMI, False),
    ],
)
def test_why_you_needs_a_particular(why, recipient, generic):
    assert ("why.generic" in keys(lint(replace(SOUND, why_them=why), recipient))) == generic


def test_why_you_is_compared_with_the_last_twenty_only():
    same, other = SOUND.why_them, "Your sepsis clinic in Erie is why I write."
    assert keys(lint(SOUND, NAOMI, History(why_them=(*[other] * 19, same)))) == ["why.copied"]
    assert keys(lint(SOUND, NAOMI, History(why_them=(*[other] * 20, same)))) == []
    (finding,) = lint(SOUND, NAOMI, History(why_them=(other, same)))
    assert (
        finding.sentence
        == "Line 2 says what you wrote to someone else. It is almost the same as a mail 2 back."
    )


@pytest.mark.parametrize(
    ("signal", "found"),
    [
        ("In 8 weeks of observership I treated patients.", True),
        ("During my observership I performed 3 lumbar punctures.", True),
        ("Shadowing Dr. Osei for 4 weeks, I was examining patients daily.", True),
        ("I have done 2 observerships and 1 hands-on elective.", True),
        ("After my observership I am looking for 4 hands-on weeks.", False),
        ("In 8 weeks of observership I did not examine or treat anyone.", False),
        ("In a hands-on elective of 8 weeks I examined patients.", False),
        ("During 8 weeks of observership I presented 12 cases.", False),
    ],
)
def test_hands_on_claims_from_an_observership(signal, found):
    draft = replace(
        SOUND,
        signal=signal,
        intro="I’m Nadia Rahman, a 2024 graduate from Dhaka, now in Cleveland for a year.",
    )
    assert ("claim.hands-on" in keys(lint(draft, NAOMI))) == found


@pytest.mark.parametrize(
    ("line", "text", "found"),
    [
        ("signal", "I presented at ACC and CHEST and passed USMLE Step 2 CK in 2025.", False),
        ("signal", "My MBBS is from AIIMS; ECFMG and ERAS numbers are in my CV of 2026.", False),
        ("signal", "I am HIGHLY MOTIVATED and have 26 ward days.", True),
        ("subject", "URGENT question on discharge calls", True),
        ("subject", "Question on JAMA SGLT2 paper", False),
    ],
)
def test_capitals(line, text, found):
    assert ("tone.capitals" in keys(lint(replace(SOUND, **{line: text}), NAOMI))) == found


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("attachments", "My CV is attached. I am available immediately."),
        ("attachments", "My CV is attached. Any help would be appreciated."),
        ("attachments", "Please find attached my C.V."),
        ("attachments", "My résumé is attached. I am grateful for your time."),
        ("signal", "I hold a Fulbright scholarship and expect to finish 3 papers in June."),
        ("signal", "I have three letters of recommendation from US cardiologists."),
        ("signal", "I was a resident for 3 years, with a paper in NEJM and one in BMJ Open."),
        ("signal", "In my observership I saw 40 patients and placed first in the quiz."),
        ("signal", "I took part in an industry-sponsored trial of vitamin B1 and opted for 2 more years."),
        ("why_them", "Your Buffalo group opts for early discharge, which few do."),
        ("offer", "I am free on Fridays and could scan slides."),
        ("greeting", "Dear Dr. N. Whitfield, MD,"),
        ("greeting", "Dear Prof. Dr. Whitfield,"),
        ("greeting", "DEAR DR. WHITFIELD,"),
        ("greeting", "To Dr. Whitfield:"),
    ],
)
def test_sound_lines_are_left_alone(line, text):
    assert lint(replace(SOUND, **{line: text}), NAOMI) == ()


@pytest.mark.parametrize(
    ("greeting", "key"),
    [
        ("Respected Sir,", "greeting.impersonal"),
        ("Dear Ma'am", "greeting.impersonal"),
        ("Dear Program Director,", "greeting.impersonal"),
        ("Dear Doctor,", "greeting.impersonal"),
        ("To whom it may concern:", "greeting.impersonal"),
        ("Dear all,", "greeting.several-people"),
        ("Dear Dr. Whitfield and team,", "greeting.several-people"),
        ("Dear Drs. Whitfield, Lang", "greeting.several-people"),
        ("Dear Dr.,", "greeting.no-name"),
        ("Dear", "greeting.no-name"),
        ("{recipient}", "greeting.no-name"),
        ("Dear Mr. Peter Whitfield,", "greeting.surname"),
        ("Whitfield,", "greeting.title"),
        ("Hi Naomi", "greeting.given-name"),
    ],
)
def test_a_greeting_gets_one_verdict_and_its_mend(greeting, key):
    draft = replace(SOUND, greeting=greeting)
    assert keys(lint(draft, NAOMI)) == [key]
    assert fix(key, draft, NAOMI) == SOUND


def test_can_fix_is_about_the_line_of_the_finding():
    draft = replace(SOUND, attachments="My CV is attached. I beg you.", offer="I could do anything at all.")
    found = {
        finding.line: finding.can_fix for finding in lint(draft, NAOMI) if finding.key == "tone.desperate"
    }
    assert found == {"offer": False, "attachments": True}


def test_findings_come_in_reading_order_and_warnings_before_hints():
    draft = replace(
        SOUND, subject="Re: calls", greeting="Dear Sir,", intro="", attachments="My CV is attached!"
    )
    assert [(f.line, f.number, f.severity.value) for f in lint(draft, NAOMI)] == [
        ("greeting", None, "warn"),
        ("subject", None, "warn"),
        ("subject", None, "hint"),
        ("intro", 1, "warn"),
        ("attachments", 6, "hint"),
    ]


def test_follow_up_rules_do_not_ask_for_six_lines():
    history = History(thread=(SOUND,))
    assert keys(lint(replace(FOLLOW_UP, signal=""), NAOMI, history)) == ["follow-up.nothing-new"]
    assert keys(lint(replace(FOLLOW_UP, signal="Just checking in."), NAOMI, history)) == [
        "follow-up.checking-in"
    ]
    assert (
        lint(
            replace(FOLLOW_UP, signal="I am following up with a result: our abstract won at ACC.26."),
            NAOMI,
            history,
        )
        == ()
    )
    assert keys(lint(replace(FOLLOW_UP, subject="Re: Other"), NAOMI, history)) == ["follow-up.subject"]


def test_in_order_states_facts_only():
    assert in_order(SOUND, NAOMI) == (
        f"{words(SOUND)} words, within 50 to 125.",
        "Greets Dr. Whitfield by name.",
        "Line 2 has a particular: “2025”.",
        "Line 3 has a fact.",
        "One question, with its length and a time.",
    )
    assert in_order(Draft(), NAOMI) == ()
    assert in_order(FOLLOW_UP, NAOMI) == ()


@pytest.mark.parametrize(
    "piece",
    ["a ", "sorry ", "!", "Dr. ", "in for ", "http://", "a.", "“", "[", "{", "<a ", "re: ", "\u2600", "AB "],
)
def test_a_pasted_wall_of_text_is_linted_within_a_second_of_work(piece):
    wall = (piece * 2000)[:2000]
    draft = Draft(wall, wall, *[wall] * 6)
    started = time.process_time()
    lint(draft, NAOMI, History(why_them=(wall,), thread=(draft,)))
    lint(replace(draft, number=1), NAOMI, History(thread=(draft,)))
    assert time.process_time() - started < 1


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
PIECES = st.lists(
    st.one_of(ANY, st.sampled_from([rule.bad.words for rule in RULES.values()])), max_size=3
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, min_size=8, max_size=8), st.booleans())
def test_any_text_is_linted_in_order_and_every_fix_is_final(texts, is_follow_up):
    draft = Draft(*texts, number=int(is_follow_up))
    history = History(why_them=(texts[3],), surnames=("Lang",), thread=(SOUND,))
    findings = lint(draft, NAOMI, history)
    assert findings == lint(draft, NAOMI, history)
    for finding in findings:
        if finding.span:
            assert finding.quote == getattr(draft, finding.line)[slice(*finding.span)]
        mended = fix(finding.key, draft, NAOMI, history)
        assert fix(finding.key, mended, NAOMI, history) == mended
    mended = fix_all(draft, NAOMI, history)
    assert all(bool(getattr(draft, line).strip()) <= bool(getattr(mended, line).strip()) for line in LINES)
