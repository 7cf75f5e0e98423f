from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import default
from email.utils import parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach.composer import Draft
from outreach.routes import (
    GMAIL_LIMIT,
    MAILTO_LIMIT,
    Attachment,
    Unsendable,
    check_address,
    eml_bytes,
    gmail_url,
    mailto_url,
    outlook_url,
    plain_text,
    routes,
)

TO = "naomi.whitfield@carrow.example"
DRAFT = Draft(
    subject="Your R&D study: 100% + more?",
    greeting="Dear Dr. Whitfield,",
    intro="I’m Nadia Rahman & a 2024 graduate + resident-to-be.",
    why_them="Your study of “discharge calls” cut returns by 18%; a=b?c#d.",
    ask="Could we speak for 15 minutes?",
    signature="Best regards,\nNadia Rahman",
)
TEXT = (
    "Dear Dr. Whitfield,\n\n"
    "I’m Nadia Rahman & a 2024 graduate + resident-to-be.\n\n"
    "Your study of “discharge calls” cut returns by 18%; a=b?c#d.\n\n"
    "Could we speak for 15 minutes?\n\n"
    "Best regards,\nNadia Rahman\n"
)
# Any text a form can hold, with what tends to break: emoji, Arabic, Hebrew, & + % and CRLF.
RISKY = st.lists(
    st.one_of(
        st.sampled_from(
            ["🩺", "👩🏽‍⚕️", "مرحبا", "שלום", "é", "&", "+", "%20", "%", "=", "?", "#", "\r\n", "\n", "\u202e"]
        ),
        st.text(max_size=12),
    ),
    max_size=12,
).map("".join)
ONE_LINE = st.text(
    alphabet=st.one_of(st.characters(exclude_categories=["C", "Z"]), st.sampled_from(" &+%=?#🩺اש")),
    max_size=60,
).map(lambda text: " ".join(text.split()))


def sent_with(url):
    """What a mail service reads from a compose link; a bare plus would come out as a space."""
    return {key: value[0] for key, value in parse_qs(urlsplit(url).query, keep_blank_values=True).items()}


def sent_by_app(url):
    """What a mail app reads from a mailto: link: RFC 6068 knows no plus for space."""
    address, _, query = url.removeprefix("mailto:").partition("?")
    return unquote(address), {
        key: unquote(value) for key, value in (pair.split("=") for pair in query.split("&"))
    }


def test_every_link_carries_the_same_subject_and_text():
    crlf = TEXT.rstrip("\n").replace("\n", "\r\n")
    assert sent_by_app(mailto_url(DRAFT, TO)) == (TO, {"subject": DRAFT.subject, "body": crlf})
    assert sent_with(gmail_url(DRAFT, TO)) == {
        "view": "cm",
        "fs": "1",
        "to": TO,
        "su": DRAFT.subject,
        "body": crlf,
    }
    for url in (outlook_url(DRAFT, TO), outlook_url(DRAFT, TO, personal=True)):
        assert sent_with(url) == {"to": TO, "subject": DRAFT.subject, "body": crlf}
    assert urlsplit(outlook_url(DRAFT, TO)).netloc == "outlook.office.com"
    assert urlsplit(outlook_url(DRAFT, TO, personal=True)).netloc == "outlook.live.com"


def test_links_hold_no_raw_space_plus_or_line_break():
    for route in routes(DRAFT, "a+b@carrow.example", bcc="file+x7@log.example"):
        assert not set(" +\r\n\"<>'") & set(route.url), route.key
        assert route.url.isascii()


def test_a_plus_address_and_a_private_copy_survive():
    address, fields = sent_by_app(mailto_url(DRAFT, "n+w@carrow.example", bcc="file+x7@log.example"))
    assert (address, fields["bcc"]) == ("n+w@carrow.example", "file+x7@log.example")
    fields = sent_with(gmail_url(DRAFT, "n+w@carrow.example", bcc="file+x7@log.example"))
    assert (fields["to"], fields["bcc"]) == ("n+w@carrow.example", "file+x7@log.example")


