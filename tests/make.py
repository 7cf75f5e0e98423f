"""Builders: the smallest true record of each kind, every field open to the caller."""

import datetime
import io
import itertools
import secrets
from decimal import Decimal

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.models import Group
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData
from pypdf import PdfWriter

from accounts import pdf_check, pdfs
from accounts.models import Profile, Specialty, User
from accounts.pdf_check import CheckedPdf
from letters import packet as packets
from letters import papers
from letters import services as letters
from letters.models import Assignment, Packet, Statement, TargetProgram
from letters.states import State
from outreach import services as outreach
from outreach.models import Contact, Email, Inbound, SavedLine, Template
from reminders import mailbox, outbox
from reminders.models import Instance, Reminder
from tracker import (
    directory,
    import_services,
    mentor_rows,
    merge,
    opportunity_import,
    opportunity_services,
)
from tracker.importing import reading
from tracker.models import (
    Attending,
    Case,
    Catchup,
    ChecklistItem,
    CostLine,
    Cv,
    DirectoryChange,
    DirectoryNotice,
    Document,
    DocumentFile,
    Exam,
    Example,
    ExposureRule,
    ExposureTag,
    Feedback,
    Goal,
    ImportBatch,
    Institution,
    LogEntry,
    MentorImport,
    News,
    NewsDraft,
    Opportunity,
    PermissionDocument,
    PersonNote,
    ProbablePair,
    ProposedChange,
    Requirement,
    Rotation,
    SavedOpportunity,
    SavedSearch,
    Season,
    StudyBlock,
    Supervision,
    VisaLine,
)

_number = itertools.count(1)
PASSWORD = "a long enough sentence"
DAY = datetime.timedelta(days=1)


def today():
    return timezone.localdate()


def deleted(record):
    """The same record, deleted a moment ago; Undo can still bring it back."""
    record.deleted_at = timezone.now()
    record.save(update_fields=["deleted_at"])
    return record


# ---- people ----


def user(*, name="Nadia Rahman", email=None, password=PASSWORD, verified=True, staff=False, **profile):
    """A person who can sign in; keywords beyond these are columns of the profile."""
    email = email or f"person{next(_number)}@example.org"
    person = User.objects.create_user(email, password, name=name, is_staff=staff)
    EmailAddress.objects.create(user=person, email=email, verified=verified, primary=True)
    Profile.objects.filter(user=person).update(**{"is_onboarded": True, **profile})
    return User.objects.select_related("profile").get(pk=person.pk)


def curator(*, name="Casey Curator", second_factor=True, **options):
    """Staff who keep the shared directory clean, and nothing more (product.md, People)."""
    person = user(name=name, staff=True, **options)
    person.groups.set([Group.objects.get(name="Curators")])
    if second_factor:
        passkey(person)
    return person


def administrator(*, name="Ada Admin", second_factor=True, **options):
    """Staff who may do everything."""
    person = user(name=name, staff=True, **options)
    person.is_superuser = True
    person.save(update_fields=["is_superuser"])
    if second_factor:
        passkey(person)
    return person


