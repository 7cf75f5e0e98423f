from django.urls import path

from tracker.views import attendings, log, rotations, sample, today

app_name = "tracker"

urlpatterns = [
    path("", today.today, name="today"),
    path("rotations/", rotations.rotation_list, name="rotation-list"),
    path("rotations/add/", rotations.rotation_add, name="rotation-add"),
    path("rotations/<int:pk>/", rotations.rotation_show, name="rotation-show"),
    path("rotations/<int:pk>/edit/", rotations.rotation_edit, name="rotation-edit"),
    path("rotations/<int:pk>/delete/", rotations.rotation_delete, name="rotation-delete"),
    path("rotations/<int:pk>/restore/", rotations.rotation_restore, name="rotation-restore"),
    path("rotations/<int:pk>/day-off/", log.log_day_off, name="log-day-off"),
    path("log/", log.log_add, name="log-add"),
    path("log/<int:pk>/edit/", log.log_edit, name="log-edit"),
    path("log/<int:pk>/delete/", log.log_delete, name="log-delete"),
    path("log/<int:pk>/restore/", log.log_restore, name="log-restore"),
    path("attendings/", attendings.attending_list, name="attending-list"),
    path("attendings/add/", attendings.attending_add, name="attending-add"),
    path("attendings/<int:pk>/", attendings.attending_show, name="attending-show"),
    path("attendings/<int:pk>/edit/", attendings.attending_edit, name="attending-edit"),
    path("attendings/<int:pk>/delete/", attendings.attending_delete, name="attending-delete"),
    path("attendings/<int:pk>/restore/", attendings.attending_restore, name="attending-restore"),
    path("sample/", sample.sample_start, name="sample-start"),
]
