import zoneinfo

from django.utils import timezone


class OwnZoneMiddleware:
    """Shows every time in the zone of the person looking at it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated:
            return self.get_response(request)
        with timezone.override(zoneinfo.ZoneInfo(request.user.profile.time_zone)):
            return self.get_response(request)