def passkey(owner, name="Laptop"):
    """A passkey as a browser would have registered it; nobody holds the private half."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    credential = AttestedCredentialData.create(bytes(16), secrets.token_bytes(16), public)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    told = AuthenticatorData.create(bytes(32), flags, 0, credential)
    registration = {
        "id": websafe_encode(credential.credential_id),
        "rawId": websafe_encode(credential.credential_id),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(b'{"type":"webauthn.create","challenge":"","origin":""}'),
            "attestationObject": websafe_encode(AttestationObject.create("none", told, {})),
        },
        "clientExtensionResults": {},
    }
    return WebAuthn.add(owner, name, registration).instance


def authenticator_app(owner):
    """One-time codes and the recovery codes that come with them."""
    RecoveryCodes.activate(owner)
    return TOTP.activate(owner, generate_totp_secret()).instance


def session(owner):
    """A sign-in of this person on some device, as allauth lists them."""
    return UserSession.objects.create(user=owner, session_key=f"session{next(_number)}", ip="192.0.2.1")


def specialty(name="Internal medicine"):
    return Specialty.objects.get_or_create(name=name)[0]


# ---- places, rotations, days ----


def institution(owner, **fields):
    return Institution.objects.create(owner=owner, **{"name": "Lakeside General", **fields})


def attending(owner, **fields):
    return Attending.objects.create(owner=owner, **{"name": "Grace Feldman", **fields})


def verified_attending(**fields):
    """A record of the shared directory."""
    return attending(None, **{"verified_at": timezone.now(), **fields})


def person_note(owner, attending, **fields):
    given = {"notes": "Likes short questions.", "closeness": "mentor", **fields}
    return PersonNote.objects.create(owner=owner, attending=attending, **given)


def catchup(owner, attending, **fields):
    given = {"on": today() - 3 * DAY, "about": "Thanked for the letter.", **fields}
    return Catchup.objects.create(owner=owner, attending=attending, **given)


def proposal(owner, attending, **fields):
    given = {"changes": {"phone": [attending.phone, "216 555 0100"]}, "note": "From the page.", **fields}
    return ProposedChange.objects.create(attending=attending, proposed_by=owner, **given)


def probable_pair(name="Ruth Feldman"):
    """Two records of the directory that are probably one person."""
    house = institution(None, name="St. Brendan Medical Center", verified_at=timezone.now())
    verified_attending(name=name, institution=house)
    twin = verified_attending(name=f"Dr. {name}, MD", institution=house)
    return ProbablePair.objects.open().filter(second=twin).first()


def merged(name="Paul Moreau"):
    """Two records that a curator made one."""
    pair = probable_pair(name)
    pks = [pair.first_id, pair.second_id]
    return merge.merge(Attending, pks, survivor=pks[0], actor=None, now=timezone.now())


def checked_change():
    """The line of history of a record that was checked."""
    directory.verify([attending(None, name="Karen Oduya")], actor=None, now=timezone.now())
    return DirectoryChange.objects.filter(action="verified", kind="attending").first()


def mentor_import(rows=None, headers=("Name", "Hospital", "Email"), **fields):
    """A spreadsheet of mentors that was read and not brought in."""
    given = {
        "file_name": "mentors.csv",
        "headers": list(headers),
        "rows": rows or [["Hugh Tanaka", "Harlow", "tanaka@harlow.example"], ["", "Harlow", "nobody"]],
        "columns": mentor_rows.guess_columns(list(headers)),
        "created_at": timezone.now(),
        **fields,
    }
    return MentorImport.objects.create(**{"row_count": len(given["rows"]), **given})


def notice(owner, **fields):
    given = {"words": "Your change was taken over.", "created_at": timezone.now(), **fields}
    return DirectoryNotice.objects.create(owner=owner, **given)


def rotation(owner, *, attending=None, **fields):
    """In progress since five weeks, seven more to come."""
    given = {
        "kind": Rotation.Kind.OBSERVERSHIP,
        "starts_on": today() - 35 * DAY,
        "ends_on": today() + 49 * DAY,
        **fields,
    }
    if "institution" not in given:
        given["institution"] = institution(owner)
    made = Rotation.objects.create(owner=owner, **given)
    if attending:
        Supervision.objects.create(rotation=made, attending=attending)
    return made


def log_entry(rotation, **fields):
    given = {"day": today() - DAY, "hours": 8, "lesson": "Read the old ECG first.", **fields}
    return LogEntry.objects.create(owner=rotation.owner, rotation=rotation, **given)


def case(entry, **fields):
    given = {"complaint": "Chest pain, troponin rising", "age_band": Case.AgeBand.MIDDLE, **fields}
    return Case.objects.create(entry=entry, **given)


def example(rotation, **fields):
    """What the attending of a rotation saw, filed under one quality."""
    given = {
        "quality": Example.Quality.INITIATIVE,
        "text": "Found the missed potassium before rounds and called the lab.",
        "on": today() - DAY,
        **fields,
    }
    return Example.objects.create(owner=rotation.owner, rotation=rotation, **given)


def seen(owner, attending=None, **fields):
    """An example that this attending saw."""
    given = {"quality": "growth", "text": "Cut presentations from seven minutes to three.", **fields}
    return Example.objects.create(owner=owner, attending=attending, **{"on": today() - DAY, **given})


# ---- letters ----


def recommendation(owner, attending=None, *, now=None, **fields):
    """A letter of recommendation that is considered; keywords are its columns."""
    attending = attending or globals()["attending"](owner)
    now = now or timezone.now()
    made = letters.open_letter(owner, attending, match_year=owner.profile.match_year, now=now)
    if fields:
        letters.save_details(made, now=now, **fields)
        made.refresh_from_db()
    return made


def steps(letter, *states, on=None, now=None, eras_id="AB12CD34"):
    """Take a letter up the ladder, every step on the same day; the last step."""
    for state in states:
        more = {"eras_id": eras_id} if state == State.REQUESTED else {}
        step = letters.record(letter, state, on=on or today(), now=now or timezone.now(), **more)
    return step


UPLOADED = (State.ASKED, State.AGREED, State.REQUESTED, State.CONFIRMED, State.UPLOADED)


def program(owner, **fields):
    return TargetProgram.objects.create(owner=owner, **{"name": "Carrow Medical Center", **fields})


def assignment(letter, program):
    return Assignment.objects.create(letter=letter, program=program, slot=1, on=today())


def packet_token(letter):
    """The token of a new link to this letter's packet."""
    return packets.issue(Packet.objects.get_or_create(letter=letter)[0], now=timezone.now())


