"""Every address of the site, read from the URL resolver, with arguments that lead to one person's records.

A new page joins the access tests and the walk by existing. A page with arguments needs one line in
ARGUMENTS, or every test that goes through the site fails and says which line is missing.
"""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import get_resolver, reverse
from django.urls.resolvers import RegexPattern, URLResolver
from django.utils import timezone

from accounts.models import Specialty
from letters.models import LetterPreset
from reminders import links
from reminders.models import StoppedKind, Suppression, Transport
from tests import make
from tracker import mentor_import
from tracker.models import ExposureRule

# They look for their reader themselves; whoever is none is sent to sign in or gets 404.
_CONFIRMING = "also for a browser that has just signed up and must confirm its address"
READERS = {
    "reminders:mailbox-list": _CONFIRMING,
    "reminders:mailbox-show": _CONFIRMING,
    "reminders:mailbox-part": _CONFIRMING,
    "reminders:mailbox-source": _CONFIRMING,
}


@dataclass(frozen=True)
class Address:
    """One URL pattern. `name` is "app:noun-verb", or its route when it has no name."""

    name: str
    route: str
    arguments: frozenset[str]
    view: object

    @property
    def says_open(self):
        """The view says that nobody has to sign in (django's login_not_required)."""
        return getattr(self.view, "login_required", True) is False

    @property
    def is_open(self):
        """Nobody has to sign in, and everybody meets the same page."""
        return self.says_open and self.name not in READERS

    @property
    def is_admin(self):
        return self.is_desk or self.is_django_admin

    @property
    def is_desk(self):
        """A page of the curators' desk, in the house style."""
        return self.name.startswith("desk:")

    @property
    def is_django_admin(self):
        return self.name.startswith("admin:") or self.route.startswith(f"{settings.ADMIN_PATH}/")

    def __str__(self):
        return self.name


def addresses():
    """All of them, in the order in which the resolver tries them."""
    return list(_walk(get_resolver(), "", "", frozenset()))


def _arguments(pattern):
    if isinstance(pattern, RegexPattern):
        return frozenset(pattern.regex.groupindex)
    return frozenset(pattern.converters)


def _walk(resolver, route, namespace, inherited):
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        arguments = inherited | _arguments(entry.pattern)
        if isinstance(entry, URLResolver):
            inside = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, here, inside, arguments)
        else:
            name = f"{namespace}{entry.name}" if entry.name else here
            yield Address(name, here, arguments, entry.callback)


