from django.conf import settings


def instance(request):
    """What this copy of Wardbook offers: templates leave out what it does not."""
    return {"has_mailbox": settings.HAS_MAILBOX, "allow_sample": settings.ALLOW_SAMPLE_DATA}
