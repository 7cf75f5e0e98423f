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
