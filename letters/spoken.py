"""A date in the words of the screens (product design: "Mon 14 Dec", never 10/12)."""

from datetime import date

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def spoken(day: date, today: date) -> str:
    """ "Mon 14 Dec", and "Fri 2 Apr 2027" when the year is not today's.

    Built from our own names, not strftime: the words must not follow the server's locale.
    """
    words = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return words if day.year == today.year else f"{words} {day.year}"
