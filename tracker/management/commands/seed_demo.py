"""manage.py seed_demo: the invented year of the design reference for one account. Safe to run again."""

from allauth.account.models import EmailAddress
from django.core.management.base import BaseCommand

from accounts.models import User
from accounts.zones import day_in
from reminders import clock
from tracker import sample

EMAIL = "nadia@example.org"
PASSWORD = "a short sentence works"


class Command(BaseCommand):
    help = f"Fills the account {EMAIL} (made when missing) with an invented year"

    def add_arguments(self, parser):
        parser.add_argument("--email", default=EMAIL)
        parser.add_argument("--password", default=PASSWORD)

    def handle(self, email, password, **options):
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            user = User.objects.create_user(email, password, name="Nadia Rahman")
        EmailAddress.objects.get_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
        sample.fill(user, day_in(user.profile.time_zone, clock.now()))
        self.stdout.write(f"{user} <{user.email}> has the sample year. Sign in with: {password}")
