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


def words_for(owner, rotation, today):
    """What runs out before this rotation ends, said on its own page; one statement at most."""
    if not rotation.has_dates() or rotation.stage == Rotation.Stage.WITHDRAWN or rotation.ends_on < today:
        return ()
    need = wallet.Need(rotation.pk, "", rotation.starts_on, rotation.ends_on)
    return wallet.own_words([paper for _, paper in papers(owner)], need, today)