def statement(owner):
    """A personal statement whose file is on the disk."""
    return pdfs.keep(Statement(owner=owner), pdf_check.CheckedPdf("statement.pdf", pdf(), 1))


def final(letter):
    """The letter itself, uploaded because nothing is waived."""
    return papers.keep_final(letter, pdf_check.CheckedPdf("letter.pdf", pdf(), 1), now=timezone.now())


# ---- what belongs to a rotation ----


def pdf(pages=1):
    """A small true PDF of empty pages, as bytes."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(612, 792)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def cost(rotation, **fields):
    given = {"kind": CostLine.Kind.FEE, "amount": Decimal("1200"), "note": "Program fee", **fields}
    return CostLine.objects.create(owner=rotation.owner, rotation=rotation, **given)


def goal(rotation, **fields):
    given = {"text": "Run the chest-pain pathway", "target": 5, "unit": "cases", **fields}
    return Goal.objects.create(owner=rotation.owner, rotation=rotation, **given)


def feedback(rotation, **fields):
    given = {"asked_on": today() - DAY, "heard": "Lead with the assessment.", **fields}
    return Feedback.objects.create(owner=rotation.owner, rotation=rotation, **given)


def checklist_item(rotation, **fields):
    given = {"text": "Parking permit", **fields}
    return ChecklistItem.objects.create(owner=rotation.owner, rotation=rotation, **given)


def permission(rotation, name="offer.pdf"):
    """A kept permission; the check of the file is not run."""
    checked = pdf_check.CheckedPdf(name, pdf(), 1)
    return pdfs.keep(PermissionDocument(owner=rotation.owner, rotation=rotation), checked)


# ---- the plan ----


def study_block(owner, **fields):
    given = {
        "title": "USMLE Step 3",
        "starts_on": today() + 60 * DAY,
        "ends_on": today() + 90 * DAY,
        **fields,
    }
    return StudyBlock.objects.create(owner=owner, **given)


def exam(owner, **fields):
    return Exam.objects.create(owner=owner, **{"title": "Step 3", "on": today() + 95 * DAY, **fields})


def document(owner, **fields):
    given = {"kind": Document.Kind.TB, "issued_on": today() - 100 * DAY, **fields}
    return Document.objects.create(owner=owner, **given)


def document_file(document, name="tb.pdf"):
    """A kept file of a document; the check of the file is not run."""
    checked = pdf_check.CheckedPdf(name, pdf(), 1)
    return pdfs.keep(DocumentFile(owner=document.owner, document=document), checked)


def season(match_year=2030):
    return Season.objects.get_or_create(match_year=match_year)[0]


def exposure_rule(**fields):
    given = {"since": datetime.date(2020, 1, 1), "bands": "0: Below 4 weeks\n3: In the usual 3 to 6 months"}
    return ExposureRule.objects.create(**{**given, **fields})


def exposure_tag(group="Communication", name="Interpreter", **fields):
    return ExposureTag.objects.get_or_create(group=group, name=name, defaults=fields)[0]


def visa_line(**fields):
    given = {
        "visa": "B-1",
        "words": "Observe and consult, no pay, no patient care.",
        "source": "9 FAM 402.2-5(F)(8)",
        "read_on": datetime.date(2026, 11, 1),
        **fields,
    }
    return VisaLine.objects.create(**given)


# ---- files brought in ----

LOG_FILE = b"date,hours,lesson\n2026-10-05,8,Read the old ECG first.\n2026-10-06,9,Lactate early.\n"


def opportunity(**fields):
    """A listing of the shared directory with one requirement, shown since yesterday."""
    given = {
        "title": "Visiting observers, internal medicine",
        "kind": "observership",
        "listed_at": timezone.now() - DAY,
        "deadline": today() + 60 * DAY,
        "contact_name": "Joan Petrie",
        "contact_email": "joan.petrie@lakeside.example",
        **fields,
    }
    made = Opportunity.objects.create(**given)
    requirement(made)
    return made


def requirement(listing, **fields):
    given = {"words": "Step 1 passed.", "source": "Page of the program", "read_on": today() - 10 * DAY}
    return Requirement.objects.create(opportunity=listing, **given | fields)


def saved_search(owner, **fields):
    given = {"name": "Ohio", "asked": {"state": "OH"}, "looked_at": timezone.now() - 3 * DAY, **fields}
    return SavedSearch.objects.create(owner=owner, **given)


def listing_import(listing):
    """A spreadsheet that made this listing."""
    change = opportunity_services.record(listing, {}, actor=None, now=timezone.now())
    rows = [opportunity_import.row(listing, change, None)]
    return opportunity_import.keep(rows, "listings.csv", owner=None, now=timezone.now())


def saved_opportunity(owner, listing):
    return SavedOpportunity.objects.create(owner=owner, opportunity=listing)


def news(owner, **fields):
    given = {"kind": "matched", "sentence": "I matched in internal medicine.", "on": today(), **fields}
    return News.objects.create(owner=owner, **given)


def news_draft(news, attending, **fields):
    given = {"subject": "I matched", "body": "Dear Dr. Feldman,\n\nI matched.", **fields}
    return NewsDraft.objects.create(owner=news.owner, news=news, attending=attending, **given)


def import_batch(owner, content=LOG_FILE, *, kind="log", name="days.csv", is_checked=False):
    """A file that was read; with `is_checked` its columns are taken as guessed and every row is checked."""
    batch = import_services.take_in(owner, kind, name, reading.read(content))
    if is_checked:
        import_services.save_columns(batch, batch.mapping)
        batch.refresh_from_db()
        while batch.state == ImportBatch.State.CHECKING:
            batch = import_services.check_step(batch)
    return batch


# ---- outreach ----


def contact(owner, **fields):
    given = {"name": "Anand Chaudhry", "institution": "Marlow Medical Center", "city": "Akron", "state": "OH"}
    return Contact.objects.create(owner=owner, **{**given, **fields})


def thread(owner, *, sent_on=None, contact_fields=None, now=None, **fields):
    """A thread to write, or waiting since the first mail went out on `sent_on`."""
    who = fields.pop("contact", None) or contact(owner, **(contact_fields or {}))
    given = {"subject": "Your hyponatremia talk", **fields}
    return outreach.start_thread(who, **given, sent_on=sent_on, now=now or timezone.now())


def email(thread, **fields):
    """The kept words of a mail in this thread; the six lines of a sound first mail unless given."""
    given = {
        "subject": "Your discharge-call study: could I help?",
        "greeting": "Dear Dr. Chaudhry,",
        "intro": "I’m Nadia Rahman, a 2024 graduate from Dhaka.",
        "why_them": "Your 2025 study of discharge calls changed how I explain new medications.",
        "signal": "I have logged 26 ward days, and my abstract with Dr. Osei is under review.",
        "offer": "I could take on chart review for your follow-up study in July 2027.",
        "ask": "Could we speak for 15 minutes in the week of 9 November?",
        "attachments": "My CV is attached.",
        "signature": "Best regards,\nNadia Rahman",
        **fields,
    }
    return Email.objects.create(thread=thread, **given)


def template(owner, **fields):
    return Template.objects.create(
        owner=owner, **{"name": "Chart review", "intro": "I’m {name}.", "signature": "{name}", **fields}
    )


def saved_line(owner, **fields):
    return SavedLine.objects.create(
        owner=owner, **{"line": "offer", "text": "I can review charts.", **fields}
    )


def cv(owner, *, label="General", content=None):
    """A CV version with its file, as an upload that was checked leaves it."""
    return pdfs.keep(Cv(owner=owner, label=label), CheckedPdf("Rahman CV.pdf", content or pdf(), 1))


def inbound(owner, **fields):
    """A mail that waits for the user's word where it belongs."""
    given = {
        "message_id": f"<{next(_number)}@mail.example>",
        "kind": "reply",
        "sender": "office@marlow.example",
        "subject": "Re: Your hyponatremia talk",
        "text": "Dr. Chaudhry asks for your CV.",
        "at": timezone.now() - DAY,
        "why": "It answers your mail, but the sender is another.",
        **fields,
    }
    return Inbound.objects.create(owner=owner, **given)


