from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from accounts import errors

# Staff sign in where everybody does: throttled, with the second factor.
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("", include("accounts.urls")),
    path("", include("reminders.urls")),
    path("", include("tracker.urls")),
    path("letters/", include("letters.urls")),
    path("outreach/", include("outreach.urls")),
    path("hooks/", include("outreach.hook_urls")),
    path("desk/", include("tracker.desk_urls")),
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
