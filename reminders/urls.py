from django.urls import path

from reminders import (
    engine_views,
    health_views,
    hook_views,
    link_views,
    mailbox_views,
    preferences_views,
    views,
)

app_name = "reminders"

urlpatterns = [
    path("reminders/", views.reminder_list, name="reminder-list"),
    path("reminders/settings/", preferences_views.preferences_edit, name="preferences-edit"),
    path("reminders/kinds/<str:kind>/stop/", preferences_views.kind_stop, name="kind-stop"),
    path("reminders/kinds/<str:kind>/resume/", preferences_views.kind_resume, name="kind-resume"),
    path("reminders/<int:pk>/", views.reminder_show, name="reminder-show"),
    path("reminders/<int:pk>/nag/", views.reminder_nag, name="reminder-nag"),
    path("reminders/<int:pk>/done/", views.reminder_done, name="reminder-done"),
    path("reminders/<int:pk>/later/", views.reminder_later, name="reminder-later"),
    path("reminders/<int:pk>/stop/", views.reminder_stop, name="reminder-stop"),
    path("reminders/<int:pk>/reopen/", views.reminder_reopen, name="reminder-reopen"),
    path("reminders/test-mail/", views.mail_test, name="mail-test"),
    path("r/<str:token>/", link_views.link_act, name="link-act"),
    path("mail/stop/<str:token>/", link_views.mail_unsubscribe, name="mail-unsubscribe"),
    path("mail/pause/<str:token>/", link_views.mail_pause, name="mail-pause"),
    path("mailbox/", mailbox_views.mailbox_list, name="mailbox-list"),
    path("mailbox/<slug:name>/", mailbox_views.mailbox_show, name="mailbox-show"),
    path("mailbox/<slug:name>/html/", mailbox_views.mailbox_part, name="mailbox-part"),
    path("mailbox/<slug:name>/source/", mailbox_views.mailbox_source, name="mailbox-source"),
    path("metrics", engine_views.metrics, name="metrics"),
    path("hooks/mail/<slug:provider>/events/", hook_views.mail_events, name="mail-events"),
    path("healthz", health_views.healthz, name="healthz"),
]