class World:
    """Everything one person has, made the first time it is asked for."""

    def __init__(self, owner):
        self.owner = owner

    @cached_property
    def passkey(self):
        return make.passkey(self.owner)

    @cached_property
    def authenticator_app(self):
        return make.authenticator_app(self.owner)

    @cached_property
    def attending(self):
        return make.attending(
            self.owner, institution=self.institution, email="grace.feldman@lakeside.example"
        )

    @cached_property
    def institution(self):
        return make.institution(self.owner)

    @cached_property
    def rotation(self):
        return make.rotation(self.owner, attending=self.attending, institution=self.institution)

    @cached_property
    def entry(self):
        return make.log_entry(self.rotation)

    @cached_property
    def case(self):
        return make.case(self.entry)

    @cached_property
    def example(self):
        return make.example(self.rotation, attending=self.attending)

    @cached_property
    def deleted_example(self):
        return make.deleted(make.example(self.rotation, quality="teamwork"))

    @cached_property
    def deleted_rotation(self):
        return make.deleted(make.rotation(self.owner, institution=self.institution))

    @cached_property
    def deleted_entry(self):
        return make.deleted(make.log_entry(self.rotation, day=make.today() - 2 * make.DAY))

    @cached_property
    def deleted_attending(self):
        return make.deleted(make.attending(self.owner))

    @cached_property
    def supervision(self):
        return self.rotation.supervisions.get()

    @cached_property
    def cost(self):
        return make.cost(self.rotation)

    @cached_property
    def deleted_cost(self):
        return make.deleted(make.cost(self.rotation))

    @cached_property
    def permission(self):
        return make.permission(self.rotation)

    @cached_property
    def deleted_permission(self):
        return make.deleted(make.permission(self.rotation))

    @cached_property
    def goal(self):
        return make.goal(self.rotation)

    @cached_property
    def deleted_goal(self):
        return make.deleted(make.goal(self.rotation))

    @cached_property
    def checklist_item(self):
        return make.checklist_item(self.rotation)

    @cached_property
    def deleted_checklist_item(self):
        return make.deleted(make.checklist_item(self.rotation))

    @cached_property
    def feedback(self):
        return make.feedback(self.rotation, attending=self.attending)

    @cached_property
    def deleted_feedback(self):
        return make.deleted(make.feedback(self.rotation))

    @cached_property
    def study_block(self):
        return make.study_block(self.owner)

    @cached_property
    def exam(self):
        return make.exam(self.owner)

    @cached_property
    def document(self):
        return make.document(self.owner)

    @cached_property
    def document_file(self):
        return make.document_file(self.document)

    @cached_property
    def deleted_document_file(self):
        return make.deleted(make.document_file(make.document(self.owner, title="Old")))

    @cached_property
    def deleted_study_block(self):
        return make.deleted(make.study_block(self.owner))

    @cached_property
    def deleted_exam(self):
        return make.deleted(make.exam(self.owner))

    @cached_property
    def deleted_document(self):
        return make.deleted(make.document(self.owner))

    @cached_property
    def contact(self):
        return make.contact(self.owner)

    @cached_property
    def thread(self):
        return make.thread(self.owner, contact=self.contact, sent_on=make.today() - 20 * make.DAY)

    @cached_property
    def verified_attending(self):
        return make.verified_attending(name="Helen Marsh")

    @cached_property
    def note(self):
        return make.person_note(self.owner, self.attending)

    @cached_property
    def catchup(self):
        return make.catchup(self.owner, self.attending)

    @cached_property
    def deleted_catchup(self):
        return make.deleted(make.catchup(self.owner, self.attending, on=make.today() - 9 * make.DAY))

    @cached_property
    def proposal(self):
        return make.proposal(self.owner, self.verified_attending)

    @cached_property
    def pair(self):
        return make.probable_pair()

    @cached_property
    def merged(self):
        return make.merged()

    @cached_property
    def checked_change(self):
        return make.checked_change()

    @cached_property
    def mentor_import(self):
        # looked through: a page that shows progress goes on by itself, away from under the walk
        return mentor_import.look_step(make.mentor_import())

    @cached_property
    def listing_import(self):
        return make.listing_import(self.opportunity)

    @cached_property
    def bounced(self):
        return make.verified_attending(
            name="Imani Clarke",
            email="clarke@example.org",
            bounced_email="clarke@example.org",
            bounced_at=timezone.now(),
        )

    @cached_property
    def notice(self):
        return make.notice(self.owner)

    @cached_property
    def opportunity(self):
        listing = make.opportunity()
        make.saved_opportunity(self.owner, listing)
        return listing

    @cached_property
    def news(self):
        return make.news(self.owner)

    @cached_property
    def news_draft(self):
        return make.news_draft(self.news, self.attending)

    @cached_property
    def deleted_news(self):
        return make.deleted(make.news(self.owner))

    @cached_property
    def deleted_news_draft(self):
        return make.deleted(make.news_draft(self.news, make.attending(self.owner, name="Ada Osei")))

    @cached_property
    def saved_search(self):
        return make.saved_search(self.owner)

    @cached_property
    def deleted_search(self):
        return make.deleted(make.saved_search(self.owner, name="Ohio in winter"))

    @cached_property
    def deleted_contact(self):
        return make.deleted(make.contact(self.owner))

    @cached_property
    def deleted_thread(self):
        return make.deleted(make.thread(self.owner, contact=self.contact))

    @cached_property
    def unasked(self):
        """Somebody who supervised, and nobody has asked for a letter."""
        attending = make.attending(self.owner, name="Paul Moreau", email="paul.moreau@lakeside.example")
        make.rotation(self.owner, attending=attending, institution=self.institution)
        return attending

    @cached_property
    def import_batch(self):
        return make.import_batch(self.owner, is_checked=True)

    @cached_property
    def stopped_import(self):
        content = b"date,hours,lesson\n2026-10-05,8,Round with Mr. Kowalski\n"
        return make.import_batch(self.owner, content, is_checked=True)

    @cached_property
    def new_import(self):
        return make.import_batch(self.owner)

    @cached_property
    def recommendation(self):
        letter = make.recommendation(self.owner, self.attending, is_waived=False)
        make.steps(letter, *make.UPLOADED)
        make.final(letter)
        return letter

    @cached_property
    def step(self):
        return self.recommendation.steps.last()

    @cached_property
    def deleted_recommendation(self):
        return make.deleted(make.recommendation(self.owner, make.attending(self.owner, name="Ada Osei")))

    @cached_property
    def program(self):
        return make.program(self.owner)

    @cached_property
    def deleted_program(self):
        return make.deleted(make.program(self.owner, name="Union Lake Health"))

    @cached_property
    def assignment(self):
        return make.assignment(self.recommendation, self.program)

    @cached_property
    def statement(self):
        return make.statement(self.owner)

    @cached_property
    def packet_token(self):
        return make.packet_token(self.recommendation)

    @cached_property
    def thread_to_write(self):
        return make.thread(self.owner)

    @cached_property
    def inbound(self):
        return make.inbound(self.owner, candidates=[self.thread.pk])

    @cached_property
    def template(self):
        return make.template(self.owner)

    @cached_property
    def deleted_template(self):
        return make.deleted(make.template(self.owner, name="Old"))

    @cached_property
    def saved_line(self):
        return make.saved_line(self.owner)

    @cached_property
    def deleted_line(self):
        return make.deleted(make.saved_line(self.owner, text="Old"))

    @cached_property
    def cv(self):
        return make.cv(self.owner)

    @cached_property
    def deleted_cv(self):
        return make.deleted(make.cv(self.owner))

    @cached_property
    def reminder(self):
        return make.reminder(self.owner)

    @cached_property
    def letter(self):
        return make.letter(self.owner)

    @cached_property
    def mail(self):
        return make.mail(self.owner)

    @cached_property
    def stopped_kind(self):
        return StoppedKind.objects.create(owner=self.owner, kind="demo.kind", stopped_at=timezone.now())

    @property
    def nonce(self):
        return self.owner.profile.link_nonce

    def fill(self):
        """Make all of it, so that lists and Today have something to show."""
        make.heartbeat()
        for name, value in vars(type(self)).items():
            if isinstance(value, cached_property):
                getattr(self, name)
        return self


