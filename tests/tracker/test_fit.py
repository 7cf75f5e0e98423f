"""Specialty fit and the exposure matrix."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests import make
from tracker import exposure_log, exposure_matrix, fit
from tracker.exposure_log import CaseFact, Finder, Named, SkillFact, Trace
from tracker.exposure_matrix import Cell, Group, Row
from tracker.fit import Mark, Rated, Specialty
from tracker.models import ExposureMark, ExposureTag, FitRating, GuardOverride

GIVEN = {"work": "4", "medicine": "5", "people": "3", "hours": "2", "future": "4"}
FIT, EXPOSURE = "/fit/", "/exposure/"


def over(user, **fields):
    return make.rotation(
        user, starts_on=make.today() - 90 * make.DAY, ends_on=make.today() - 30 * make.DAY, **fields
    )


def test_specialties_stand_side_by_side():
    one = Rated("Neurology", "Harlow", 1, (4, 5, 3, 2, 4), "Long days, good questions.")
    two = Rated("Cardiology", "Mercer", 2, (1, 1, 1, 1, 1))
    three = Rated("Neurology", "Lakeside", 3, (5, 5, 3, 3, 1))
    boxes = {n: tuple(i < n for i in range(5)) for n in range(6)}
    assert fit.compare([one, two, three]) == (
        Specialty("Cardiology", tuple(Mark("1", boxes[1]) for _ in range(5)), (two,)),
        Specialty(
            "Neurology",
            (
                Mark("4.5", boxes[5]),
                Mark("5", boxes[5]),
                Mark("3", boxes[3]),
                Mark("2.5", boxes[3]),
                Mark("2.5", boxes[3]),
            ),
            (one, three),
        ),
    )
    assert fit.compare([]) == ()


@pytest.mark.django_db
def test_a_rotation_is_rated_once_and_edited_after(user, signed_in):
    rotation, client = over(user), signed_in(user)
    path = reverse("tracker:rotation-fit", args=[rotation.pk])
    assert str(rotation) in client.get(FIT).content.decode().split("Not rated yet")[1]
    client.post(path, GIVEN | {"sentence": "I like the puzzles."})
    assert client.post(path, GIVEN | {"future": "5"}).headers["Location"] == FIT
    rating = FitRating.objects.get()
    assert (rating.owner, rating.work, rating.future, rating.sentence) == (user, 4, 5, "")
    text = client.get(FIT).content.decode()
    assert "Not rated yet" not in text
    assert "Myself in it in ten years" in text


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"work": ""}, {"work": "6"}, {"work": "0"}])
def test_a_rating_outside_of_one_to_five_is_refused(user, signed_in, wrong):
    path = reverse("tracker:rotation-fit", args=[over(user).pk])
    answer = signed_in(user).post(path, GIVEN | wrong)
    assert answer.status_code == 422
    assert not FitRating.objects.exists()


@pytest.mark.django_db
def test_a_patient_in_the_sentence_is_stopped_and_an_override_counted(user, signed_in):
    path = reverse("tracker:rotation-fit", args=[over(user).pk])
    client, said = signed_in(user), "Mrs. Alvarez taught me patience."
    answer = client.post(path, GIVEN | {"sentence": said})
    assert answer.status_code == 422
    assert "This looks like a real patient" in answer.content.decode()
    assert not FitRating.objects.exists()
    form = answer.context["form"]
    finding = form["sentence"].subwidgets[0].data["findings"][0]
    client.post(path, GIVEN | {"sentence": said, "sentence-allow": finding.key})
    assert FitRating.objects.get().sentence == said
    assert list(GuardOverride.objects.values_list("owner", "count")) == [(user.pk, 1)]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_comparison_asks_the_same_number_of_questions(user, signed_in, count, django_assert_num_queries):
    for n in range(count):
        rated = over(user, department=f"Unit {n}")
        FitRating.objects.create(owner=user, rotation=rated, **{k: int(v) for k, v in GIVEN.items()})
        over(user)
    client = signed_in(user)
    client.get(FIT)
    with django_assert_num_queries(5):
        client.get(FIT)


@pytest.mark.django_db
def test_the_database_refuses_six_of_five(user):
    rating = FitRating(owner=user, rotation=over(user), **{k: int(v) for k, v in GIVEN.items()})
    rating.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        FitRating.objects.filter(pk=rating.pk).update(hours=6)


# ---- the exposure matrix ----

STROKE, SEPSIS = Named("tag-1", "Pathways", "Stroke", ("TIA",)), Named("tag-2", "Pathways", "Sepsis")
PHARMACIST = Named("tag-3", "Team", "Pharmacist")
DAY = datetime.date(2026, 10, 12)


def trace(row, rotation, entry, level, why="Stroke"):
    return Trace(row, rotation, entry, DAY, level, why)


def test_the_matrix_says_what_each_rotation_showed():
    matrix = exposure_matrix.build(
        [STROKE, SEPSIS, PHARMACIST],
        [(7, "Medicine", "Harlow"), (8, "Surgery", "Mercer")],
        {("tag-1", 7): "seen", ("tag-3", 8): "seen"},
        [trace("tag-1", 7, 40, "part"), trace("tag-1", 7, 41, "seen"), trace("tag-1", 8, 50, "seen")],
    )
    both = Cell("part", 7, count=2, is_marked=True)
    assert matrix.groups == (
        Group(
            "Pathways",
            (
                Row("tag-1", "Stroke", (both, Cell("seen", 8, count=1)), "part"),
                Row("tag-2", "Sepsis", (Cell(""), Cell("")), ""),
            ),
            1,
        ),
        Group("Team", (Row("tag-3", "Pharmacist", (Cell(""), Cell("seen", 8, is_marked=True)), "seen"),), 1),
    )
    assert [group.words for group in matrix.groups] == ["1 of 2", "1 of 1"]
    assert (both.words, Cell("seen", 8, 1).words, Cell("").words) == (
        "Took part, marked by hand and in 2 entries",
        "Seen, in 1 entry",
        "Not yet",
    )
    assert matrix.width == 3


def test_two_cases_of_one_day_are_one_entry():
    cells = exposure_matrix.cells_of(
        {}, [trace("tag-1", 7, 40, "seen"), trace("tag-1", 7, 40, "part", "TIA")]
    )
    assert cells == {("tag-1", 7): Cell("part", 7, count=1)}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("stroke", ("tag-1",)),
        ("Two TIAs and sepsis", ("tag-1", "tag-2")),
        ("STROKE, then a stroke", ("tag-1",)),
        ("heatstroke", ()),
        ("initial work-up", ()),
        ("", ()),
    ],
)
def test_the_log_is_read_by_whole_words(text, rows):
    assert Finder([STROKE, SEPSIS])(text) == rows


def test_nothing_to_look_for_finds_nothing():
    assert Finder([])("stroke") == ()


def test_cases_skills_and_the_record_system_leave_their_traces():
    epic = Named("tag-9", "Record systems", "Epic")
    found = exposure_log.traces(
        Finder([STROKE, PHARMACIST, epic]),
        [
            CaseFact(40, 7, DAY, "TIA", "", "observed", "ward", "old"),
            CaseFact(41, 7, DAY, "Weakness", "Stroke code", "assisted", "", ""),
        ],
        [SkillFact(42, 7, DAY, "Pharmacist,  ECG reading , ecg  reading")],
        {7: "Epic", 8: "Other"},
        settings={"ward": "Ward"},
        ages={"old": "65–89"},
    )
    assert found == (
        Trace("tag-9", 7, None, None, "seen", "Epic is its record system"),
        Trace("tag-1", 7, 40, DAY, "seen", "TIA, 65–89, Ward, observed"),
        Trace("setting-ward", 7, 40, DAY, "seen", "TIA, 65–89, Ward, observed"),
        Trace("age-old", 7, 40, DAY, "seen", "TIA, 65–89, Ward, observed"),
        Trace("tag-1", 7, 41, DAY, "part", "Weakness, assisted"),
        Trace("tag-3", 7, 42, DAY, "part", "Pharmacist"),
        Trace("skill-pharmacist", 7, 42, DAY, "part", "Pharmacist"),
        Trace("skill-ecg reading", 7, 42, DAY, "part", "ECG reading"),
    )


def test_the_ten_most_frequent_skills_have_a_row_as_they_are_mostly_spelled():
    found = [trace(f"skill-{n:02}", 7, n, "part", f"Skill {n:02}") for n in range(12)]
    found += [trace("skill-11", 7, 90 + n, "part", "SKILL 11") for n in range(3)]
    rows = exposure_log.skill_rows([*found, trace("tag-1", 7, 1, "part")], "Skills")
    assert [row.name for row in rows] == ["SKILL 11", *(f"Skill {n:02}" for n in range(9))]


def cell_path(rotation, row):
    return reverse("tracker:exposure-cell", args=[rotation.pk, row])


@pytest.mark.django_db
def test_a_cell_opens_to_the_entries_behind_it(user, signed_in, django_assert_num_queries):
    rotation, client = make.rotation(user, ehr="epic"), signed_in(user)
    tag = make.exposure_tag("Guidelines and pathways", "Sepsis")
    entry = make.log_entry(rotation, skills="Sepsis bundle, ECG/telemetry")
    make.case(entry, complaint="Septic shock", role="assisted", setting="icu", age_band="middle")
    gone = make.log_entry(rotation, day=make.today() - 2 * make.DAY)
    make.case(gone, complaint="Sepsis again", role="performed")
    make.deleted(gone)
    page = client.get(EXPOSURE).content.decode()
    path = cell_path(rotation, f"tag-{tag.pk}")
    assert f'href="{path}"' in page
    assert "Took part, in 1 entry" in page
    assert cell_path(rotation, "skill-ecg/telemetry") in page
    client.get(path)
    with django_assert_num_queries(6):
        text = client.get(path).content.decode()
    assert reverse("tracker:log-show", args=[entry.pk]) in text
    assert "Septic shock, 40–64, ICU, assisted" in text
    assert "Sepsis again" not in text
    assert "Mark it by hand" in text
    for row, words in (("setting-icu", "Septic shock"), ("skill-ecg/telemetry", "ECG/telemetry")):
        assert words in client.get(cell_path(rotation, row)).content.decode()
    assert client.get(cell_path(rotation, "setting-moon")).status_code == 404


@pytest.mark.django_db
def test_the_form_that_marks_by_hand_says_what_the_log_shows(user, signed_in):
    rotation = make.rotation(user)
    make.case(make.log_entry(rotation), complaint="Sepsis", role="observed")
    path = reverse("tracker:rotation-exposure", args=[rotation.pk])
    assert "Your log: seen, in 1 entry" in signed_in(user).get(path).content.decode()


@pytest.mark.django_db
def test_marks_are_set_changed_and_taken_back(user, signed_in):
    rotation, client = make.rotation(user), signed_in(user)
    stroke, sepsis = (
        make.exposure_tag("Pathways", "Stroke code"),
        make.exposure_tag("Pathways", "Sepsis code"),
    )
    path = reverse("tracker:rotation-exposure", args=[rotation.pk])
    client.post(path, {f"tag-{stroke.pk}": "seen", f"tag-{sepsis.pk}": "seen"})
    client.post(path, {f"tag-{stroke.pk}": "part", f"tag-{sepsis.pk}": ""})
    assert list(ExposureMark.objects.values_list("rotation", "tag", "level")) == [
        (rotation.pk, stroke.pk, "part")
    ]
    assert "Took part" in client.get(EXPOSURE).content.decode()


@pytest.mark.django_db
def test_only_the_latest_eight_marked_rotations_are_drawn(user, signed_in):
    tag = make.exposure_tag()
    for n in range(10):
        rotation = make.rotation(
            user, department=f"Unit {n:02}", starts_on=make.today() - (60 - n) * make.DAY
        )
        if n != 5:
            ExposureMark.objects.create(rotation=rotation, tag=tag, level="seen")
    page = signed_in(user).get(EXPOSURE)
    drawn = [subject for _, subject, _ in page.context["page"].matrix.columns]
    assert drawn == [f"Unit {n:02}" for n in range(10) if n not in (0, 5)]
    assert "The latest 8 rotations; 1 earlier one is not drawn." in page.content.decode()


@pytest.mark.django_db
def test_a_level_nobody_offered_is_refused(user, signed_in):
    rotation, tag = make.rotation(user), make.exposure_tag()
    path = reverse("tracker:rotation-exposure", args=[rotation.pk])
    assert signed_in(user).post(path, {f"tag-{tag.pk}": "did it all"}).status_code == 422
    assert not ExposureMark.objects.exists()


@pytest.mark.django_db
def test_the_matrix_shows_nobody_elses_marks(user, stranger, signed_in):
    theirs = make.rotation(stranger, department="Somebody else")
    make.case(make.log_entry(theirs, skills="Thoracentesis"))
    ExposureMark.objects.create(rotation=theirs, tag=make.exposure_tag(), level="part")
    text = signed_in(user).get(EXPOSURE).content.decode()
    assert "Nothing to show yet" in text
    assert "Somebody else" not in text


@pytest.mark.django_db
def test_the_tags_come_with_the_app():
    groups = ExposureTag.objects.order_by("place").values_list("group", flat=True)
    assert list(dict.fromkeys(groups)) == [
        "Record systems",
        "Guidelines and pathways",
        "Quality and safety",
        "Interprofessional team",
        "Communication",
        "Technology and care models",
    ]
    assert ExposureTag.objects.count() == 27


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_matrix_asks_the_same_number_of_questions(user, signed_in, count, django_assert_num_queries):
    tag = make.exposure_tag()
    for _ in range(count):
        ExposureMark.objects.create(rotation=make.rotation(user), tag=tag, level="seen")
        make.case(make.log_entry(make.rotation(user), skills="ECG"))
    client = signed_in(user)
    client.get(EXPOSURE)
    with django_assert_num_queries(6):
        client.get(EXPOSURE)
