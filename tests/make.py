"""Builders: the smallest true record of each kind, every field open to the caller."""

import datetime
import io
import itertools
import secrets

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

from accounts import pdfs
from accounts.models import Profile, Specialty, User
from accounts.pdf_check import CheckedPdf
from outreach import services as outreach
from outreach.models import Contact, Email, Inbound, SavedLine, Template
from reminders import mailbox, outbox
from reminders.models import Instance, Reminder
from tracker.models import (
    Attending,
    Case,
    Cv,
    Example,
    Institution,
    LogEntry,
    Rotation,
    Supervision,
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


def curator(*, name="Casey Curator", **options):
    """Staff who keep the shared directory clean, and nothing more (product.md, People)."""
    person = user(name=name, staff=True, **options)
    person.groups.set(Group.objects.filter(name="Curators"))
    return person


def administrator(*, name="Ada Admin", **options):
    """Staff who may do everything."""
    person = user(name=name, staff=True, **options)
    person.is_superuser = True
    person.save(update_fields=["is_superuser"])
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


def pdf():
    """The bytes of one empty page."""
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(612, 792)
    writer.write(file)
    return file.getvalue()


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
