"""The walk of who has nothing yet, and of who is not signed in."""

from tests import site_map
from tests.browser.walk import Walk
from tests.site_map import World


def test_a_visitor(visit, user):
    walk = Walk(visit(), "visitor")
    walk.through([a for a in site_map.addresses() if a.is_open], World(user))
    walk.finish()


def test_an_applicant_on_the_first_day(visit, user):
    walk = Walk(visit(user), "newcomer")
    ours = [a for a in site_map.addresses() if not a.is_open and not a.is_admin and not a.arguments]
    # what allauth shows is the same on every day, but for setting up the first second factor
    walk.through([a for a in ours if ":" in a.name or a.name == "mfa_activate_totp"], World(user))
    walk.finish()


def test_a_page_that_is_not_there(visit, user):
    walk = Walk(visit(user), "applicant")
    walk.look("/rotations/999999/", "not-found")
    # the browser itself tells the console of a 404
    walk.wrong = [said for said in walk.wrong if "404 (Not Found)" not in said]
    walk.finish()
