"""The curators' desk: who may open it, each decision, what the person who asked is told."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import make
from tracker import desk, directory, mentor_import, mentor_rows
from tracker.importing import reading
from tracker.models import (
    Attending,
    DirectoryChange,
    DirectoryNotice,
    Institution,
    MergeRecord,
    ProbablePair,
    ProposedChange,
    Supervision,
)

pytestmark = pytest.mark.django_db
DESK = "/desk/"


@pytest.fixture
def casey(db):
    return make.curator()


@pytest.fixture
def client(signed_in, casey):
    return signed_in(casey)


def post(client, page, /, *args, **data):
    return client.post(reverse(f"desk:{page}", args=args), data)


def told(user):
    return list(DirectoryNotice.objects.filter(owner=user).values_list("words", flat=True))


# ---- who may open it ----


@pytest.mark.parametrize("path", [DESK, "/desk/merges/", "/staff/", "/staff/tracker/attending/"])
def test_staff_need_a_second_factor_first(signed_in, path):
    client = signed_in(make.curator(second_factor=False))
    answer = client.get(path)
    assert (answer.status_code, answer.url) == (302, "/account/2fa/")
    assert signed_in(make.curator()).get(path).status_code == 200


@pytest.mark.parametrize("builder", [make.curator, make.administrator])
def test_an_authenticator_app_is_a_second_factor_too(signed_in, builder):
    person = builder(second_factor=False)
    make.authenticator_app(person)
    assert signed_in(person).get(DESK).status_code == 200


# ---- the password again, after 15 minutes ----


@pytest.fixture
def an_hour_later(signed_in):
    """A curator who signed in an hour ago."""
    with time_machine.travel(timezone.now() - datetime.timedelta(hours=1), tick=False):
        client = signed_in(make.curator())
    return client


def asked_again(answer):
    return answer.status_code == 302 and answer.url.startswith(reverse("account_reauthenticate"))


@pytest.mark.parametrize(
    "path", ["/staff/", "/staff/tracker/attending/", "/staff/tracker/opportunity/export/"]
)
def test_the_admin_asks_for_the_password_again(an_hour_later, signed_in, path):
    assert asked_again(an_hour_later.get(path))
    assert asked_again(an_hour_later.post(path))
    assert signed_in(make.curator()).get(path).status_code == 200


def test_the_desk_does_not_where_one_record_is_decided(an_hour_later, user):
    record = make.attending(user)
    assert an_hour_later.get(DESK).status_code == 200
    assert not asked_again(an_hour_later.post("/desk/attendings/verify/", {"pk": record.pk}))


@pytest.mark.parametrize("what", ["check", "undo"])
def test_what_happens_to_a_whole_file_needs_the_password_and_then_goes_on(an_hour_later, what):
    imported = make.mentor_import(rows=[["Hugh Tanaka", "Harlow", "tanaka@harlow.example"]])
    mentor_import.bring_in(imported, actor=None, now=timezone.now())
    path = f"/desk/imports/{imported.pk}/{what}/"
    answer = an_hour_later.post(path)
    assert asked_again(answer)
    assert Attending.objects.unchecked().count() == 1
    an_hour_later.post(answer.url, {"password": make.PASSWORD, "next": path})
    assert Attending.objects.unchecked().count() == 0


@pytest.mark.parametrize("path", ["/staff/jsi18n/", "/staff/logout/"])
def test_parts_of_an_open_page_and_the_way_out_stay_open(an_hour_later, path):
    assert not asked_again(an_hour_later.post(path))


def test_applicants_find_no_desk(user, signed_in):
    assert signed_in(user).get(DESK).status_code == 404


def test_staff_without_the_right_find_no_desk(signed_in):
    person = make.user(staff=True)
    make.passkey(person)
    assert signed_in(person).get(DESK).status_code == 404


def test_the_admins_own_sign_in_leads_to_the_throttled_one():
    answer = Client().get("/staff/login/?next=/staff/")
    assert answer.url.split("?")[0] == reverse("account_login")
    posted = Client().post("/staff/login/", {"username": "a@example.org", "password": "x"})
    assert posted.url.split("?")[0] == reverse("account_login")


def test_a_curator_may_keep_the_directory_and_lists_and_nothing_else(casey):
    rights = {f"{p.content_type.app_label}.{p.codename}" for p in casey.groups.get().permissions.all()}
    assert rights >= {
        "tracker.view_attending",
        "tracker.add_attending",
        "tracker.change_attending",
        "tracker.change_institution",
        "tracker.change_proposedchange",
        "tracker.view_mergerecord",
        "tracker.change_season",
        "accounts.change_specialty",
    }
    tables = {right.split("_", 1)[1] for right in rights}
    private = {"user", "profile", "rotation", "logentry", "personnote", "catchup", "thread", "contact"}
    assert tables & (private | {"letter", "reminder", "mail", "example", "case", "document"}) == set()


# ---- decisions ----


def test_the_desk_counts_and_opens_the_first_decision(client, user):
    make.attending(user, name="Anand Chaudhry")
    page = client.get(DESK).content.decode()
    assert "1 record. 1 needs a decision from you." in page
    assert "Does Dr. Anand Chaudhry belong in the directory?" in page
    assert "Added by a user" in page
    assert user.name not in page


def test_a_user_is_told_that_their_record_is_in_the_directory(client, user):
    house = make.institution(user)
    own = make.attending(user, name="Anand Chaudhry", institution=house)
    answer = post(client, "attending-verify", pk=own.pk)
    own.refresh_from_db()
    house.refresh_from_db()
    assert answer.url == DESK
    assert (own.is_verified, own.owner, house.is_verified, house.owner) == (True, None, True, None)
    assert told(user) == ["Dr. Anand Chaudhry was checked by a curator and is now in the directory."]


def test_a_check_can_be_taken_back(client, user):
    own = make.attending(user, name="Anand Chaudhry")
    post(client, "attending-verify", pk=own.pk)
    change = DirectoryChange.objects.get(action="verified")
    post(client, "verify-undo", change.pk)
    own.refresh_from_db()
    assert (own.is_verified, own.owner) == (False, user)


def test_many_records_are_checked_at_once(client):
    stale = timezone.now() - datetime.timedelta(days=200)
    records = [make.verified_attending(name=f"Old {n}", verified_at=stale) for n in range(3)]
    page = client.get(DESK, {"view": "stale"}).content.decode()
    assert "Is this still right?" in page
    answer = post(client, "attending-verify", pk=[r.pk for r in records], view="stale")
    assert answer.url == "/desk/?view=stale"
    assert desk.stale(timezone.now()).count() == 0
    assert DirectoryChange.objects.filter(action="verified").count() == 3


def test_a_record_is_left_private_with_a_reason_the_user_reads(client, user):
    own = make.attending(user, name="Anand Chaudhry")
    answer = post(client, "attending-decline", own.pk, reason="")
    assert answer.status_code == 422
    assert "Say why in a sentence." in answer.content.decode()
    post(client, "attending-decline", own.pk, reason="No page of the hospital names this person.")
    assert told(user) == [
        "Dr. Anand Chaudhry stays your own private record. A curator wrote: "
        "No page of the hospital names this person."
    ]
    assert desk.waiting() == []
    own.refresh_from_db()
    assert own.owner == user


def test_a_proposal_is_taken_over_fact_by_fact(client, user, casey):
    ruth = make.verified_attending(name="Ruth Feldman")
    changes = {"phone": ["", "216 555 0100"], "fee": ["", "$400 a week"]}
    proposal = make.proposal(user, ruth, changes=changes)
    page = client.get(DESK).content.decode()
    assert "Change Dr. Ruth Feldman like this?" in page
    assert "216 555 0100" in page
    post(client, "proposal-approve", proposal.pk, fact=["phone"], reason="The fee is per month.")
    ruth.refresh_from_db()
    proposal.refresh_from_db()
    assert (ruth.phone, ruth.fee, proposal.state, proposal.decided_by) == (
        "216 555 0100",
        "",
        "approved",
        casey,
    )
    assert told(user) == [
        "Part of your change to Dr. Ruth Feldman was taken over. A curator wrote: The fee is per month."
    ]
    line = DirectoryChange.objects.get(action="proposal")
    assert (line.before, line.after, line.actor) == ({"phone": ""}, {"phone": "216 555 0100"}, casey)


def test_a_proposal_is_not_taken_over_without_a_reason(client, user):
    proposal = make.proposal(user, make.verified_attending(name="Ruth Feldman"))
    assert post(client, "proposal-reject", proposal.pk, reason=" ").status_code == 422
    post(client, "proposal-reject", proposal.pk, reason="That is the front desk.")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == ("rejected", "That is the front desk.")
    assert told(user) == [
        "Your change to Dr. Ruth Feldman was not taken over. A curator wrote: That is the front desk."
    ]


def test_the_second_curator_hears_that_the_first_decided(client, user):
    proposal = make.proposal(user, make.verified_attending(name="Ruth Feldman"))
    post(client, "proposal-reject", proposal.pk, reason="No.")
    answer = client.post(reverse("desk:proposal-approve", args=[proposal.pk]), {"fact": "phone"}, follow=True)
    assert "Another curator decided this one a moment ago." in answer.content.decode()
    assert ProposedChange.objects.get().state == "rejected"


def test_an_address_that_came_back_is_changed_or_kept(client):
    ruth = make.verified_attending(name="Ruth Feldman", email="old@stbrendan.example")
    assert directory.note_bounce("OLD@stbrendan.example", now=timezone.now()) == 1
    assert "Mail to Dr. Ruth Feldman came back" in client.get(DESK).content.decode()
    assert post(client, "attending-bounce", ruth.pk, email="nobody").status_code == 422
    post(client, "attending-bounce", ruth.pk, email="new@stbrendan.example")
    ruth.refresh_from_db()
    assert (ruth.email, ruth.other_emails, ruth.bounced_at) == ("new@stbrendan.example", [], None)


# ---- merging on the desk ----


def test_a_pair_is_merged_with_one_press_and_undone(client, user):
    pair = make.probable_pair()
    make.rotation(user, attending=pair.second)
    page = client.get(DESK).content.decode()
    assert "Are these the same person?" in page
    assert "1 person, 0 log days" in page
    post(client, "pair-merge", pair.pk, keep=pair.first_id)
    done = MergeRecord.objects.get()
    assert Supervision.objects.get().attending_id == pair.first_id
    shown = client.get(done.get_absolute_url()).content.decode()
    assert "1 supervision" in shown
    post(client, "merge-undo", done.pk)
    assert Supervision.objects.get().attending_id == pair.second_id


def test_different_people_are_not_asked_about_again(client):
    pair = make.probable_pair()
    post(client, "pair-apart", pair.pk)
    assert not ProbablePair.objects.open().exists()
    post(client, "pair-reopen", pair.pk)
    assert ProbablePair.objects.open().exists()


def test_three_ticked_records_are_merged_fact_by_fact(client, user):
    records = [make.verified_attending(name=f"Ruth Feldman {n}", phone=f"{n}") for n in range(3)]
    make.rotation(user, attending=records[2])
    pks = [record.pk for record in records]
    page = post(client, "record-merge", "attending", pk=pks, survivor=pks[0]).content.decode()
    assert "Make one record of 3" in page
    assert "1 supervision" in page
    chosen = {"survivor": pks[0], "fact-phone": pks[2], "fact-name": pks[1], "merge": "1"}
    post(client, "record-merge", "attending", id=pks, **chosen)
    kept = Attending.objects.get(deleted_at=None)
    assert (kept.pk, kept.name, kept.phone) == (pks[0], "Ruth Feldman 1", "2")


def test_hospitals_are_merged_on_the_desk(client):
    one, two = (
        Institution.objects.create(name=name, verified_at=timezone.now())
        for name in ("St. Brendan", "Saint Brendan Medical Center")
    )
    assert "Saint Brendan Medical Center" in client.get("/desk/hospitals/").content.decode()
    post(client, "record-merge", "institution", id=[one.pk, two.pk], survivor=two.pk, merge="1")
    two.refresh_from_db()
    assert two.aliases == ["St. Brendan"]


@pytest.mark.parametrize("ids", [[], ["1"], ["x", "y"], ["9" * 30, "1"], ["1", "2"]])
def test_a_merge_of_nothing_says_what_to_do(client, ids):
    answer = client.get("/desk/merge/attending/", {"id": ids}, follow=True)
    said = answer.content.decode()
    assert "Tick two records or more." in said or "One of these records is not there any more." in said


def test_no_other_kind_of_record_is_merged(client):
    assert client.get("/desk/merge/user/", {"id": ["1", "2"]}).status_code == 404


# ---- records ----


def facts(**changes):
    return {
        "name": "Ruth Feldman",
        "role": "attending",
        "institution_name": "St. Brendan Medical Center",
        "city": "Cleveland",
        "state": "OH",
        "once": "key-1",
        **changes,
    }


def test_a_new_record_is_for_everybody_and_its_twin_is_offered(client, casey):
    post(client, "attending-add", **facts())
    made = Attending.objects.get()
    assert (made.is_verified, made.verified_by, made.institution.is_verified) == (True, casey, True)
    again = post(client, "attending-add", **facts(name="Dr R. Feldman", once="key-2"))
    assert again.status_code == 422
    assert "Is it one of these?" in again.content.decode()
    assert Attending.objects.count() == 1
    post(client, "attending-add", **facts(name="R. Feldman", once="key-2", somebody_else=made.pk))
    assert Attending.objects.count() == 2


def test_an_edit_is_kept_with_before_and_after(client):
    ruth = make.verified_attending(name="Ruth Feldman", phone="1")
    path = reverse("desk:attending-edit", args=[ruth.pk])
    client.post(path, facts(phone="2", visas=["j1", "b1"], accepts_observers="true"))
    ruth.refresh_from_db()
    assert (ruth.phone, ruth.visas, ruth.accepts_observers) == ("2", ["j1", "b1"], True)
    page = client.get(path).content.decode()
    assert "Phone: 1, now 2" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "x" * 300}, "Keep it to 120."),
        ({"name": "\x07 "}, "Fill in name."),
        ({"other_emails": "a@b.example, nobody"}, "is not an email address."),
        ({"visas": ["moon"]}, "Choose one from the list."),
        ({"email": "nobody"}, "valid email"),
    ],
)
def test_a_mistake_is_said_and_kept(client, changes, said):
    answer = post(client, "attending-add", **facts(**changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Attending.objects.exists()


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", 'O\'Neill "Bob" Ó', "刘 伟", "Ruth\u202eFeldman"]
)
def test_any_name_is_shown_as_it_was_typed(client, name):
    post(client, "attending-add", **facts(name=name))
    page = client.get(DESK, {"view": "checked"}).content.decode()
    assert "<script>alert" not in page
    assert Attending.objects.get().name


# ---- numbers of statements ----


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "most"),
    [
        (DESK, 11),
        (f"{DESK}?at=proposal:{{proposal}}", 12),
        (f"{DESK}?at=new:{{new}}", 11),
        ("/desk/?q=ruth", 12),
        ("/desk/?view=checked", 9),
        ("/desk/?view=stale", 8),
        ("/desk/imports/", 7),
        ("/desk/hospitals/", 8),
        ("/desk/merges/", 7),
        ("/staff/tracker/attending/", 16),
        ("/staff/tracker/institution/", 16),
        ("/staff/tracker/directorychange/", 16),
        ("/staff/tracker/proposedchange/", 16),
        ("/staff/tracker/mergerecord/", 16),
    ],
)
def test_a_page_asks_the_same_number_of_questions(client, user, count, path, most):
    old = timezone.now() - datetime.timedelta(days=200)
    for number in range(count):
        house = make.institution(None, name=f"House {number}", verified_at=old)
        new = make.attending(user, name=f"New {number}", institution=house)
        kept = make.verified_attending(name=f"Old {number}", verified_at=old, institution=house)
        make.verified_attending(name=f"Good {number}", institution=house)
        there = {"institution": [house.pk, None], "specialty": [None, make.specialty().pk]}
        proposal = make.proposal(user, kept, changes={"phone": ["", "216 555 0100"], **there})
        make.probable_pair(name=f"Ruth Feldman{number}")
        make.merged(name=f"Paul Moreau{number}")
    path = path.format(proposal=proposal.pk, new=new.pk)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    assert len(asked) <= most, [query["sql"][:80] for query in asked]


# ---- the admin ----


@pytest.mark.parametrize("number", ["0", "1"])
def test_what_the_admin_exports_can_be_imported_again(client, number):
    house = make.institution(None, name="St. Brendan", verified_at=timezone.now())
    make.verified_attending(name="=Ruth", institution=house, visas=["j1"], accepts_observers=True)
    make.attending(make.user(), name="Private Person")
    page = client.get("/staff/tracker/attending/export/")
    assert page.status_code == 200
    answer = client.post("/staff/tracker/attending/export/", {"format": number, "resource": "0"})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    table = reading.read(content)
    columns = mentor_rows.guess_columns(table.headers)
    said = {name: cells[at] for _, cells in table.rows for name, at in columns.items()}
    assert len(table.rows) == 1
    assert (said["name"], said["institution"], said["visas"], said["accepts_observers"]) == (
        "'=Ruth",
        "St. Brendan",
        "j1",
        "yes",
    )


def test_the_admin_keeps_before_and_after(client):
    house = make.institution(None, name="St. Brendan", verified_at=timezone.now())
    path = reverse("admin:tracker_institution_change", args=[house.pk])
    given = {"name": "Saint Brendan", "aliases": "[]", "departments": "[]", "city": "Cleveland"}
    assert client.post(path, given).status_code == 302
    page = client.get(reverse("admin:tracker_institution_history", args=[house.pk])).content.decode()
    assert "Name: St. Brendan, now Saint Brendan" in page


def test_the_admin_deletes_no_record(client):
    ruth = make.verified_attending(name="Ruth Feldman")
    path = reverse("admin:tracker_attending_delete", args=[ruth.pk])
    assert client.post(path, {"post": "yes"}).status_code == 403
