"""Whether a text tells of a day after a given one: dates as both languages write them.

Pure.  Called by the source book, which keeps such entries back while a play goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from game.ui.language import MONTHS

_ENGLISH = re.compile(rf"(?:(\d{{1,2}}) )?(?:({'|'.join(MONTHS)})(?: |$|\b))?(\d{{4}}\b)?")
_CHINESE = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(?:(\d{1,2})日)?")


def tells_later(text: str, day: date, year: int, end: int = 9999) -> bool:
    """Returns whether ``text`` names a day, month or year that begins after ``day``.

    A date without a year is of ``year``; one after the year ``end`` tells nothing of the story.

    >>> [tells_later("Held until 1945; lost on 3 July.", date(1945, month, 1), 1945) for month in (6, 8)]
    [True, False]
    >>> tells_later("1952年改称", date(1945, 6, 1), 1945), tells_later("6月26日", date(1945, 6, 30), 1945)
    (True, False)
    """
    now = day.isoformat()
    return any(told > now[:len(told)] and int(told[:4]) <= end for told in _told(text, year))


def _told(text: str, year: int) -> Iterator[str]:
    for found in _ENGLISH.finditer(text):
        if found[2] or found[3]:
            month = f"-{MONTHS.index(found[2]) + 1:02d}" if found[2] else ""
            yield f"{found[3] or year}{month}" + (f"-{int(found[1]):02d}" if month and found[1] else "")
    for found in _CHINESE.finditer(text):
        if found[1] or found[2]:
            month = f"-{int(found[2]):02d}" if found[2] else ""
            yield f"{found[1] or year}{month}" + (f"-{int(found[3]):02d}" if month and found[3] else "")
