"""Account mail goes through the outbox: it survives a mail server that is down, and no page waits for one."""

import re

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string

from reminders import clock, outbox

_LINK = re.compile(r"https?://\S+")
_BLANK = re.compile(r"\n\s*\n")


class AccountAdapter(DefaultAccountAdapter):
    """allauth's mails: text from templates/account/email, an HTML twin around it, one row each."""

    def send_mail(self, template_prefix, email, context):
        message = self.render_mail(template_prefix, email, {"email": email, **context})
        text = tidy(message.body)
        html = as_html(message.subject, text)
        owner = self._owner(email, context)
        outbox.add_account_mail(email, message.subject, text, html, now=clock.now(), owner=owner)

    def _owner(self, email, context):
        user = context.get("user")
        return user if user and user.pk else get_user_model().objects.filter(email__iexact=email).first()


def tidy(text):
    """One blank line between paragraphs, one line end at the end."""
    return "\n\n".join(block.strip() for block in _BLANK.split(text.strip())) + "\n"


def as_html(subject, text):
    """The same words as HTML: a paragraph each; the link on its own line becomes the button, named by
    the line before it that ends with a colon."""
    blocks, label = [], "Open"
    for block in _BLANK.split(text.strip()):
        if _LINK.fullmatch(block):
            blocks.append({"link": block, "label": label})
        elif block.endswith(":") and "\n" not in block:
            label = block.rstrip(":")
        else:
            blocks.append({"lines": block.splitlines()})
    return render_to_string("emails/account.html", {"subject": subject, "blocks": blocks})
