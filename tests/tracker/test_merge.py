"""Merging directory records: what moves, what is chosen, what comes back, and who is told."""

import datetime
import threading

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import connection, models

from tests import make
from tracker import merge, merge_graph
from tracker.models import (
    Attending,
    DirectoryChange,
    DirectoryNotice,
    Institution,
    LogEntry,
    MergeRecord,
    PersonNote,
    ProbablePair,
    Supervision,
)
from tracker.services import Refused

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 10, 27, 16, tzinfo=datetime.UTC)
OUR_APPS = {"accounts", "reminders", "tracker", "letters", "outreach", "exports"}


@pytest.fixture
def casey(db):
    return make.curator(name="Casey Curator")


def checked(**fields):
    return make.attending(None, **{"verified_at": NOW - datetime.timedelta(days=30), **fields})


def everything(*, without=()):
    """Every row of the directory and of what points at it, as JSON, to compare before and after."""
    kinds = {key.model for model in (Attending, Institution) for key in merge_graph.moving_keys(model)}
    kinds |= {Attending, Institution}
    return {
        model._meta.label: [merge_graph.snapshot(row) for row in model._base_manager.order_by("pk")]
        for model in sorted(kinds, key=lambda model: model._meta.label)
        if model._meta.label not in without
    }


def without_moments(found):
    """Columns that say when the engine wrote last are no part of what is undone."""
    for rows in found.values():
        for row in rows:
            row["fields"].pop("updated_at", None)
    return found


@pytest.fixture
def feldmans(user):
    """One verified record, one of Nadia's own with rotation, days, notes and a proposal."""
    kept = checked(name="Ruth Feldman", email="rfeldman@stbrendan.example", city="Cleveland", state="OH")
    own = make.attending(
        user,
        name="Feldman R.",
        credentials="MD",
        email="ruth.feldman@stbrendan.example",
        phone="216 555 0100",
    )
    rotation = make.rotation(user, attending=own)
    make.log_entry(rotation, attending=own)
    make.contact(user, attending=own)
    PersonNote.objects.create(owner=user, attending=own, notes="Likes short questions.", rating=5)
    return kept, own


def test_everything_moves_and_the_facts_are_joined(feldmans, user, casey):
    kept, own = feldmans
    done = merge.merge(Attending, [kept.pk, own.pk], survivor=kept.pk, actor=casey, now=NOW)
    kept.refresh_from_db()
    own.refresh_from_db()
    assert (kept.name, kept.email, kept.other_emails, kept.credentials, kept.phone) == (
        "Ruth Feldman",
        "rfeldman@stbrendan.example",
        ["ruth.feldman@stbrendan.example"],
        "MD",
        "216 555 0100",
    )
    assert (own.merged_into, own.deleted_at, own.owner) == (kept, NOW, user)
    assert Supervision.objects.get().attending == kept
    assert LogEntry.objects.get().attending == kept
    assert PersonNote.objects.get().attending == kept
    moved = {step["key"] for step in done.steps}
    assert moved == {
        "outreach.Contact.attending",
        "tracker.LogEntry.attending",
        "tracker.PersonNote.attending",
        "tracker.Supervision.attending",
    }
    assert DirectoryNotice.objects.get().words == (
        "Your record Dr. Feldman R. was joined with Dr. Ruth Feldman of the directory. "
        "Rotations, days and notes moved along."
    )
    change = DirectoryChange.objects.get()
    assert (change.action, change.actor, change.reason) == ("merged", casey, "With Dr. Feldman R..")


def test_the_preview_names_and_counts_what_moves(feldmans):
    _, own = feldmans
    assert [line.words for line in merge_graph.preview(Attending, [own.pk])] == [
        "1 contact",
        "1 log entry",
        "1 person note",
        "1 supervision",
    ]


def test_a_value_is_taken_from_the_record_the_curator_names(feldmans, casey):
    kept, own = feldmans
    choices = {"email": own.pk, "credentials": kept.pk}
    merge.merge(Attending, [kept.pk, own.pk], survivor=kept.pk, choices=choices, actor=casey, now=NOW)
    kept.refresh_from_db()
    assert (kept.email, kept.other_emails, kept.credentials) == (
        "ruth.feldman@stbrendan.example",
        ["rfeldman@stbrendan.example"],
        "",
    )


def test_who_was_checked_last_survives_by_default(feldmans):
    kept, own = feldmans
    older = checked(name="R Feldman", verified_at=NOW - datetime.timedelta(days=200))
    assert merge.freshest([own, older, kept]) == kept