def token(address):
    """The argument of an address out of a mail: its last part."""
    return {"token": address.rstrip("/").rsplit("/", 1)[1]}


# "app:noun" or a whole name -> (world) -> arguments of the URL. The longest name that fits is taken.
# Ids here are private: a stranger must get 404 for them. What is not private stands in SHARED as well.
ARGUMENTS = {
    "account_confirm_email": lambda world: {"key": "no-such-key"},
    "account_reset_password_from_key": lambda world: {"uidb36": "1", "key": "no-such-key"},
    "tracker:rotation": lambda world: {"pk": world.rotation.pk},
    "tracker:rotation-restore": lambda world: {"pk": world.deleted_rotation.pk},
    "tracker:log-restore": lambda world: {"pk": world.deleted_entry.pk},
    "tracker:attending-restore": lambda world: {"pk": world.deleted_attending.pk},
    "tracker:log": lambda world: {"pk": world.entry.pk},
    "tracker:log-day-off": lambda world: {"pk": world.rotation.pk},
    "tracker:case": lambda world: {"pk": world.case.pk},
    "tracker:case-add": lambda world: {"pk": world.entry.pk},
    "tracker:example": lambda world: {"pk": world.example.pk},
    "tracker:example-restore": lambda world: {"pk": world.deleted_example.pk},
    "tracker:attending": lambda world: {"pk": world.attending.pk},
    "tracker:attending-propose": lambda world: {"pk": world.verified_attending.pk},
    "tracker:catchup": lambda world: {"pk": world.catchup.pk},
    "tracker:catchup-restore": lambda world: {"pk": world.deleted_catchup.pk},
    "tracker:news": lambda world: {"pk": world.news.pk},
    "tracker:news-restore": lambda world: {"pk": world.deleted_news.pk},
    "tracker:newsdraft": lambda world: {"pk": world.news_draft.pk},
    "tracker:newsdraft-restore": lambda world: {"pk": world.deleted_news_draft.pk},
    "tracker:opportunity": lambda world: {"pk": world.opportunity.pk},
    "tracker:search": lambda world: {"pk": world.saved_search.pk},
    "tracker:search-restore": lambda world: {"pk": world.deleted_search.pk},
    "tracker:proposal": lambda world: {"pk": world.proposal.pk},
    "tracker:supervision": lambda world: {"pk": world.supervision.pk},
    "tracker:supervision-add": lambda world: {"pk": world.rotation.pk},
    "tracker:cost": lambda world: {"pk": world.cost.pk},
    "tracker:cost-list": lambda world: {"pk": world.rotation.pk},
    "tracker:cost-restore": lambda world: {"pk": world.deleted_cost.pk},
    "tracker:permission": lambda world: {"pk": world.permission.pk},
    "tracker:permission-list": lambda world: {"pk": world.rotation.pk},
    "tracker:permission-restore": lambda world: {"pk": world.deleted_permission.pk},
    "tracker:goal": lambda world: {"pk": world.goal.pk},
    "tracker:goal-list": lambda world: {"pk": world.rotation.pk},
    "tracker:goal-restore": lambda world: {"pk": world.deleted_goal.pk},
    "tracker:checklist": lambda world: {"pk": world.rotation.pk},
    "tracker:checklist-restore": lambda world: {"pk": world.deleted_checklist_item.pk},
    "tracker:feedback": lambda world: {"pk": world.feedback.pk},
    "tracker:feedback-add": lambda world: {"pk": world.rotation.pk},
    "tracker:feedback-restore": lambda world: {"pk": world.deleted_feedback.pk},
    "tracker:exposure-cell": lambda world: {"pk": world.rotation.pk, "row": "setting-ward"},
    "tracker:study": lambda world: {"pk": world.study_block.pk},
    "tracker:study-restore": lambda world: {"pk": world.deleted_study_block.pk},
    "tracker:exam": lambda world: {"pk": world.exam.pk},
    "tracker:exam-restore": lambda world: {"pk": world.deleted_exam.pk},
    "tracker:document": lambda world: {"pk": world.document.pk},
    "tracker:document-file": lambda world: {"pk": world.document_file.pk},
    "tracker:document-file-restore": lambda world: {"pk": world.deleted_document_file.pk},
    "tracker:document-restore": lambda world: {"pk": world.deleted_document.pk},
    "tracker:import": lambda world: {"pk": world.import_batch.pk},
    "tracker:import-decide": lambda world: {"pk": world.stopped_import.pk},
    "tracker:import-columns": lambda world: {"pk": world.new_import.pk},
    "desk:attending": lambda world: {"pk": world.attending.pk},
    "desk:attending-remove": lambda world: {"pk": world.verified_attending.pk},
    "desk:attending-bounce": lambda world: {"pk": world.bounced.pk},
    "desk:verify-undo": lambda world: {"pk": world.checked_change.pk},
    "desk:pair": lambda world: {"pk": world.pair.pk},
    "desk:proposal": lambda world: {"pk": world.proposal.pk},
    "desk:record-merge": lambda world: {"kind": "attending"},
    "desk:merge": lambda world: {"pk": world.merged.pk},
    "desk:import": lambda world: {"pk": world.mentor_import.pk},
    "desk:listing-import": lambda world: {"pk": world.listing_import.pk},
    "outreach:thread": lambda world: {"pk": world.thread.pk},
    "outreach:thread-restore": lambda world: {"pk": world.deleted_thread.pk},
    "outreach:thread-compose": lambda world: {"pk": world.thread_to_write.pk},
    "outreach:thread-send": lambda world: {"pk": world.thread_to_write.pk},
    "outreach:inbound": lambda world: {"pk": world.inbound.pk},
    "outreach:template": lambda world: {"pk": world.template.pk},
    "outreach:template-restore": lambda world: {"pk": world.deleted_template.pk},
    "outreach:line": lambda world: {"pk": world.saved_line.pk},
    "outreach:line-restore": lambda world: {"pk": world.deleted_line.pk},
    "outreach:cv": lambda world: {"pk": world.cv.pk},
    "outreach:cv-restore": lambda world: {"pk": world.deleted_cv.pk},
    "outreach:contact": lambda world: {"pk": world.contact.pk},
    "outreach:contact-restore": lambda world: {"pk": world.deleted_contact.pk},
    "letters:writer": lambda world: {"pk": world.unasked.pk},
    "letters:letter": lambda world: {"pk": world.recommendation.pk},
    "letters:letter-restore": lambda world: {"pk": world.deleted_recommendation.pk},
    "letters:packet": lambda world: {"pk": world.recommendation.pk},
    "letters:draft": lambda world: {"pk": world.recommendation.pk},
    "letters:final": lambda world: {"pk": world.recommendation.pk},
    "letters:step": lambda world: {"pk": world.step.pk},
    "letters:program": lambda world: {"pk": world.program.pk},
    "letters:program-restore": lambda world: {"pk": world.deleted_program.pk},
    "letters:assignment": lambda world: {"pk": world.assignment.pk},
    "letters:statement": lambda world: {"pk": world.statement.pk},
    "letters:packet-public": lambda world: {"token": world.packet_token},
    "reminders:reminder": lambda world: {"pk": world.reminder.pk},
    "reminders:kind": lambda world: {"kind": world.reminder.kind},
    "reminders:link-act": lambda world: token(links.action_url(world.reminder, "done", world.nonce)),
    "reminders:mail-unsubscribe": lambda world: token(links.stop_mail_url(world.owner.pk, world.nonce)),
    "reminders:mail-pause": lambda world: token(links.pause_url(world.owner.pk, world.nonce)),
    "reminders:mail-events": lambda world: {"provider": "postmark"},
    "hooks:mail-inbound": lambda world: {"provider": "postmark"},
    "reminders:mailbox": lambda world: {"name": world.letter},
    "mfa_remove_webauthn": lambda world: {"pk": world.passkey.pk},
    "mfa_edit_webauthn": lambda world: {"pk": world.passkey.pk},
    "admin:view_on_site": lambda world: {"content_type_id": 1, "object_id": world.owner.pk},
    "admin:app_list": lambda world: {"app_label": "accounts"},
    "admin:auth_user_password_change": lambda world: {"id": world.owner.pk},
}
# Names whose arguments point at nothing of anybody's, each with the reason.
SHARED = {
    "tracker:opportunity-show": "a listing of the shared directory",
    "tracker:opportunity-save": "a listing of the shared directory",
    "tracker:opportunity-apply": "a listing of the shared directory; without a way it is 404",
    "tracker:attending-propose": "a record of the shared directory",
    "letters:packet-public": "a private link: whoever holds its token reads the packet",
    "letters:packet-public-pdf": "the same packet",
    "letters:packet-public-cv": "a file of the same packet",
    "letters:packet-public-statement": "a file of the same packet",
    "reminders:kind-stop": "a kind of reminders, nobody's; it stops one's own",
    "reminders:kind-resume": "a kind of reminders, nobody's; it takes up one's own",
    "reminders:link-act": "a signed link from a mail: whoever holds it reads what the mail said",
    "reminders:mail-unsubscribe": "a signed link from a mail",
    "reminders:mail-pause": "a signed link from a mail",
    "reminders:mail-events": "the name of a mail provider",
    "hooks:mail-inbound": "the name of a mail provider",
    "account_confirm_email": "a key from a mail; a wrong one is a page that says so",
    "account_reset_password_from_key": "a key from a mail; a wrong one is a page that says so",
}


