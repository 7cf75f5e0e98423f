"""Ownership: every private record belongs to one user and is reached through `for_owner`."""

import datetime

from django.conf import settings
from django.db import models
from django.http import Http404

# How long a deleted record can be brought back before the nightly pass removes it.
UNDO_DAYS = 30


class OwnedQuerySet(models.QuerySet):
    def for_owner(self, user):
        """What `user` owns and has not deleted."""
        return self.filter(owner=user, deleted_at=None)

    def deleted_for(self, user):
        return self.filter(owner=user, deleted_at__isnull=False)

    def past_undo(self, now):
        return self.filter(deleted_at__lt=now - datetime.timedelta(days=UNDO_DAYS))


class OwnedModel(models.Model):
    """A private record. Deleting marks it, so that Undo is exact."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="%(app_label)s_%(class)ss", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, editable=False)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True


def get_owned(queryset, user, **lookup):
    """The record of `user`, or 404: somebody else's and none at all look the same."""
    return _one(queryset.for_owner(user), lookup)


def get_deleted(queryset, user, **lookup):
    """A deleted record of `user` that can still be brought back, or 404."""
    return _one(queryset.deleted_for(user), lookup)


def _one(queryset, lookup):
    try:
        return queryset.get(**lookup)
    except (queryset.model.DoesNotExist, ValueError, OverflowError):
        raise Http404("Not found") from None
