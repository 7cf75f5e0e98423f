from django.urls import path

from outreach import views

app_name = "outreach"

urlpatterns = [
    path("", views.board, name="board"),
    path("threads/", views.thread_list, name="thread-list"),
    path("threads/add/", views.thread_add, name="thread-add"),
    path("threads/<int:pk>/", views.thread_show, name="thread-show"),
    path("threads/<int:pk>/edit/", views.thread_edit, name="thread-edit"),
    path("threads/<int:pk>/sent/", views.thread_sent, name="thread-sent"),
    path("threads/<int:pk>/replied/", views.thread_replied, name="thread-replied"),
    path("threads/<int:pk>/move/", views.thread_move, name="thread-move"),
    path("threads/<int:pk>/note/", views.thread_note, name="thread-note"),
    path("threads/<int:pk>/stop/", views.thread_stop, name="thread-stop"),
    path("threads/<int:pk>/reopen/", views.thread_reopen, name="thread-reopen"),
    path("threads/<int:pk>/call/", views.thread_call, name="thread-call"),
    path("threads/<int:pk>/placed/", views.thread_placed, name="thread-placed"),
    path("threads/<int:pk>/delete/", views.thread_delete, name="thread-delete"),
    path("threads/<int:pk>/restore/", views.thread_restore, name="thread-restore"),
    path("contacts/", views.contact_list, name="contact-list"),
    path("contacts/<int:pk>/edit/", views.contact_edit, name="contact-edit"),
    path("contacts/<int:pk>/write/", views.contact_write, name="contact-write"),
    path("contacts/<int:pk>/delete/", views.contact_delete, name="contact-delete"),
    path("contacts/<int:pk>/restore/", views.contact_restore, name="contact-restore"),
]
