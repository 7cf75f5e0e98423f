"""Who was written to, about what, in which words, and what happened."""

from outreach.models.contacts import LONGEST_NOTE, Contact
from outreach.models.emails import LONGEST_LINE, WORDS, Email, SavedLine, SixLines, Template
from outreach.models.inbound import LONGEST_ID, Inbound, MailAddress, MessageId, new_token
from outreach.models.plans import FollowUpPlan, gaps_of
from outreach.models.threads import ANSWERED, FOLLOW_UP, Answer, Thread, Touch, are_gaps, default_gaps

__all__ = [
    "ANSWERED",
    "FOLLOW_UP",
    "LONGEST_ID",
    "LONGEST_LINE",
    "LONGEST_NOTE",
    "WORDS",
    "Answer",
    "Contact",
    "Email",
    "FollowUpPlan",
    "Inbound",
    "MailAddress",
    "MessageId",
    "SavedLine",
    "SixLines",
    "Template",
    "Thread",
    "Touch",
    "are_gaps",
    "default_gaps",
    "gaps_of",
    "new_token",
]
