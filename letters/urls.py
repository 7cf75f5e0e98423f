from django.urls import path

from letters import public_views
from letters.views import drafts, letters, packets, portfolio

app_name = "letters"

urlpatterns = [
    path("", letters.letter_list_page, name="letter-list"),
    path("writers/<int:pk>/", letters.writer_show, name="writer-show"),
    path("writers/<int:pk>/step/", letters.writer_step, name="writer-step"),
    path("writers/<int:pk>/start/", letters.writer_start, name="writer-start"),
    path("<int:pk>/", letters.letter_show, name="letter-show"),
    path("<int:pk>/step/", letters.letter_step, name="letter-step"),
    path("<int:pk>/edit/", letters.letter_edit, name="letter-edit"),
    path("<int:pk>/preset/", letters.letter_preset, name="letter-preset"),
    path("<int:pk>/eml/", letters.letter_eml, name="letter-eml"),
    path("<int:pk>/delete/", letters.letter_delete, name="letter-delete"),
    path("<int:pk>/restore/", letters.letter_restore, name="letter-restore"),
    path("steps/<int:pk>/edit/", letters.step_edit, name="step-edit"),
    path("steps/<int:pk>/take-back/", letters.step_take_back, name="step-take-back"),
    path("portfolio/", portfolio.portfolio_show, name="portfolio-show"),
    path("programs/<int:pk>/assign/", portfolio.program_assign, name="program-assign"),
    path("programs/<int:pk>/delete/", portfolio.program_delete, name="program-delete"),
    path("programs/<int:pk>/restore/", portfolio.program_restore, name="program-restore"),
    path("assignments/<int:pk>/delete/", portfolio.assignment_delete, name="assignment-delete"),
    path("coverage/", portfolio.coverage_list, name="coverage-list"),
    path("coverage/seen/", portfolio.coverage_seen, name="coverage-seen"),
    path("statements/", packets.statement_list, name="statement-list"),
    path("statements/<int:pk>/", packets.statement_show, name="statement-show"),
    path("statements/<int:pk>/delete/", packets.statement_delete, name="statement-delete"),
    path("<int:pk>/packet/", packets.packet_show, name="packet-show"),
    path("<int:pk>/packet/link/", packets.packet_link, name="packet-link"),
    path("<int:pk>/packet/revoke/", packets.packet_revoke, name="packet-revoke"),
    path("<int:pk>/packet/pdf/", packets.packet_pdf_page, name="packet-pdf"),
    path("<int:pk>/draft/", drafts.draft_show, name="draft-show"),
    path("<int:pk>/final/", drafts.final_show, name="final-show"),
    path("<int:pk>/final/file/", drafts.final_file, name="final-file"),
    path("<int:pk>/final/delete/", drafts.final_delete, name="final-delete"),
    path("packet/<str:token>/", public_views.packet_public, name="packet-public"),
    path("packet/<str:token>/pdf/", public_views.packet_public_pdf, name="packet-public-pdf"),
    path("packet/<str:token>/cv/", public_views.packet_public_file, {"which": "cv"}, name="packet-public-cv"),
    path(
        "packet/<str:token>/statement/",
        public_views.packet_public_file,
        {"which": "statement"},
        name="packet-public-statement",
    ),
]
