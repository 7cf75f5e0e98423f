"""What a lower floor needs from a higher one, as dotted paths: the lower floor calls and imports nothing."""

# (owner, now) -> Iterable[reminders.due.Due]
REMINDER_SOURCES = [
    "tracker.due.rotation_reminders",
    "tracker.wallet_due.expiring",
    "tracker.keep_in_touch.due",
    "tracker.opportunity_due.deadlines",
    "letters.due.letters",
    "outreach.due.follow_ups",
    "outreach.due_calls.after_replies",
]
# name -> handler of a one-click action, (reminder, *, now) -> sentence for the page
REMINDER_ACTIONS = {
    "tracker.day-off": "tracker.actions.day_off",
    "outreach.sent": "outreach.actions.sent",
    "outreach.replied": "outreach.actions.replied",
    "outreach.stop": "outreach.actions.stop",
    "letters.asked": "letters.actions.asked",
    "letters.agreed": "letters.actions.agreed",
    "letters.declined": "letters.actions.declined",
    "letters.packet_sent": "letters.actions.packet_sent",
    "letters.confirmed": "letters.actions.confirmed",
    "letters.uploaded": "letters.actions.uploaded",
    "letters.thanked": "letters.actions.thanked",
    "outreach.thanked": "outreach.actions.thanked",
}
# kind of a reminder -> what its owner reads where kinds are stopped and taken up again
REMINDER_KINDS = {
    "outreach.follow-up": "Follow-ups to send",
    "outreach.call": "Calls to get ready for",
    "outreach.thanks": "Thank-you notes after a call",
    "outreach.again": "People to write to again",
    "letters.verdict": "When to ask for a letter",
    "letters.answer": "Answers from attendings",
    "letters.packet": "Packets to send",
    "letters.confirm": "Entries in ERAS to confirm",
    "letters.nudge": "Nudges for a promised letter",
    "letters.risk": "Letters that are late",
    "letters.alarm": "Letters that need a look",
    "letters.again": "Requests to create again",
    "letters.thank": "Thank-you notes for a letter",
    "tracker.checkpoint": "Talks and feedback during a rotation",
    "tracker.log-gap": "Days without an entry",
    "tracker.document": "Documents that run out",
    "tracker.keep-in-touch": "People to be in touch with",
    "tracker.opportunity": "Deadlines of opportunities you saved",
}
# (owner, today) -> finished panel for the Today page
TODAY_PANELS = []
# (owner, today) -> a meter for the strip of Today (tracker/meters.py), or None
TODAY_METERS = ["letters.today.meter"]
# (owner, rotations, today, *, attendings=None) -> what these can still serve (tracker/outlooks.py), or None
ROTATION_OUTLOOKS = ["letters.outlooks.outlooks"]
# (owner, attending or None for all) -> Iterable[tracker.history.Line]: what passed between them
HISTORY_SOURCES = [
    "tracker.history.rotations",
    "tracker.history.days",
    "tracker.history.catchups",
    "letters.past.steps",
    "outreach.history.touches",
]
# (owner) -> ids of attendings who asked this owner not to be contacted
LEFT_ALONE = ["outreach.wishes.left_alone"]
# way -> (owner, opportunity, now) -> the record it started, with get_absolute_url: "Apply" on a listing
OPPORTUNITY_STARTS = {
    "thread": "outreach.listing.start",
    "rotation": "tracker.opportunity_services.start_rotation",
}
# "app.Model" -> (row that stays, row that goes) -> {column: value}: two rows that a merge makes one
MERGE_FOLDS = {
    "tracker.Supervision": "tracker.merge_folds.supervisions",
    "tracker.PersonNote": "tracker.merge_folds.notes",
    "tracker.NewsDraft": "tracker.merge_folds.news_drafts",
    "letters.Letter": "letters.merge_folds.letters",
    "letters.Assignment": "letters.merge_folds.assignments",
    "letters.Packet": "letters.merge_folds.packets",
    "letters.PacketLink": "letters.merge_folds.links",
    "letters.DraftVersion": "letters.merge_folds.drafts",
}
# (owner, now) -> None: what the nightly pass does for everybody before it asks what is due
NIGHTLY = ["outreach.plan_services.close_silent"]
# (profile, now) -> None: what follows a new time zone or digest hour
PROFILE_CHANGED = ["reminders.services.follow_profile"]
# (today) -> [(match year, title, words)] for the first question
SEASON_CHOICES = "tracker.queries.season_choices"
# tracker.importing.target.Target: what can be brought from a spreadsheet
IMPORT_TARGETS = [
    "tracker.import_rotations.TARGET",
    "tracker.import_log.TARGET",
    "outreach.import_target.TARGET",
]
# (now) -> None: what each app forgets in time; called once an hour
SWEEPS = ["tracker.import_services.sweep", "tracker.duplicate_keys.backfill"]
# (owner, today) -> None: each app's part of the invented year (manage.py seed_demo)
SAMPLE_SOURCES = [
    "tracker.sample.build",
    "tracker.sample_rotation.build",
    "tracker.plan_sample.build",
    "tracker.opportunity_sample.build",
    "letters.sample.build",
    "outreach.sample.build",
]
