"""How a doctor's name is kept."""

import pytest

from accounts.fields import without_title
from tests import make


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Dr. Ruth Feldman, MD", "Ruth Feldman, MD"),
        ("dr ruth  feldman", "ruth feldman"),
        ("Prof. Dr. Ana Ruiz", "Ana Ruiz"),
        ("Dr.Lee", "Lee"),
        ("Drake Lee", "Drake Lee"),
        ("Professor X", "Professor X"),
        ("Dr", "Dr"),
        ("Dr. ", ""),
    ],
)
def test_a_title_is_not_part_of_the_name(typed, kept):
    assert without_title(typed) == kept


def test_pages_say_the_title_once(user):
    assert str(make.attending(user, name="Dr. Ruth Feldman")) == "Dr. Ruth Feldman"
