"""Listings: browsing, saved searches, deadlines, starting one; and the curator's side in the admin."""

import datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from outreach.models import Contact, Thread
from reminders.models import Reminder
from reminders.services import refresh
from tests import make
from tracker import (
    opportunity_import,
    opportunity_resource,
    opportunity_sample,
    opportunity_search,
    opportunity_services,
)
from tracker.models import (
    DirectoryChange,
    Opportunity,
    OpportunityImport,
    Requirement,
    Rotation,
    SavedOpportunity,
    SavedSearch,
)

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 10, 27, 16, tzinfo=datetime.UTC)  # Tue 27 Oct, noon in Cleveland
TODAY = NOW.date()
DAY = datetime.timedelta(days=1)
LIST = "/opportunities/"


@pytest.fixture(autouse=True)
def _tuesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def client(signed_in, user):
    return signed_in(user)


@pytest.fixture
def desk(signed_in):
    return signed_in(make.curator())


@pytest.fixture
def house(db):
    return make.institution(None, name="St. Brendan", city="Cleveland", state="OH", verified_at=NOW)


@pytest.fixture
def listing(house):
    return make.opportunity(
        title="Observers in Médecine",
        institution=house,
        specialty=make.specialty("Internal medicine"),
        visas=["b1"],
        fee="$400",
        deadline=TODAY + 40 * DAY,
    )


def text(answer):
    return " ".join(answer.content.decode().split()).replace("\xa0", " ")


# ---- browsing ----


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({}, True),
        ({"q": "medecine brendan"}, True),
        ({"q": "cleveland"}, True),
        ({"q": "nothing like it"}, False),
        ({"state": "Ohio"}, True),
        ({"state": "PA"}, False),
        ({"state": "nowhere"}, False),
        ({"kind": "observership"}, True),
        ({"kind": "remote"}, False),
        ({"visa": "b1"}, True),
        ({"visa": "j1"}, False),
        ({"by": "90"}, True),
        ({"by": "30"}, False),
        ({"by": "rolling"}, False),
        ({"by": "past"}, False),
        ({"specialty": "nonsense"}, True),
    ],
)
def test_the_list_finds(client, listing, asked, is_found):
    assert ("Observers in Médecine" in text(client.get(LIST, asked))) == is_found


def test_a_listing_for_any_specialty_is_found_under_each(client, user, listing):
    cardiology = make.specialty("Cardiology")
    anybody = make.opportunity(title="For anybody", specialty=None)
    found = opportunity_search.browse(user, TODAY, specialty=cardiology)
    assert list(found) == [anybody]


def test_a_passed_deadline_is_under_passed_only(client, user, listing):
    Opportunity.objects.filter(pk=listing.pk).update(deadline=TODAY - DAY)
    assert "Nothing is listed yet" in text(client.get(LIST))
    assert 'Closed <time datetime="2026-10-26">Mon 26 Oct</time>' in text(client.get(LIST, {"by": "past"}))


def test_the_page_says_when_and_where_each_requirement_was_read(client, listing):
    make.requirement(
        listing,
        words="TB test within a year.",
        source="Visitor office",
        source_url="https://brendan.example/visitors",
        read_on=datetime.date(2026, 3, 2),
    )
    page = text(client.get(listing.get_absolute_url()))
    assert "Step 1 passed." in page
    assert "Page of the program, read <time" in page
    assert '<a href="https://brendan.example/visitors" rel="noreferrer">Visitor office</a>, read' in page
    assert page.count("Over 180 days ago") == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions(client, user, house, count):
    for number in range(count):
        made = make.opportunity(title=f"Listing {number}", institution=house)
        make.saved_opportunity(user, made)
        make.saved_search(user, name=f"Search {number}")
    client.get(LIST)
    with CaptureQueriesContext(connection) as asked:
        client.get(LIST)
    assert len(asked) == 9, [query["sql"][:90] for query in asked]


def test_what_is_not_listed_is_404_but_for_whoever_saved_it(client, user, listing):
    Opportunity.objects.filter(pk=listing.pk).update(is_listed=False)
    assert client.get(listing.get_absolute_url()).status_code == 404
    make.saved_opportunity(user, listing)
    assert "Not listed any more" in text(client.get(listing.get_absolute_url()))


def test_an_invented_listing_is_its_owners_alone(client, user, stranger, signed_in):
    made = make.opportunity(owner=user, title="Invented")
    assert "Invented" in text(client.get(LIST))
    assert "Invented" not in text(signed_in(stranger).get(LIST))
    assert signed_in(stranger).get(made.get_absolute_url()).status_code == 404


# ---- searches ----


