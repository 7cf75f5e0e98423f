"""Target programs. Leaving the list frees no letter's other places; coming back takes them again."""

from django.db import IntegrityError, transaction

from letters.models import TargetProgram
from letters.services import Refused
from reminders.services import refresh


@transaction.atomic
def add(program: TargetProgram, *, now) -> TargetProgram:
    program.save()
    refresh(program.owner, now)
    return program


@transaction.atomic
def delete(program: TargetProgram, *, now) -> None:
    TargetProgram.objects.filter(pk=program.pk, deleted_at=None).update(deleted_at=now)
    refresh(program.owner, now)


@transaction.atomic
def restore(program: TargetProgram, *, now) -> None:
    try:
        with transaction.atomic():
            TargetProgram.objects.filter(pk=program.pk).update(deleted_at=None)
    except IntegrityError:
        raise Refused("A program of that name is on your list already.") from None
    refresh(program.owner, now)
