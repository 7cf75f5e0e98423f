from django.urls import path

from outreach.views import board, compose, contacts, threads, words

app_name = "outreach"

urlpatterns = [
    path("", board.board, name="board"),
    path("threads/", board.thread_list, name="thread-list"),
    path("threads/add/", threads.thread_add, name="thread-add"),
    path("threads/<int:pk>/", threads.thread_show, name="thread-show"),
    path("threads/<int:pk>/edit/", threads.thread_edit, name="thread-edit"),
    path("threads/<int:pk>/sent/", threads.thread_sent, name="thread-sent"),
    path("threads/<int:pk>/replied/", threads.thread_replied, name="thread-replied"),
    path("threads/<int:pk>/move/", threads.thread_move, name="thread-move"),
    path("threads/<int:pk>/note/", threads.thread_note, name="thread-note"),
    path("threads/<int:pk>/stop/", threads.thread_stop, name="thread-stop"),
    path("threads/<int:pk>/reopen/", threads.thread_reopen, name="thread-reopen"),
    path("threads/<int:pk>/call/", threads.thread_call, name="thread-call"),
    path("threads/<int:pk>/placed/", threads.thread_placed, name="thread-placed"),
    path("threads/<int:pk>/delete/", threads.thread_delete, name="thread-delete"),
    path("threads/<int:pk>/restore/", threads.thread_restore, name="thread-restore"),
    path("threads/<int:pk>/compose/", compose.compose, name="thread-compose"),
    path("threads/<int:pk>/lint/", compose.compose_lint, name="thread-lint"),
    path("threads/<int:pk>/dates/", compose.compose_dates, name="thread-dates"),
    path("threads/<int:pk>/send/", compose.send, name="thread-send"),
    path("threads/<int:pk>/eml/", compose.eml, name="thread-eml"),
    path("rules/", words.lint_rules, name="lint-rules"),
    path("templates/", words.template_list, name="template-list"),
    path("templates/<int:pk>/edit/", words.template_edit, name="template-edit"),
    path("templates/<int:pk>/delete/", words.template_delete, name="template-delete"),
    path("templates/<int:pk>/restore/", words.template_restore, name="template-restore"),
    path("lines/<int:pk>/delete/", words.line_delete, name="line-delete"),
    path("lines/<int:pk>/restore/", words.line_restore, name="line-restore"),
    path("cvs/", words.cv_list, name="cv-list"),
    path("cvs/<int:pk>/", words.cv_show, name="cv-show"),
    path("cvs/<int:pk>/delete/", words.cv_delete, name="cv-delete"),
    path("cvs/<int:pk>/restore/", words.cv_restore, name="cv-restore"),
    path("contacts/", contacts.contact_list, name="contact-list"),
    path("contacts/<int:pk>/edit/", contacts.contact_edit, name="contact-edit"),
    path("contacts/<int:pk>/write/", threads.contact_write, name="contact-write"),
    path("contacts/<int:pk>/delete/", contacts.contact_delete, name="contact-delete"),
    path("contacts/<int:pk>/restore/", contacts.contact_restore, name="contact-restore"),
]
