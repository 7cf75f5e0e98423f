"""The admin of the tracker, by noun."""

from tracker import checklist_admin, directory_admin, opportunity_admin, plan_admin

__all__ = ["checklist_admin", "directory_admin", "opportunity_admin", "plan_admin"]
