from datetime import date

from letters.spoken import spoken


def test_date_of_this_year_has_no_year():
    assert spoken(date(2026, 12, 14), date(2026, 10, 27)) == "Mon 14 Dec"


def test_date_of_another_year_has_its_year():
    assert spoken(date(2027, 4, 2), date(2026, 10, 27)) == "Fri 2 Apr 2027"
    assert spoken(date(2025, 12, 31), date(2026, 1, 1)) == "Wed 31 Dec 2025"
