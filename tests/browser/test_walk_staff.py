"""The walks of a curator and of an administrator."""

from tests import make, site_map
from tests.browser.walk import Walk
from tests.site_map import World


def staff_pages():
    return [a for a in site_map.addresses() if a.is_admin and not a.is_open]


def test_a_curator_at_the_desk(visit):
    person = make.curator()
    walk = Walk(visit(person), "curator")
    walk.through([a for a in staff_pages() if a.is_desk], World(person).fill())
    walk.finish()


def test_an_administrator_in_djangos_admin(visit):
    person = make.administrator()
    walk = Walk(visit(person), "staff")
    engine = "desk:engine-show"
    walk.through([a for a in staff_pages() if not a.is_desk or a.name == engine], World(person).fill())
    walk.finish()
