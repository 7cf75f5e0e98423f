"""What to say, word for word."""

import datetime

from letters import texts
from letters.texts import Moment, TextFacts

TODAY = datetime.date(2026, 12, 14)
MOMENTS = (
    Moment("teamwork", "Worked with the case manager.", datetime.date(2026, 12, 1)),
    Moment("growth", "Cut my presentations to three minutes.", datetime.date(2026, 10, 15)),
)
FULL = TextFacts(
    writer="Dr. Feldman",
    name="Nadia Rahman",
    weeks=12,
    moments=MOMENTS,
    specialty="Internal medicine",
    review_on=datetime.date(2027, 9, 22),
    due_on=datetime.date(2027, 7, 30),
)
BARE = TextFacts(writer="Dr. Feldman", name="Nadia Rahman")


def test_in_person_the_second_sentence_is_the_own_example():
    assert texts.ask_in_person(FULL, TODAY).body == (
        "Dr. Feldman, thank you for these three months. What I remember best is October 15: cut my "
        "presentations to three minutes.\n\n"
        "I am applying in internal medicine next September. Would you be comfortable writing me a strong "
        "letter?"
    )


def test_with_nothing_known_it_still_reads_well():
    assert texts.ask_in_person(BARE, TODAY).body == (
        "Dr. Feldman, thank you for the time you gave me.\n\n"
        "I am applying for residency. Would you be comfortable writing me a strong letter?"
    )


def test_by_email_the_day_and_the_way_out_are_said():
    text = texts.ask_by_email(FULL, TODAY)
    assert text.subject == "A question about a letter of recommendation"
    assert "the letter would be needed by Friday, July 30, 2027." in text.body
    assert "If you would rather not, I am grateful for an honest answer." in text.body
    assert text.body.endswith("With thanks,\nNadia Rahman")


def test_a_nudge_before_and_after_the_yes():
    asked = texts.nudge(TextFacts("Dr. Feldman", "Nadia Rahman", asked_on=datetime.date(2026, 12, 1)), TODAY)
    assert "I asked you on Tuesday, December 1 whether you would be comfortable" in asked.body
    agreed = texts.nudge(
        TextFacts(
            "Dr. Feldman",
            "Nadia Rahman",
            has_agreed=True,
            letter_id="AB12",
            due_on=datetime.date(2027, 7, 30),
        ),
        TODAY,
    )
    assert agreed.body == (
        "Dear Dr. Feldman,\n\nThank you again for agreeing to write a letter for me. It is needed by Friday, "
        "July 30, 2027. The Letter ID is AB12.\n\nIs there anything I can send to make it easier?\n\n"
        "With thanks,\nNadia Rahman"
    )


def test_the_season_is_said_as_people_say_it():
    said = [
        texts.ask_in_person(TextFacts("Dr. F", "N", review_on=datetime.date(year, 9, 22)), TODAY).body
        for year in (2026, 2027, 2029)
    ]
    assert [body.split("residency")[1].split(".")[0] for body in said] == [
        "",
        " next September",
        " in September 2029",
    ]


def test_a_name_at_the_start_of_an_example_keeps_its_capital():
    facts = TextFacts("Dr. F", "N", moments=(Moment("growth", "ECG read aloud every time", TODAY),))
    assert "December 14: ECG read aloud every time." in texts.ask_in_person(facts, TODAY).body
