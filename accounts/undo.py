"""What was just done, said with the button that undoes it (docs/architecture.md)."""

from django.contrib import messages
from django.urls import reverse


def offer(request, said, name, *arguments, level=messages.INFO):
    """Say `said` on the next page, with an Undo button that posts to the address called `name`."""
    messages.add_message(request, level, said, extra_tags=f"undo:{reverse(name, args=arguments)}")
