"""Specialty fit and the exposure matrix."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests import make
from tracker import exposure_matrix, fit
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

NOT, SEEN, PART = Cell("", "Not yet"), Cell("seen", "Seen"), Cell("part", "Took part")


def test_the_matrix_says_what_each_rotation_showed():
    tags = [(1, "Pathways", "Stroke"), (2, "Pathways", "Sepsis"), (3, "Team", "Pharmacist")]
    matrix = exposure_matrix.build(
        tags,
        [(7, "Medicine", "Harlow"), (8, "Surgery", "Mercer")],
        {(1, 7): "seen", (1, 8): "part", (3, 8): "seen"},
    )
    assert matrix.groups == (
        Group("Pathways", (Row("Stroke", (SEEN, PART), PART), Row("Sepsis", (NOT, NOT), NOT)), 1),
        Group("Team", (Row("Pharmacist", (NOT, SEEN), SEEN),), 1),
    )
    assert [group.words for group in matrix.groups] == ["1 of 2", "1 of 1"]
    assert (matrix.width, matrix.marked) == (3, 3)


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
def test_only_the_latest_twelve_marked_rotations_are_drawn(user, signed_in):
    tag = make.exposure_tag()
    for n in range(14):
        rotation = make.rotation(
            user, department=f"Unit {n:02}", starts_on=make.today() - (60 - n) * make.DAY
        )
        if n != 5:
            ExposureMark.objects.create(rotation=rotation, tag=tag, level="seen")
    page = signed_in(user).get(EXPOSURE)
    drawn = [subject for _, subject, _ in page.context["matrix"].columns]
    assert drawn == [f"Unit {n:02}" for n in range(14) if n not in (0, 5)]
    assert "The latest 12 rotations; 1 earlier one is not drawn." in page.content.decode()


@pytest.mark.django_db
def test_a_level_nobody_offered_is_refused(user, signed_in):
    rotation, tag = make.rotation(user), make.exposure_tag()
    path = reverse("tracker:rotation-exposure", args=[rotation.pk])
    assert signed_in(user).post(path, {f"tag-{tag.pk}": "did it all"}).status_code == 422
    assert not ExposureMark.objects.exists()


@pytest.mark.django_db
def test_the_matrix_shows_nobody_elses_marks(user, stranger, signed_in):
    theirs = make.rotation(stranger, department="Somebody else")
    ExposureMark.objects.create(rotation=theirs, tag=make.exposure_tag(), level="part")
    text = signed_in(user).get(EXPOSURE).content.decode()
    assert "Nothing marked yet" in text
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
    client = signed_in(user)
    client.get(EXPOSURE)
    with django_assert_num_queries(6):
        client.get(EXPOSURE)
