"""Addresses looked up once are those that Django's reverse gives."""

import pytest
from django.urls import NoReverseMatch, reverse

from accounts import addresses


@pytest.mark.parametrize("name", ["tracker:today", "tracker:timeline", "accounts:you"])
def test_a_page_has_the_address_of_the_url_table(name):
    assert addresses.page(name) == reverse(name)


@pytest.mark.parametrize("name", ["tracker:rotation-show", "tracker:log-show", "outreach:thread-show"])
@pytest.mark.parametrize("pk", [1, 10, 2026])
def test_a_record_has_the_address_of_the_url_table(name, pk):
    assert addresses.record(name, pk) == reverse(name, args=[pk])


def test_a_name_that_does_not_exist_is_an_error():
    with pytest.raises(NoReverseMatch):
        addresses.page("tracker:nowhere")
