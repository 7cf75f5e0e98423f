from django.urls import path

from reminders import engine_views
from tracker.views import desk, desk_imports, desk_listings, desk_merges, desk_records

app_name = "desk"

urlpatterns = [
    path("", desk.attending_list, name="attending-list"),
    path("attendings/add/", desk_records.attending_add, name="attending-add"),
    path("attendings/verify/", desk.attending_verify, name="attending-verify"),
    path("attendings/<int:pk>/", desk_records.attending_edit, name="attending-edit"),
    path("attendings/<int:pk>/decline/", desk.attending_decline, name="attending-decline"),
    path("attendings/<int:pk>/remove/", desk.attending_remove, name="attending-remove"),
    path("attendings/<int:pk>/bounce/", desk_records.bounce_settle, name="attending-bounce"),
    path("verified/<int:pk>/undo/", desk.verify_undo, name="verify-undo"),
    path("pairs/<int:pk>/merge/", desk.pair_merge, name="pair-merge"),
    path("pairs/<int:pk>/apart/", desk.pair_apart, name="pair-apart"),
    path("pairs/<int:pk>/reopen/", desk.pair_reopen, name="pair-reopen"),
    path("proposals/<int:pk>/approve/", desk.proposal_approve, name="proposal-approve"),
    path("proposals/<int:pk>/reject/", desk.proposal_reject, name="proposal-reject"),
    path("merge/<slug:kind>/", desk_merges.record_merge, name="record-merge"),
    path("merges/", desk_merges.merge_list, name="merge-list"),
    path("merges/<int:pk>/", desk_merges.merge_show, name="merge-show"),
    path("merges/<int:pk>/undo/", desk_merges.merge_undo, name="merge-undo"),
    path("hospitals/", desk_records.institution_list, name="institution-list"),
    path("engine/", engine_views.engine_show, name="engine-show"),
    path("imports/", desk_imports.import_list, name="import-list"),
    path("imports/listings/<int:pk>/", desk_listings.listing_import_show, name="listing-import-show"),
    path("imports/listings/<int:pk>/undo/", desk_listings.listing_import_undo, name="listing-import-undo"),
    path("imports/<int:pk>/", desk_imports.import_show, name="import-show"),
    path("imports/<int:pk>/step/", desk_imports.import_step, name="import-step"),
    path("imports/<int:pk>/check/", desk_imports.import_check, name="import-check"),
    path("imports/<int:pk>/columns/", desk_imports.import_columns, name="import-columns"),
    path("imports/<int:pk>/bring-in/", desk_imports.import_bring_in, name="import-bring-in"),
    path("imports/<int:pk>/undo/", desk_imports.import_undo, name="import-undo"),
    path("imports/<int:pk>/faults/", desk_imports.import_faults, name="import-faults"),
]