def test_asked_not_to_be_contacted_is_never_lost(feldmans, casey):
    kept, own = feldmans
    Attending.objects.filter(pk=own.pk).update(is_do_not_contact=True)
    merge.merge(Attending, [kept.pk, own.pk], survivor=kept.pk, actor=casey, now=NOW)
    kept.refresh_from_db()
    assert kept.is_do_not_contact is True


def test_undo_brings_back_exactly_what_was(feldmans, user, casey):
    kept, own = feldmans
    rotation = Supervision.objects.get().rotation
    Supervision.objects.create(rotation=rotation, attending=kept, days_per_week=2)
    PersonNote.objects.create(owner=user, attending=kept, notes="Met at grand rounds.", is_advocate=True)
    before = without_moments(everything())
    done = merge.merge(Attending, [kept.pk, own.pk], survivor=kept.pk, actor=casey, now=NOW)
    assert Supervision.objects.get().days_per_week == 5
    note = PersonNote.objects.get()
    assert (note.notes, note.rating, note.is_advocate) == (
        "Met at grand rounds.\n\nLikes short questions.",
        5,
        True,
    )
    assert without_moments(everything()) != before
    assert merge.undo(done, actor=casey, now=NOW) == []
    assert without_moments(everything()) == before


def test_undo_leaves_what_people_changed_since(feldmans, user, casey):
    kept, own = feldmans
    elsewhere = checked(name="Somebody Else")
    done = merge.merge(Attending, [kept.pk, own.pk], survivor=kept.pk, actor=casey, now=NOW)
    Supervision.objects.update(attending=elsewhere)
    newer = make.rotation(user, attending=kept)
    Attending.objects.filter(pk=kept.pk).update(phone="216 555 0199")
    left = merge.undo(done, actor=casey, now=NOW + datetime.timedelta(days=29))
    assert left == ["1 supervision changed since, left as it is.", "Phone was changed since and stays."]
    kept.refresh_from_db()
    assert (kept.phone, kept.credentials, kept.other_emails) == ("216 555 0199", "", [])
    assert newer.supervisions.get().attending == kept
    assert LogEntry.objects.get().attending == own
    assert Attending.objects.get(pk=own.pk).owner == user


def test_undo_of_a_fold_that_was_edited_brings_the_other_row_back_too(feldmans, casey):
    kept, own = feldmans
    rotation = Supervision.objects.get().rotation
    Supervision.objects.create(rotation=rotation, attending=kept, days_per_week=2)
    done = merge.merge(Attending, [kept.pk, own.pk], survivor=kept.pk, actor=casey, now=NOW)
    Supervision.objects.update(days_per_week=3)
    left = merge.undo(done, actor=casey, now=NOW)
    assert left == ["One supervision changed since, left as it is; the other came back."]
    days = {row.attending: row.days_per_week for row in Supervision.objects.all()}
    assert days == {kept: 3, own: 5}


def test_undo_has_thirty_days(feldmans, casey):
    done = merge.merge(Attending, [r.pk for r in feldmans], survivor=feldmans[0].pk, actor=casey, now=NOW)
    with pytest.raises(Refused, match="30 days"):
        merge.undo(done, actor=casey, now=NOW + datetime.timedelta(days=31))


def test_undo_works_once(feldmans, casey):
    done = merge.merge(Attending, [r.pk for r in feldmans], survivor=feldmans[0].pk, actor=casey, now=NOW)
    merge.undo(done, actor=casey, now=NOW)
    with pytest.raises(Refused, match="undone already"):
        merge.undo(done, actor=casey, now=NOW)


def test_a_record_merged_on_is_undone_last_first(feldmans, casey):
    kept, own = feldmans
    third = checked(name="Ruth A. Feldman")
    before = without_moments(everything())
    first = merge.merge(Attending, [kept.pk, own.pk], survivor=kept.pk, actor=casey, now=NOW)
    second = merge.merge(Attending, [kept.pk, third.pk], survivor=third.pk, actor=casey, now=NOW)
    with pytest.raises(Refused, match="Undo that merge first"):
        merge.undo(first, actor=casey, now=NOW)
    assert merge.undo(second, actor=casey, now=NOW) == []
    assert merge.undo(first, actor=casey, now=NOW) == []
    assert without_moments(everything()) == before


