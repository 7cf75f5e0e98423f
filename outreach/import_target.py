"""People to write to out of a spreadsheet. Nothing of an import lifts "do not contact"."""

from accounts.models import Specialty
from outreach.models import LONGEST_NOTE, Contact
from outreach.places import CODES, plain
from outreach.titles import split_title
from tracker.folding import fold
from tracker.importing.columns import Column
from tracker.importing.rows import Row
from tracker.importing.target import Target, Written

SOURCES = {
    fold(word): source
    for source, words in {
        "cold_email": "cold|cold mail|email|website",
        "networking": "network|friend|referral|colleague",
        "alumni": "alumnus|alumna|alum|school",
        "conference": "meeting|congress|poster",
        "linkedin": "linked in",
        "staff_tip": "tip|staff|nurse|resident",
        "listing": "program listing|directory|list",
    }.items()
    for word in words.split("|")
}
COLUMNS = (
    Column("name", "Name", names=("full name", "contact", "attending", "doctor", "physician"), most=120),
    Column("first", "First name", names=("given name", "forename"), most=60),
    Column("last", "Last name", names=("surname", "family name"), most=60),
    Column("credentials", "Credentials", names=("degree", "degrees"), most=40),
    Column("email", "Email", "email", ("e-mail", "mail", "email address"), most=254),
    Column(
        "institution", "Hospital, clinic or lab", names=("hospital", "institution", "organization", "clinic")
    ),
    Column("department", "Department", names=("dept", "division"), most=120),
    Column("specialty", "Specialty", names=("field",), most=80),
    Column("city", "City", names=("town", "location"), most=80),
    Column("state", "State", names=("region", "province"), most=40),
    Column(
        "source",
        "How you found them",
        "choice",
        ("source", "found through", "how found"),
        choices=tuple(Contact.Source.choices),
        translations=SOURCES,
    ),
    Column("notes", "Notes", "text", ("comments", "remarks", "note"), most=LONGEST_NOTE),
)
NEEDS = ((("name", "last"), "Say which column is the name."),)


class ContactDesk:
    """Judges contacts of one owner; somebody who is there already is left out."""

    clashes = 0

    def __init__(self, owner, options, today):
        self.owner = owner
        self.specialties = {fold(one.name): one for one in Specialty.objects.all()}
        known = Contact.objects.for_owner(owner).values_list("name", "institution", "email")
        self.known = {key for row in known for key in _keys(*row)}
        self.contacts = []

    def judge(self, row: Row) -> Row:
        if row.problems:
            return row
        contact = self._contact(row.values)
        if not contact.name:
            return row.stopped("", "The name is missing.")
        keys = _keys(contact.name, contact.institution, contact.email)
        if keys & self.known:
            return row.stopped("", "You have this contact already.")
        self.known |= keys
        self.contacts.append(contact)
        return row

    def _contact(self, values):
        whole = values.get("name") or f"{values.get('first', '')} {values.get('last', '')}".strip()
        whole, _, behind = whole.partition(",")
        title, name = split_title(whole.strip())
        return Contact(
            owner=self.owner,
            title=title,
            name=name,
            credentials=values.get("credentials") or behind.strip()[:40],
            state=CODES.get(plain(values.get("state", "")), ""),
            specialty=self.specialties.get(fold(values.get("specialty", ""))),
            source=values.get("source") or Contact.Source.COLD_EMAIL,
            **{key: values.get(key, "") for key in ("email", "institution", "department", "city", "notes")},
        )

    def rotation_of(self, row):
        """None: a contact is about no rotation."""

    def write(self, now) -> Written:
        Contact.objects.bulk_create(self.contacts, batch_size=500)
        return Written([self.contacts])


def _keys(name, institution, email):
    keys = {("person", fold(name), fold(institution))}
    return keys | {("email", email.lower())} if email else keys


TARGET = Target(
    key="contacts",
    title="Contacts",
    one="contact",
    many="contacts",
    columns=COLUMNS,
    needs=NEEDS,
    open_desk=ContactDesk,
    name_of=lambda contact: contact.called,
)
