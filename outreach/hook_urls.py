from django.urls import path

from outreach.views import hooks

app_name = "hooks"

urlpatterns = [
    path("mail/<slug:provider>/inbound/", hooks.mail_inbound, name="mail-inbound"),
]