def test_a_search_counts_what_is_new_since_the_last_look(client, user, listing):
    client.post("/searches/add/?state=OH&kind=observership", {"name": "Ohio", "once": "one"})
    search = SavedSearch.objects.get()
    assert (search.name, search.asked, search.looked_at) == (
        "Ohio",
        {"state": "OH", "kind": "observership"},
        NOW,
    )
    assert opportunity_search.searches(user, TODAY) == [(search, 0)]
    make.opportunity(title="Too far", state="PA", listed_at=NOW + DAY)
    make.opportunity(title="Fits", state="Ohio", listed_at=NOW + DAY)
    assert opportunity_search.searches(user, TODAY) == [(search, 1)]
    assert "1 new" in text(client.get(LIST))
    with time_machine.travel(NOW + 2 * DAY, tick=False):
        answer = client.post(reverse("tracker:search-look", args=[search.pk]))
        assert answer.url == f"{LIST}?kind=observership&state=OH&since={int(NOW.timestamp())}"
        page = text(client.get(answer.url))
    assert page.count(">New</span>") == 1
    assert "Nothing new" in page


def test_a_search_that_can_find_nothing_counts_nothing(user, listing):
    search = make.saved_search(user, asked={"state": "nowhere", "specialty": 987654})
    assert opportunity_search.searches(user, TODAY) == [(search, 0)]


def test_a_second_search_of_one_name_is_said_so(client, user, listing):
    make.saved_search(user, name="Ohio")
    answer = client.post("/searches/add/?state=OH", {"name": "Ohio", "once": "two"})
    assert answer.status_code == 422
    assert "You have a search of that name. Choose another." in text(answer)


def test_a_search_is_removed_and_comes_back(client, user):
    search = make.saved_search(user)
    client.post(reverse("tracker:search-delete", args=[search.pk]))
    assert opportunity_search.searches(user, TODAY) == []
    make.saved_search(user)
    page = text(client.post(reverse("tracker:search-restore", args=[search.pk]), follow=True))
    assert "You have a new search of that name." in page
    SavedSearch.objects.filter(deleted_at=None).delete()
    client.post(reverse("tracker:search-restore", args=[search.pk]))
    assert opportunity_search.searches(user, TODAY) == [(search, 0)]


@pytest.mark.parametrize("since", ["", "soon", "99999999999999999999", "-1"])
def test_a_made_up_moment_marks_at_most_everything(client, listing, since):
    assert client.get(LIST, {"since": since}).status_code == 200


# ---- deadlines ----


def test_a_saved_deadline_is_remembered_until_it_is_dropped(client, user, listing):
    path = reverse("tracker:opportunity-save", args=[listing.pk])
    client.post(path, {"do": "save"})
    client.post(path, {"do": "save"})
    due = Reminder.objects.get(owner=user, kind="tracker.opportunity")
    assert (due.key, due.title, due.reason.replace("\xa0", " "), due.path) == (
        f"tracker.opportunity:{listing.pk}:2026-12-06",
        "Apply: Observers in Médecine",
        "Apply by Sun 6 Dec. You saved it and have not started.",
        listing.get_absolute_url(),
    )
    assert due.due_at.date() == datetime.date(2026, 11, 22)
    client.post(path, {"do": "drop"})
    assert not Reminder.objects.open().filter(kind="tracker.opportunity").exists()


def test_a_listing_found_late_is_due_the_day_it_is_saved(user, listing):
    Opportunity.objects.filter(pk=listing.pk).update(deadline=TODAY + 3 * DAY)
    opportunity_services.save(user, Opportunity.objects.get(), now=NOW)
    assert Reminder.objects.get(kind="tracker.opportunity").due_at.date() == TODAY


@pytest.mark.parametrize("change", [{"is_listed": False}, {"deadline": TODAY - DAY}, {"deadline": None}])
def test_what_cannot_be_applied_for_reminds_nobody(user, listing, change):
    opportunity_services.save(user, listing, now=NOW)
    Opportunity.objects.filter(pk=listing.pk).update(**change)
    refresh(user, NOW)
    assert not Reminder.objects.open().filter(kind="tracker.opportunity").exists()


# ---- starting one ----


def start(client, listing, way, once="key"):
    return client.post(reverse("tracker:opportunity-apply", args=[listing.pk]), {"way": way, "once": once})


