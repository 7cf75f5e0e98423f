"""For templates of mails, which stand outside any page."""

from django import template

from reminders import links

register = template.Library()


@register.filter
def whole_address(path):
    """The whole address of a path of this instance."""
    return links.absolute(path)
