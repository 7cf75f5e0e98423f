"""Account mail goes through the outbox: it survives a mail server that is down, and no page waits for one."""

import re

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string

from reminders import clock, outbox

_LINK = re.compile(r"https?://\S+")


class AccountAdapter(DefaultAccountAdapter):
    """allauth's mails: text from templates/account/email, an HTML twin around it, one row each."""

    def send_mail(self, template_prefix, email, context):
        message = self.render_mail(template_prefix, email, {"email": email, **context})
        text = f"{message.body.strip()}\n"
        html = as_html(message.subject, text)
        owner = self._owner(email, context)
        outbox.add_account_mail(email, message.subject, text, html, now=clock.now(), owner=owner)

    def _owner(self, email, context):
        user = context.get("user")
        return user if user and user.pk else get_user_model().objects.filter(email__iexact=email).first()


def as_html(subject, text):
    """The same words as HTML: a paragraph each; a line that is only a link becomes the button."""
    blocks = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in block.splitlines()]
        is_link = len(lines) == 1 and _LINK.fullmatch(lines[0])
        blocks.append({"link": lines[0], "label": label(subject)} if is_link else {"lines": lines})
    return render_to_string("emails/account.html", {"subject": subject, "blocks": blocks})