def test_three_records_become_one(user, stranger, casey):
    kept = checked(name="Ruth Feldman")
    own, theirs = make.attending(user, name="R Feldman"), make.attending(stranger, name="Ruth Feldmann")
    make.rotation(user, attending=own)
    make.rotation(stranger, attending=theirs)
    before = without_moments(everything())
    done = merge.merge(Attending, [kept.pk, own.pk, theirs.pk], survivor=kept.pk, actor=casey, now=NOW)
    assert {row.attending for row in Supervision.objects.all()} == {kept}
    assert {row.rotation.owner for row in Supervision.objects.all()} == {user, stranger}
    merge.undo(done, actor=casey, now=NOW)
    assert without_moments(everything()) == before


def test_two_private_records_become_one_in_the_directory(user, stranger, casey):
    own, theirs = make.attending(user, name="Ruth Feldman"), make.attending(stranger, name="R Feldman")
    make.rotation(stranger, attending=theirs)
    done = merge.merge(Attending, [own.pk, theirs.pk], survivor=own.pk, actor=casey, now=NOW)
    own.refresh_from_db()
    assert (own.is_verified, own.owner) == (True, None)
    assert Attending.objects.visible_to(stranger).get() == own
    merge.undo(done, actor=casey, now=NOW)
    own.refresh_from_db()
    assert (own.is_verified, own.owner) == (False, user)


def test_a_record_others_use_by_now_stays_in_the_directory(user, stranger, casey):
    own, theirs = make.attending(user, name="Ruth Feldman"), make.attending(stranger, name="R Feldman")
    done = merge.merge(Attending, [own.pk, theirs.pk], survivor=own.pk, actor=casey, now=NOW)
    make.rotation(stranger, attending=own)
    left = merge.undo(done, actor=casey, now=NOW)
    assert left == ["Other people use the record by now, so it stays in the directory."]
    assert Attending.objects.visible_to(stranger).filter(pk=own.pk).exists()


def test_hospitals_merge_with_their_rotations_and_people(user, casey):
    kept = Institution.objects.create(name="St. Brendan Medical Center", city="Cleveland", verified_at=NOW)
    own = make.institution(user, name="Saint Brendan", state="OH")
    rotation = make.rotation(user, institution=own)
    ruth = make.attending(user, institution=own)
    before = without_moments(everything())
    done = merge.merge(Institution, [kept.pk, own.pk], survivor=kept.pk, actor=casey, now=NOW)
    for row in (kept, rotation, ruth):
        row.refresh_from_db()
    assert (kept.aliases, kept.state, rotation.institution, ruth.institution) == (
        ["Saint Brendan"],
        "OH",
        kept,
        kept,
    )
    assert list(Attending.objects.matching("brendan medical")) == [ruth]
    merge.undo(done, actor=casey, now=NOW)
    assert without_moments(everything()) == before


@pytest.mark.parametrize("gone", ["removed", "deleted", "merged"])
def test_a_merge_whose_survivor_vanished_says_so(feldmans, casey, gone):
    kept, own = feldmans
    if gone == "deleted":
        Attending.objects.filter(pk=kept.pk).delete()
        words = "One of these records is not there any more. Nothing was merged."
    elif gone == "removed":
        make.deleted(kept)
        words = "Dr. Ruth Feldman was removed from the directory a moment ago. Nothing was merged."
    else:
        third = checked(name="Ruth A. Feldman")
        merge.merge(Attending, [kept.pk, third.pk], survivor=third.pk, actor=casey, now=NOW)
        words = "Casey Curator already merged Dr. Ruth Feldman into Dr. Ruth A. Feldman."
    with pytest.raises(Refused, match=words.replace(".", r"\.")):
        merge.merge(Attending, [kept.pk, own.pk], survivor=kept.pk, actor=casey, now=NOW)
    assert Supervision.objects.get().attending == own


@pytest.mark.parametrize("pks", [[], [1], [1, 1], [1, 2]])
def test_a_merge_needs_two_and_the_one_that_stays(casey, pks):
    with pytest.raises(Refused, match="Choose two records or more"):
        merge.merge(Attending, pks, survivor=3, actor=casey, now=NOW)


def test_the_owner_cannot_bring_back_a_merged_record(feldmans, user, casey, signed_in):
    kept, own = feldmans
    merge.merge(Attending, [kept.pk, own.pk], survivor=kept.pk, actor=casey, now=NOW)
    assert signed_in(user).post(f"/attendings/{own.pk}/restore/").status_code == 404


# ---- a later foreign key cannot be forgotten ----


@pytest.mark.parametrize("model", [Attending, Institution])
def test_every_key_to_a_record_moves_or_says_why_not(model):
    found = set()
    for other in apps.get_models(include_auto_created=True):
        for field in other._meta.get_fields():
            if isinstance(field, models.ForeignKey) and field.related_model is model:
                found.add(f"{other._meta.label}.{field.name}")
    moving = {merge_graph.label_of(key) for key in merge_graph.moving_keys(model)}
    staying = {label for label in merge_graph.STAYS if label in found}
    assert moving | staying == found
    assert moving & staying == set()


