"""Gathers for the wallet rule: papers and the rotations that need them, one statement each."""

from tracker import plan_queries, wallet
from tracker.models import Rotation


def papers(owner):
    """[(document, paper)] of the whole wallet."""
    return [(document, paper_of(document)) for document in plan_queries.documents(owner)]


def paper_of(document):
    return wallet.Paper(document.pk, document.kind, str(document), document.issued_on, document.expires_on)


def needs(owner, today):
    """Confirmed rotations that are running or to come."""
    rotations = (
        Rotation.objects.for_owner(owner)
        .select_related("specialty", "institution")
        .filter(stage=Rotation.Stage.CONFIRMED, ends_on__gte=today)
    )
    return [wallet.Need(r.pk, str(r), r.starts_on, r.ends_on) for r in rotations]


def lapses_of(rotation, today):
    """What runs out before this rotation ends, for its own page; one statement."""
    if not rotation.has_dates():
        return ()
    need = wallet.Need(rotation.pk, "this", rotation.starts_on, rotation.ends_on)
    return wallet.assess([paper for _, paper in papers(rotation.owner)], [need], today)