def arguments_of(address, world):
    """Arguments that lead to what `world.owner` has. Fails loudly where no builder is known."""
    if not address.arguments:
        return {}
    if address.name in ARGUMENTS:
        return ARGUMENTS[address.name](world)
    words = address.name.split("-")
    for size in range(len(words), 0, -1):
        builder = ARGUMENTS.get("-".join(words[:size]))
        if builder:
            found = builder(world)
            return {name: found[name] for name in address.arguments}
    if address.is_admin:
        return _admin_arguments(address, world)
    raise AssertionError(
        f"{address.name} ({address.route}) takes {sorted(address.arguments)}: "
        "add a builder to ARGUMENTS in tests/site_map.py, so that the access tests and the walk reach it."
    )


def _admin_arguments(address, world):
    """The admin's own views: object_id of the model that the URL is about."""
    if address.arguments == {"object_id"}:
        return {"object_id": _admin_object(address, world).pk}
    if address.arguments == {"url"}:
        return {"url": "no-such-page"}
    raise AssertionError(f"{address.name} takes {sorted(address.arguments)}: add it to ARGUMENTS.")


# Models of the admin that a person's world does not hold by itself.
ADMIN_OBJECTS = {
    "tracker.MergeRecord": lambda world: world.merged,
    "tracker.ProposedChange": lambda world: world.proposal,
    "tracker.Opportunity": lambda world: world.opportunity,
    "tracker.DirectoryChange": lambda world: world.checked_change,
    "letters.LetterPreset": lambda world: LetterPreset.objects.get_or_create(
        key="long", defaults={"name": "Long", "weeks": 12}
    )[0],
    "auth.Group": lambda world: Group.objects.get_or_create(name="Curators")[0],
    "accounts.Specialty": lambda world: Specialty.objects.get_or_create(name="Internal medicine")[0],
    "mfa.Authenticator": lambda world: world.passkey,
    "reminders.Suppression": lambda world: Suppression.objects.get_or_create(
        email_hmac="0" * 64, defaults={"created_at": timezone.now()}
    )[0],
    "reminders.Transport": lambda world: Transport.objects.get_or_create(pk=1)[0],
    "reminders.Instance": lambda world: make.heartbeat(),
    "tracker.Season": lambda world: make.season(),
    "tracker.ExposureRule": lambda world: ExposureRule.objects.first() or make.exposure_rule(),
    "tracker.ExposureTag": lambda world: make.exposure_tag(),
    "tracker.VisaLine": lambda world: make.visa_line(),
    "usersessions.UserSession": lambda world: make.session(world.owner),
}


def _admin_object(address, world):
    """A row of the model that an admin address is about: of ADMIN_OBJECTS, else the first there is."""
    for model in admin.site._registry:
        if address.name.startswith(f"admin:{model._meta.app_label}_{model._meta.model_name}_"):
            builder = ADMIN_OBJECTS.get(model._meta.label)
            found = builder(world) if builder else model._base_manager.first()
            if found:
                return found
            raise AssertionError(f"{address.name}: add {model._meta.label} to ADMIN_OBJECTS.")
    raise AssertionError(f"{address.name}: no model of the admin fits.")


def path_of(address, world):
    """The path of this address in `world`, or None for patterns without a name that nobody can reverse."""
    if address.name == address.route:
        return None if address.arguments else "/" + address.route
    return reverse(address.name, kwargs=arguments_of(address, world))