def test_every_unique_rule_about_a_record_says_how_to_fold():
    missing = [
        merge_graph.label_of(key)
        for model in (Attending, Institution)
        for key in merge_graph.moving_keys(model)
        if merge_graph.unique_sets(key) and not _is_decided(key.model)
    ]
    assert missing == [], 'say in settings.MERGE_FOLDS how two of these become one, or "" to refuse'


def _is_decided(model):
    return model._meta.auto_created or model._meta.label in settings.MERGE_FOLDS


def test_two_letters_of_one_person_become_one_and_two_again(feldmans, user, casey):
    """A rule over expressions (one open letter a season and specialty) is read from the model graph too."""
    kept, own = feldmans
    letters = [make.recommendation(user, writer) for writer in (kept, own)]
    before = without_moments(everything())
    done = merge.merge(Attending, [kept.pk, own.pk], survivor=kept.pk, actor=casey, now=NOW)
    assert [letter.pk for letter in kept.letters.all()] == [letters[0].pk]
    assert merge.undo(done, actor=casey, now=NOW) == []
    assert without_moments(everything()) == before


def test_nothing_of_ours_points_at_records_without_a_key():
    generic = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in OUR_APPS
        for field in model._meta.private_fields
        if isinstance(field, GenericForeignKey)
    ]
    assert generic == []


# ---- two curators at once ----


def at_once(*calls):
    """Run the calls in threads of their own; what each returned or raised, in order."""
    answers = [None] * len(calls)

    def run(number, call):
        try:
            answers[number] = call()
        except Refused as refused:
            answers[number] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_curators_one_wins_and_the_other_is_told(user):
    for _ in range(5):
        casey, drew = make.curator(name="Casey Curator"), make.curator(name="Drew Desk")
        one, two = checked(name="Ruth Feldman"), checked(name="R Feldman")
        make.rotation(user, attending=two)
        answers = at_once(
            lambda one=one, two=two, casey=casey: merge.merge(
                Attending, [one.pk, two.pk], survivor=one.pk, actor=casey, now=NOW
            ),
            lambda one=one, two=two, drew=drew: merge.merge(
                Attending, [two.pk, one.pk], survivor=two.pk, actor=drew, now=NOW
            ),
        )
        won = [answer for answer in answers if isinstance(answer, MergeRecord)]
        told = [str(answer) for answer in answers if isinstance(answer, Refused)]
        assert len(won) == len(told) == 1
        assert told[0].startswith(f"{won[0].actor} already merged")
        assert Attending.objects.filter(pk__in=[one.pk, two.pk], deleted_at=None).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_without_the_lock_both_would_win(user):
    """The control of the test above: the same merge on rows that were read before the other committed."""
    casey = make.curator()
    one, two = checked(name="Ruth Feldman"), checked(name="R Feldman")
    both_have_read = threading.Barrier(2, timeout=20)

    def unlocked(survivor):
        rows = list(Attending.objects.filter(pk__in=[one.pk, two.pk]).order_by("pk"))
        both_have_read.wait()
        return merge._merge(rows, survivor, {}, actor=casey, reason="", now=NOW)

    answers = at_once(lambda: unlocked(one.pk), lambda: unlocked(two.pk))
    assert [type(answer) for answer in answers] == [MergeRecord, MergeRecord]


def test_a_pair_that_was_told_apart_is_not_offered_again(casey):
    one, two = checked(name="Ruth Feldman", city="Akron"), checked(name="Ruth Feldman", city="Akron")
    pair = ProbablePair.objects.open().get()
    assert (pair.first, pair.second) == (one, two)
    ProbablePair.objects.filter(pk=pair.pk).update(decided_at=NOW, decided_by=casey)
    two.save()
    assert not ProbablePair.objects.open().exists()


def test_what_is_brought_back_is_the_same_to_the_microsecond(feldmans):
    _, own = feldmans
    letter = make.recommendation(own.owner, own)
    at = datetime.datetime(2026, 10, 1, 8, 30, 5, 456, tzinfo=datetime.UTC)
    type(letter).objects.filter(pk=letter.pk).update(created_at=at)
    letter.refresh_from_db()
    kept = merge_graph.snapshot(letter)
    letter.delete()
    merge_graph.bring_back(kept)
    assert type(letter).objects.get(pk=kept["pk"]).created_at == at