@settings(max_examples=300, deadline=None)
@given(RISKY, ONE_LINE)
def test_text_and_subject_survive_every_link(text, subject):
    draft = Draft(subject=subject, greeting="Dear Dr. Whitfield,", intro=text, signature=text)
    body = plain_text(draft).rstrip("\n").replace("\n", "\r\n")
    _, by_app = sent_by_app(mailto_url(draft, TO))
    assert (by_app.get("subject", ""), by_app["body"]) == (subject, body)
    by_gmail, by_outlook = sent_with(gmail_url(draft, TO)), sent_with(outlook_url(draft, TO))
    assert (by_gmail.get("su", ""), by_gmail["body"]) == (subject, body)
    assert (by_outlook.get("subject", ""), by_outlook["body"]) == (subject, body)


# Python 3.11 reads a parenthesis beside an encoded word as a comment and drops the space before it
NAME = ONE_LINE.map(lambda name: name.translate({ord("("): None, ord(")"): None}).strip() or "N")


@settings(max_examples=300, deadline=None)
@given(RISKY, ONE_LINE, NAME)
def test_text_and_subject_survive_the_file(text, subject, name):
    draft = Draft(subject=subject, greeting="Dear Dr. Whitfield,", intro=text, signature=text)
    raw = eml_bytes(draft, [], (name, "n@x.example"), ("Naomi", TO))
    message = message_from_bytes(raw, policy=default)
    assert " ".join(message["Subject"].split()) == subject
    # RFC 2047 drops the space between two encoded words; the parser behind policy.default keeps it in a name
    phrase, address = parseaddr(" ".join(message_from_bytes(raw)["From"].split()))
    assert (str(make_header(decode_header(phrase))), address) == (name, "n@x.example")
    assert message.get_content().replace("\r\n", "\n") == plain_text(draft)


def test_eml_opens_as_a_draft_with_the_cv_and_thread():
    cv = Attachment("Rahman_CV_März – 2026.pdf", b"%PDF-1.7\x00\xff\r\n.\r\n")
    headers = {
        "In-Reply-To": "<a1@mail.example>",
        "References": "<a0@mail.example> <a1@mail.example>",
        "Bcc": "x7@log.example",
    }
    raw = eml_bytes(
        DRAFT, [cv], ("Nadia Rahman, MBBS", "nadia@mail.example"), ("Naomi Whitfield", TO), headers
    )
    message = message_from_bytes(raw, policy=default)
    assert {name: message[name] for name in ("X-Unsent", "Subject", "In-Reply-To", "References", "Bcc")} == {
        "X-Unsent": "1",
        "Subject": DRAFT.subject,
        "In-Reply-To": "<a1@mail.example>",
        "References": "<a0@mail.example> <a1@mail.example>",
        "Bcc": "x7@log.example",
    }
    assert [(a.display_name, a.addr_spec) for a in message["From"].addresses] == [
        ("Nadia Rahman, MBBS", "nadia@mail.example")
    ]
    assert message.get_body().get_content().replace("\r\n", "\n") == TEXT
    (part,) = message.iter_attachments()
    assert (part.get_filename(), part.get_content_type(), part.get_content()) == (
        "Rahman_CV_März – 2026.pdf",
        "application/pdf",
        b"%PDF-1.7\x00\xff\r\n.\r\n",
    )
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    "bad", ["a\r\nBcc: x@evil.example", "a\nb", "a\rb", "a\u2028b", "a\x85b", "a\x00b", "a\x0bb"]
)
def test_header_injection_is_refused_on_every_route(bad):
    draft = Draft(subject=bad, greeting="Dear Dr. Whitfield,")
    good = Draft(subject="Your study", greeting="Dear Dr. Whitfield,")
    me, them = ("Nadia", "n@x.example"), ("Naomi", TO)
    for attempt in (
        lambda: mailto_url(draft, TO),
        lambda: gmail_url(draft, TO),
        lambda: outlook_url(draft, TO),
        lambda: eml_bytes(draft, [], me, them),
        lambda: mailto_url(good, f"{TO}{bad}"),
        lambda: gmail_url(good, TO, bcc=f"{bad}@x.example"),
        lambda: eml_bytes(good, [], (bad, "n@x.example"), them),
        lambda: eml_bytes(good, [], me, (bad, TO)),
        lambda: eml_bytes(good, [], me, them, {"References": bad}),
        lambda: eml_bytes(good, [Attachment(f"{bad}.pdf", b"")], me, them),
        lambda: eml_bytes(good, [Attachment("cv.pdf", b"", f"application/{bad}")], me, them),
    ):
        with pytest.raises(Unsendable):
            attempt()


