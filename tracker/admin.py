"""The admin of the tracker, by noun."""

from tracker import plan_admin

__all__ = ["plan_admin"]