def test_apply_starts_a_thread_once(client, user, listing):
    first, second = start(client, listing, "thread"), start(client, listing, "thread")
    contact, thread = Contact.objects.get(), Thread.objects.get()
    assert first.url == second.url == thread.get_absolute_url()
    assert (
        contact.owner,
        contact.name,
        contact.email,
        contact.source,
        contact.state,
        contact.institution,
    ) == (
        user,
        "Joan Petrie",
        "joan.petrie@lakeside.example",
        "listing",
        "OH",
        "St. Brendan",
    )
    assert SavedOpportunity.objects.get(owner=user).started_at == NOW
    assert start(client, listing, "thread", once="later").url == thread.get_absolute_url()
    assert "You started on <time" in text(client.get(listing.get_absolute_url()))


def test_apply_plans_a_rotation_once(client, user, listing):
    start(client, listing, "rotation")
    start(client, listing, "rotation", once="later")
    made = Rotation.objects.get()
    assert (made.kind, made.stage, made.institution, made.found_through, made.coordinator_name) == (
        "observership",
        "exploring",
        listing.institution,
        "listing",
        "Joan Petrie",
    )


def test_whoever_asked_not_to_be_written_to_is_left_alone(client, listing):
    make.verified_attending(name="Joan Petrie", email=listing.contact_email, is_do_not_contact=True)
    page = text(
        client.post(start(client, listing, "thread").request["PATH_INFO"], {"way": "thread"}, follow=True)
    )
    assert "Joan Petrie asked not to be written to." in page
    assert not Thread.objects.exists()
    assert not SavedOpportunity.objects.exists()


@pytest.mark.parametrize(("way", "sentence"), [("thread", "names nobody"), ("rotation", "names no hospital")])
def test_what_the_listing_lacks_is_said(client, way, sentence):
    bare = make.opportunity(contact_name="", contact_email="")
    path = reverse("tracker:opportunity-apply", args=[bare.pk])
    assert sentence in text(client.post(path, {"way": way}, follow=True))
    assert client.post(path, {"way": "nonsense"}).status_code == 404


# ---- the admin ----


def test_a_curator_keeps_a_listing_and_its_history(desk, house):
    path = reverse("admin:tracker_opportunity_add")
    given = {
        "title": "Visiting scholar",
        "kind": "scholar",
        "institution": house.pk,
        "visas": ["j1"],
        "deadline": "2027-01-15",
        "url": "brendan.example/scholars",
        "is_listed": "on",
        "requirements-TOTAL_FORMS": 1,
        "requirements-INITIAL_FORMS": 0,
        "requirements-0-words": "A letter.",
        "requirements-0-source": "Its page",
        "requirements-0-read_on": "2026-10-20",
    }
    assert desk.post(path, given).status_code == 302
    made = Opportunity.objects.get()
    assert (made.url, made.visas, made.listed_at) == ("https://brendan.example/scholars", ["j1"], NOW)
    first = DirectoryChange.objects.get(kind="opportunity")
    assert (first.action, first.before, first.after["requirements"]) == (
        "created",
        {},
        ["A letter. | Its page |  | 2026-10-20"],
    )
    one = made.requirements.get()
    change = given | {
        "fee": "$90",
        "requirements-INITIAL_FORMS": 1,
        "requirements-0-id": one.pk,
        "requirements-0-read_on": "2026-10-26",
    }
    desk.post(reverse("admin:tracker_opportunity_change", args=[made.pk]), change)
    last = DirectoryChange.objects.filter(kind="opportunity").first()
    assert (last.before, last.after) == (
        {"fee": "", "requirements": ["A letter. | Its page |  | 2026-10-20"]},
        {"fee": "$90", "requirements": ["A letter. | Its page |  | 2026-10-26"]},
    )
    history = text(desk.get(reverse("admin:tracker_opportunity_history", args=[made.pk])))
    assert "A letter. | Its page | | 2026-10-26" in history
    assert "Requirements" in history


@pytest.mark.parametrize("count", [1, 3])
def test_the_admin_list_asks_the_same_number_of_questions(desk, house, count):
    for number in range(count):
        make.opportunity(title=f"Listing {number}", institution=house)
    path = reverse("admin:tracker_opportunity_changelist")
    desk.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert desk.get(path).status_code == 200
    assert len(asked) == 8, [query["sql"][:90] for query in asked]


def test_the_filters_of_the_admin(desk, listing):
    make.opportunity(title="Long ago").requirements.update(read_on=TODAY - 200 * DAY)
    path = reverse("admin:tracker_opportunity_changelist")
    assert "Long ago" in text(desk.get(path, {"read": "old"}))
    assert "Médecine" not in text(desk.get(path, {"read": "old"}))
    assert "Médecine" in text(desk.get(path, {"deadline_is": "open", "q": "medecine"}))