def test_eml_refuses_headers_that_are_not_its_own():
    for name in ("Content-Type", "From", "X-Mailer", "Bcc\r\nX"):
        with pytest.raises(Unsendable):
            eml_bytes(DRAFT, [], ("", "n@x.example"), ("", TO), {name: "x"})


def test_an_attachment_keeps_only_the_file_name():
    raw = eml_bytes(DRAFT, [Attachment("../..\\etc/cv.pdf", b"x")], ("", "n@x.example"), ("", TO))
    (part,) = message_from_bytes(raw, policy=default).iter_attachments()
    assert part.get_filename() == "cv.pdf"


@pytest.mark.parametrize(
    "address", ["", "naomi", "a@b", "a@x.example, b@x.example", "a@x.example;b@x.example", "<a@x.example>"]
)
def test_check_address_refuses_none_several_and_broken(address):
    with pytest.raises(Unsendable):
        check_address(address)


def test_a_local_part_outside_ascii_survives_link_and_file():
    to = "josé@hospital.example"
    assert sent_by_app(mailto_url(DRAFT, to))[0] == to
    raw = eml_bytes(DRAFT, [], ("", "n@x.example"), ("José", to))
    assert f"To: José <{to}>\r\n".encode() in raw


def test_check_address_turns_an_international_domain_to_ascii():
    assert check_address("a@bücher.example") == "a@xn--bcher-kva.example"


def test_the_design_draft_fits_every_link():
    draft = Draft(
        subject="Your discharge-call study: could I help?",
        greeting="Dear Dr. Whitfield,",
        intro="I’m Nadia Rahman, a 2024 graduate from Dhaka, now on a hands-on rotation in Cleveland. " * 2,
        why_them="Your 2025 study of discharge calls in heart failure changed how I explain medications. "
        * 3,
        signal="I have logged 26 ward days there, and my cardiology abstract is under review. " * 3,
        signature="Best regards,\nNadia Rahman",
    )
    assert [(route.key, route.fits, route.why_not) for route in routes(draft, TO)] == [
        ("mailto", True, ""),
        ("gmail", True, ""),
        ("outlook", True, ""),
        ("outlook-personal", True, ""),
    ]


def test_a_draft_too_long_for_a_link_says_so_and_the_file_still_works():
    draft = Draft(subject="Your study", greeting="Dear Dr. Whitfield,", intro="مرحبا " * 80)
    by_key = {route.key: route for route in routes(draft, TO)}
    assert len(by_key["mailto"].url) > MAILTO_LIMIT
    assert len(by_key["gmail"].url) < GMAIL_LIMIT
    assert [route.fits for route in by_key.values()] == [False, True, False, False]
    assert by_key["mailto"].why_not == (
        f"Too long for this link ({len(by_key['mailto'].url):,} of 2,000 characters). "
        "Download the .eml file or copy the text."
    )
    raw = eml_bytes(draft, [], ("", "n@x.example"), ("", TO))
    assert message_from_bytes(raw, policy=default).get_content().count("مرحبا") == 80
