"""A hospital's spreadsheet becomes a clean directory: uploaded, brought in, duplicates decided with the
keyboard, the rest checked. No shell."""

from django.utils import timezone
from playwright.sync_api import expect

from tests import make
from tracker.models import Attending, Institution, MentorImport, ProbablePair

FIRST = [
    "Ada",
    "Bela",
    "Carl",
    "Dora",
    "Emil",
    "Fay",
    "Gus",
    "Hana",
    "Ivo",
    "Jana",
    "Kurt",
    "Lena",
    "Milo",
    "Nora",
    "Otto",
    "Pia",
    "Quin",
    "Rita",
    "Saul",
    "Tara",
    "Ugo",
    "Vera",
    "Walt",
    "Xena",
    "Yara",
    "Zeno",
    "Alma",
    "Bruno",
    "Clea",
    "Dino",
    "Elsa",
    "Finn",
    "Gila",
    "Hugo",
    "Inga",
    "Jude",
    "Kaya",
    "Leif",
    "Mina",
    "Olga",
]
LAST = [
    "Anderlund",
    "Boltwick",
    "Carlhoff",
    "Dahlgard",
    "Engberry",
    "Fiskmoor",
    "Granholt",
    "Holmquay",
    "Isaksby",
    "Jenvale",
    "Kvistad",
    "Lundmark",
    "Malmgate",
    "Nordahl",
    "Olofby",
    "Petersund",
    "Quistrom",
    "Raskmoor",
    "Stenvik",
    "Torholm",
    "Ulfsby",
    "Vikmark",
    "Westgard",
    "Yngvale",
    "Zetholm",
]


def spreadsheet():
    """1,000 rows: 993 people, one of them twice, three under a short name, one faulty, two known already."""
    rows = [
        f"{FIRST[n % 40]} {LAST[n // 40]},House {n % 20},Cleveland,OH,n{n}@house{n % 20}.example"
        for n in range(993)
    ]
    rows += [
        f"Dr. {FIRST[0]} {LAST[0]} MD,House 0,Cleveland,OH,",  # surely row 2 again
        f"{FIRST[1][0]}. {LAST[0]},House 1,Cleveland,OH,",
        f"{FIRST[2][0]}. {LAST[0]},House 2,Cleveland,OH,",
        f"{FIRST[3][0]}. {LAST[0]},House 3,Cleveland,OH,",
        "Ruth Feldman,,Cleveland,OH,no address",
        "Ruth Feldman,St. Brendan Medical Center,Cleveland,OH,ruth@brendan.example",
        "P. Moreau,St. Brendan Medical Center,Cleveland,OH,",
    ]
    assert len(rows) == 1000
    return "\n".join(["Physician,Hospital,City,State,E-mail", *rows]).encode()


def test_a_curator_makes_a_clean_directory_of_a_spreadsheet(visit):
    house = make.institution(
        None, name="St. Brendan Medical Center", city="Cleveland", state="OH", verified_at=timezone.now()
    )
    ruth = make.verified_attending(name="Ruth Feldman", institution=house, city="Cleveland", state="OH")
    make.verified_attending(name="Paul Moreau", institution=house, city="Cleveland", state="OH")
    window = visit(make.curator())
    page = window.page

    window.open("/desk/imports/")
    page.set_input_files("#file", {"name": "hospital.csv", "mimeType": "text/csv", "buffer": spreadsheet()})
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("Faulty").locator("xpath=..")).to_contain_text("2 rows")
    expect(page.get_by_text("The same person as row 2.")).to_be_visible()
    page.get_by_label("Bring in only the 998 good rows").check()
    page.get_by_role("button", name="Bring in 998 rows").click()
    expect(page.get_by_text("Made", exact=True)).to_be_visible()
    imported = MentorImport.objects.get()
    assert (imported.state, len(imported.made["attending"]), len(imported.made["proposal"])) == (
        "done",
        997,
        1,
    )

    # the possible duplicates, with the keyboard alone
    window.open("/desk/")
    expect(page.get_by_role("heading", name="Are these the same person?")).to_be_visible()
    assert ProbablePair.objects.open().count() == 4
    for left in (3, 2, 1):
        page.keyboard.press("Enter")
        expect(page.get_by_text("Undo for 30 days.").first).to_be_visible()
        page.wait_for_load_state()
        assert ProbablePair.objects.open().count() == left
    page.keyboard.press("d")
    expect(page.get_by_text("Kept as two people.")).to_be_visible()

    # the proposed change of the record that was known
    expect(page.get_by_role("heading", name="Change Dr. Ruth Feldman like this?")).to_be_visible()
    page.wait_for_load_state()  # the keys are a script's
    page.keyboard.press("v")
    expect(page.get_by_text("Dr. Ruth Feldman changed.")).to_be_visible()
    page.wait_for_load_state()
    ruth.refresh_from_db()
    assert ruth.email == "ruth@brendan.example"

    # a page of the rest by ticking, then all of the file
    page.keyboard.press("a")
    page.get_by_role("button", name="Check the ticked").click()
    expect(page.get_by_text("50 records checked.")).to_be_visible()
    window.open(imported.get_absolute_url())
    page.get_by_role("button", name="Check ").click()
    expect(page.get_by_text("checked: for everybody now.")).to_be_visible()

    window.open("/desk/")
    expect(page.get_by_text("Nothing to decide.")).to_be_visible()
    assert not Attending.objects.unchecked().exists()
    assert not Institution.objects.unchecked().exists()
    assert Attending.objects.verified().count() == 2 + 997 - 3
    assert window.take_problems() == []
