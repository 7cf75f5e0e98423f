"""Hold all mail, see what would leave, release it: for after a restore."""

from django.core.management.base import BaseCommand

from reminders import clock, holding


class Command(BaseCommand):
    help = "Say whether mail is held and what would leave. With an option: hold it, or release it."

    def add_arguments(self, parser):
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--on", action="store_true", help="hold all mail")
        how.add_argument("--release", action="store_true", help="let it leave, with all that is due")
        how.add_argument(
            "--release-without",
            action="store_true",
            help="let it leave, but not what is due by now: the next digest tells of it",
        )

    def handle(self, *args, on, release, release_without, **options):
        now = clock.now()
        if on:
            holding.hold(now)
        elif release or release_without:
            left = holding.release(now, leave_out=release_without)
            self.stdout.write(f"Mail leaves again. Left out: {left}.")
            return
        self.say(holding.review(now), holding.count_waiting(now))

    def say(self, review, waiting):
        since = f"Mail is held since {review.held_at:%F %R} UTC." if review.is_held else "Mail leaves."
        self.stdout.write(since)
        if review.restored_to:
            self.stdout.write(
                f"This database comes from a backup that ends at {review.restored_to:%F %R} UTC. "
                "What was sent after that it does not know, and would send again."
            )
        self.stdout.write(
            f"Due by now: {waiting} mails, {review.digests} digests to be made, {review.singles} reminders."
        )
        for mail in review.mails:
            self.stdout.write(
                f"  {mail.due_at:%F %R}  {mail.kind:<8} owner {mail.owner_id or '-'}  mail {mail.pk}"
            )
        if waiting > len(review.mails):
            self.stdout.write(f"  and {waiting - len(review.mails)} more, in the outbox of the admin")