def test_a_curator_takes_a_listing_off_the_list(desk, listing):
    path = reverse("admin:tracker_opportunity_changelist")
    desk.post(path, {"action": "hide_records", "_selected_action": [listing.pk]})
    listing.refresh_from_db()
    assert not listing.is_listed
    assert DirectoryChange.objects.get(kind="opportunity").after == {"is_listed": False}


def sheet(*rows):
    head = "Title,Kind,Hospital,Apply by,Fee,Shown,Requirements"
    return "\n".join([head, *rows]).encode()


def send(desk, content):
    path = reverse("admin:tracker_opportunity_import")
    file = SimpleUploadedFile("listings.csv", content, content_type="text/csv")
    return desk.post(path, {"import_file": file, "format": "0", "resource": ""})


def confirm(desk, answer):
    fields = answer.context["confirm_form"].initial
    return desk.post(reverse("admin:tracker_opportunity_process_import"), fields)


def test_a_spreadsheet_is_looked_at_first_and_brought_in_then(desk, listing):
    answer = send(
        desk,
        sheet(
            "observers in médecine,Observership,St. Brendan,2027-02-01,$500,yes,",
            'New one,Remote role,,,,no,"CITI training | Its page | https://a.example | 2026-10-01"',
        ),
    )
    page = text(answer)
    assert "Nothing is written yet." in page
    assert "$400 → $500" in page
    assert Opportunity.objects.count() == 1
    assert listing.requirements.count() == 1
    confirm(desk, answer)
    listing.refresh_from_db()
    made = Opportunity.objects.get(title="New one")
    assert (listing.fee, listing.deadline, listing.requirements.count()) == (
        "$500",
        datetime.date(2027, 2, 1),
        0,
    )
    assert (made.kind, made.is_listed, made.listed_at) == ("remote", False, None)
    assert [one.line for one in made.requirements.all()] == [
        "CITI training | Its page | https://a.example | 2026-10-01"
    ]
    assert DirectoryChange.objects.filter(kind="opportunity", reason="From a spreadsheet.").count() == 2


def test_every_faulty_row_is_named_and_nothing_comes_in(desk, house):
    page = text(
        send(
            desk,
            sheet(
                "Good,Program,St. Brendan,,,yes,",
                "Bad kind,Holiday,St. Brendan,,,yes,",
                "Bad house,Program,St. Nobody,,,yes,",
                "Bad day,Program,St. Brendan,01/02/2027,,yes,",
                "Bad line,Program,St. Brendan,,,yes,A letter",
                ",Program,St. Brendan,,,yes,",
            ),
        )
    )
    assert "Mend these rows first; nothing was written" in page
    for words in (
        "<td>3</td><td>Kind</td><td>“Holiday” is none of: Program, Observership",
        "<td>4</td><td>Hospital</td><td>“St. Nobody” is not a hospital of the directory.",
        "<td>5</td><td>Apply by</td><td>“01/02/2027” is not a day. Write it like 2026-12-14.",
        "<td>6</td><td>Requirements</td><td>“A letter”: write what they ask | where it stands",
        "<td>7</td><td>Title</td><td>This field cannot be blank.",
    ):
        assert words in page, words
    assert not Opportunity.objects.exists()


def test_what_goes_out_comes_in_again_as_it_was(desk, listing):
    listing.title = "=HYPERLINK(1)"
    listing.save()
    resource = opportunity_resource.OpportunityResource(actor=None, now=NOW)
    data = resource.export()
    assert data.dict[0]["Title"] == "'=HYPERLINK(1)"
    before = opportunity_services.told(Opportunity.objects.get())
    Requirement.objects.all().delete()
    result = resource.import_data(data, raise_errors=True)
    assert result.totals["new"] == 1 or result.totals["update"] == 1
    assert opportunity_services.told(Opportunity.objects.latest("pk")) == before


# ---- taking an import back ----


def brought_in(desk, *rows):
    """The import of these rows, as it is kept."""
    answer = confirm(desk, send(desk, sheet(*rows)))
    imported = OpportunityImport.objects.latest("pk")
    assert answer.url == imported.get_absolute_url()
    return imported


def take_back(desk, imported):
    desk.post(reverse("desk:listing-import-undo", args=[imported.pk]))
    imported.refresh_from_db()
    return imported


MINE = 'New one,Remote role,,,,yes,"CITI training | Its page | | 2026-10-01"'
THEIRS = "Observers in Médecine,Observership,St. Brendan,2027-02-01,$500,no,"


