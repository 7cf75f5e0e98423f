"""Ticks and counts change in place where there is JavaScript."""

from tests import make


def test_a_tick_and_a_count_change_in_place(visit, user):
    rotation = make.rotation(user)
    goal = make.goal(rotation)
    window = visit(user)
    page = window.page
    window.open(f"/rotations/{rotation.pk}/checklist/")
    page.click("#tick-2")
    page.wait_for_selector("text=1 of 6 settled.")
    assert page.get_attribute("#tick-2", "aria-pressed") == "true"
    page.click("#tick-2")
    page.wait_for_selector("text=0 of 6 settled.")
    window.open(f"/rotations/{rotation.pk}/goals/")
    page.click(f"#goal-{goal.pk}-step")
    page.wait_for_selector("text=1 of 5 cases")
    page.click(f"#goal-{goal.pk}-step")
    page.wait_for_selector("text=2 of 5 cases")
    page.click(f"#goal-{goal.pk}-done")
    page.wait_for_selector("text=Not done yet")


def test_the_form_says_which_season_it_can_serve_while_it_is_typed(visit):
    person = make.user(match_year=2099)
    window = visit(person)
    page = window.page
    window.open("/rotations/add/")
    page.get_by_label("Observership").check()
    page.wait_for_selector("#outlook >> text=to serve the 2099 season: the rule asks for 8 weeks.")
    page.get_by_label("First day").fill("2098-03-03")
    page.get_by_label("Last day").fill("2098-05-30")
    page.get_by_label("Last day").blur()
    page.wait_for_selector("#outlook >> text=Serves the 2099 season: ask from")
    page.get_by_label("Volunteer").check()
    page.wait_for_selector("#outlook >> text=for 12 weeks")
    assert person.tracker_rotations.count() == 0
