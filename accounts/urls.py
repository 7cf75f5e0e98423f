from django.urls import path

from accounts import views

app_name = "accounts"

urlpatterns = [
    path("welcome/", views.welcome, name="welcome"),
    path("settings/", views.settings_edit, name="settings-edit"),
    path("you/", views.you, name="you"),
]
