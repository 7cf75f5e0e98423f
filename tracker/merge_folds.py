"""Two rows that may stand only once for one attending: what the row that stays takes from the other."""


def supervisions(stays, goes):
    """One rotation was supervised by both records: the longer span, the most days, the most direct."""
    starts = None if None in (stays.starts_on, goes.starts_on) else min(stays.starts_on, goes.starts_on)
    ends = None if None in (stays.ends_on, goes.ends_on) else max(stays.ends_on, goes.ends_on)
    direct = {stays.directness, goes.directness} & {stays.Directness.DIRECT}
    return {
        "starts_on": starts,
        "ends_on": ends,
        "days_per_week": max(stays.days_per_week, goes.days_per_week),
        "directness": stays.Directness.DIRECT if direct else stays.directness,
    }


def notes(stays, goes):
    """One person kept notes on both records: nothing of either is lost."""
    words = [text for text in (stays.notes, goes.notes) if text.strip()]
    order = [value for value, _ in stays.Closeness.choices]
    return {
        "notes": "\n\n".join(dict.fromkeys(words)),
        "rating": stays.rating if stays.rating is not None else goes.rating,
        "is_advocate": stays.is_advocate or goes.is_advocate,
        "closeness": max(stays.closeness, goes.closeness, key=order.index),
    }


def news_drafts(stays, goes):
    """One piece of news was drafted for both records: what was sent counts, and what is not put aside."""
    columns = {} if stays.deleted_at is None else {"deleted_at": goes.deleted_at}
    if goes.sent_on and not stays.sent_on:
        columns |= {"subject": goes.subject, "body": goes.body, "catchup_id": goes.catchup_id}
    return columns
