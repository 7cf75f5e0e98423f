from django.urls import path

from tracker.views import attendings, cases, examples, guard, log, mentors, rotations, sample, today

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
    path("log/find/", log.log_find, name="log-find"),
    path("log/guard/", guard.guard, name="guard"),
    path("log/<int:pk>/", log.log_show, name="log-show"),
    path("log/<int:pk>/edit/", log.log_edit, name="log-edit"),
    path("log/<int:pk>/delete/", log.log_delete, name="log-delete"),
    path("log/<int:pk>/restore/", log.log_restore, name="log-restore"),
    path("log/<int:pk>/cases/add/", cases.case_add, name="case-add"),
    path("cases/<int:pk>/edit/", cases.case_edit, name="case-edit"),
    path("cases/<int:pk>/delete/", cases.case_delete, name="case-delete"),
    path("examples/", examples.example_list, name="example-list"),
    path("examples/add/", examples.example_add, name="example-add"),
    path("examples/<int:pk>/edit/", examples.example_edit, name="example-edit"),
    path("examples/<int:pk>/delete/", examples.example_delete, name="example-delete"),
    path("examples/<int:pk>/restore/", examples.example_restore, name="example-restore"),
    path("attendings/", attendings.attending_list, name="attending-list"),
    path("attendings/add/", attendings.attending_add, name="attending-add"),
    path("attendings/<int:pk>/", attendings.attending_show, name="attending-show"),
    path("attendings/<int:pk>/edit/", attendings.attending_edit, name="attending-edit"),
    path("attendings/<int:pk>/delete/", attendings.attending_delete, name="attending-delete"),
    path("attendings/<int:pk>/restore/", attendings.attending_restore, name="attending-restore"),
    path("sample/", sample.sample_start, name="sample-start"),
    # the directory
    path("directory/", mentors.directory_list, name="directory-list"),
    path("directory/news/seen/", mentors.notices_seen, name="directory-seen"),
    path("attendings/<int:pk>/note/", mentors.attending_note, name="attending-note"),
    path("attendings/<int:pk>/touch/", mentors.attending_touch, name="attending-touch"),
    path("attendings/<int:pk>/propose/", mentors.attending_propose, name="attending-propose"),
    path("catchups/<int:pk>/delete/", mentors.catchup_delete, name="catchup-delete"),
    path("catchups/<int:pk>/restore/", mentors.catchup_restore, name="catchup-restore"),
    path("proposals/<int:pk>/withdraw/", mentors.proposal_withdraw, name="proposal-withdraw"),
]