def test_an_import_is_taken_back_as_it_was(desk, listing):
    before = opportunity_services.told(listing)
    imported = brought_in(desk, MINE, THEIRS)
    assert (imported.file_name, len(imported.new), imported.changed) == ("listings.csv", 1, [listing.pk])
    page = text(desk.get(imported.get_absolute_url()))
    assert "1 listing, 1 still there" in page
    assert "Undo this import" in page
    assert "1 made, 1 changed" in text(desk.get(reverse("desk:import-list")))
    take_back(desk, imported)
    assert (imported.left, imported.undone_at) == ([], NOW)
    assert opportunity_services.told(Opportunity.objects.get()) == before
    assert "Undo this import" not in text(desk.get(imported.get_absolute_url()))
    lines = DirectoryChange.objects.filter(reason=opportunity_import.UNDONE).order_by("pk")
    assert [(line.action, line.record) for line in lines] == [
        ("changed", listing.pk),
        ("removed", imported.new[0]),
    ]
    page = text(desk.post(reverse("desk:listing-import-undo", args=[imported.pk]), follow=True))
    assert "This import is undone already." in page


def test_what_somebody_changed_or_keeps_since_is_left_and_listed(desk, listing, user):
    imported = brought_in(desk, MINE, "Kept,Program,,,,yes,", THEIRS)
    kept = Opportunity.objects.get(title="Kept")
    make.saved_opportunity(user, kept)
    path = reverse("admin:tracker_opportunity_changelist")
    desk.post(path, {"action": "show_records", "_selected_action": [listing.pk]})
    take_back(desk, imported)
    assert imported.left == [
        {"pk": kept.pk, "name": "Kept"},
        {"pk": listing.pk, "name": "Observers in Médecine"},
    ]
    assert sorted(Opportunity.objects.values_list("title", "fee")) == [
        ("Kept", ""),
        ("Observers in Médecine", "$500"),
    ]
    assert "Left, because somebody changed or uses them since" in text(desk.get(imported.get_absolute_url()))


def test_a_hospital_that_is_gone_by_now_is_not_put_back(desk, listing, house):
    imported = brought_in(desk, "Elsewhere,Program,St. Brendan,,,yes,")
    made = Opportunity.objects.get(title="Elsewhere")
    opportunity_import_row = imported.rows[0]
    DirectoryChange.objects.filter(pk=opportunity_import_row["change"]).update(
        action="changed", before={"institution": house.pk + 999}, after={"institution": house.pk}
    )
    OpportunityImport.objects.filter(pk=imported.pk).update(
        rows=[{**opportunity_import_row, "is_new": False}]
    )
    imported.refresh_from_db()
    take_back(desk, imported)
    assert imported.left == [{"pk": made.pk, "name": "Elsewhere"}]
    made.refresh_from_db()
    assert made.institution == house


def test_a_listing_that_stands_twice_in_a_file_goes_step_by_step(desk, house):
    imported = brought_in(desk, "Twice,Program,,,$1,yes,", "Twice,Program,,,$2,yes,")
    assert Opportunity.objects.get().fee == "$2"
    assert (len(imported.new), len(imported.changed)) == (1, 1)
    take_back(desk, imported)
    assert not Opportunity.objects.exists()


def test_a_listing_first_shown_by_an_import_counts_as_new_when_it_is_shown_again(desk, listing):
    Opportunity.objects.update(is_listed=False, listed_at=None)
    imported = brought_in(desk, THEIRS.replace(",no,", ",yes,"))
    take_back(desk, imported)
    listing.refresh_from_db()
    assert (listing.is_listed, listing.listed_at) == (False, None)


def test_looking_at_a_file_or_changing_nothing_keeps_no_import(desk, listing):
    send(desk, sheet(MINE))
    assert not OpportunityImport.objects.exists()
    data = opportunity_resource.OpportunityResource(actor=None, now=NOW).export()
    opportunity_resource.OpportunityResource(actor=None, now=NOW).import_data(data)
    assert not OpportunityImport.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_import_asks_the_same_number_of_questions(desk, count, django_assert_num_queries):
    imported = brought_in(desk, *[f"Listing {n},Program,,,,yes," for n in range(count)])
    desk.get(imported.get_absolute_url())
    with django_assert_num_queries(7):
        desk.get(imported.get_absolute_url())


def test_the_admin_never_shows_an_invented_listing(desk, user):
    made = make.opportunity(owner=user, title="Invented")
    assert "Invented" not in text(desk.get(reverse("admin:tracker_opportunity_changelist")))
    assert desk.get(reverse("admin:tracker_opportunity_change", args=[made.pk])).status_code == 302


def test_the_sample_year_is_built_once(user):
    opportunity_sample.build(user, TODAY)
    opportunity_sample.build(user, TODAY)
    assert Opportunity.objects.filter(owner=user).count() == 5
    assert [count for _, count in opportunity_search.searches(user, TODAY)] == [1]
