"""The walk of somebody who has records. (A file for each walker: they go to different workers.)"""

from tests import site_map
from tests.browser.walk import Walk
from tests.site_map import World


def test_an_applicant_with_a_year_of_records(visit, user):
    walk = Walk(visit(user), "applicant")
    ours = [a for a in site_map.addresses() if not a.is_open and not a.is_admin]
    walk.through(ours, World(user).fill())
    walk.finish()