# ---- what is due ----


def reminder(owner, **fields):
    given = {
        "key": f"outreach.follow-up:{next(_number)}:1",
        "kind": "outreach.follow-up",
        "title": "Follow up with Dr. Grace Feldman",
        "reason": "You wrote on Tue 20 Oct. No reply in 7 days.",
        "due_at": timezone.now() - DAY,
        "path": "/",
        "action": "Review and send",
        "draft": "Dear Dr. Feldman, my note from last week stands.",
        **fields,
    }
    return Reminder.objects.create(owner=owner, **given)


def letter(owner, *, subject="Today: follow up with Dr. Feldman", text="Two things, about ten minutes.\n"):
    """A mail to this person in the local mailbox, text and HTML; its name there."""
    message = EmailMultiAlternatives(subject, text, "Wardbook <reminders@localhost>", [owner.email])
    head = f'<html lang="en"><head><title>{subject}</title></head>'
    message.attach_alternative(f"{head}<body><main><h1>{text}</h1></main></body></html>", "text/html")
    return mailbox.keep(message.message().as_bytes(linesep="\r\n"))


def mail(owner):
    """A row of the outbox that waits to be sent."""
    text = "Somebody signed in to your account.\n"
    return outbox.add_account_mail(owner.email, "New sign-in", text, text, now=timezone.now(), owner=owner)


def heartbeat():
    """The engine looked at what is due just now."""
    return Instance.objects.update_or_create(pk=1, defaults={"ticked_at": timezone.now()})[0]
