"""The day of publication where the text itself carries it: a byline, a dateline."""

from __future__ import annotations

import re

from geotrack.extraction.dating.dates import DateMention, find_dates

# So many lines at the top may hold it, of so many characters.
_LINES, _WIDTH = 14, 140
_LABEL = re.compile(
    r"\s*(?:published|posted|publication date|date|dated|issued|released|by\b|نشر|تاريخ)",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\s*(?:last )?(?:updated|modified)", re.IGNORECASE)
# BAGHDAD, Aug. 15, 2024 (Agency) - ; ANKARA — 3 May 2022 —
_PLACE = re.compile(r"[^\W\d_a-z][^\n\da-z]{2,40}[,(—–-]\s*\Z")
_AROUND = re.compile(
    r"[\s|•·,.:;()\[\]—–\-/]*(?:at\s+)?(?:\d{1,2}:\d\d(?:\s*[ap]\.?m\.?)?)?[\s\w]{0,12}"
)


def dateline(text: str) -> str:
    """The day (YYYY-MM-DD) a text's head says it was published on; empty where it says none.

    A line counts that holds nothing else, that is labelled ("Published: ..."), a byline that
    ends with the day, or an agency's dateline. A sentence that tells of a day does not.

    >>> dateline("Talks in Baghdad\\nBy News Desk - November 10 2021\\n\\nOn 7 November he left.")
    '2021-11-10'
    >>> dateline("He was hit on 7 November 2021 near his house.")
    ''
    """
    head = text[: _LINES * 300].split("\n")
    lines = [line for line in head if line.strip()][:_LINES]
    updated = ""
    for line in lines:
        told = _day_of(line)
        if told and _UPDATED.match(line):
            updated = updated or told
        elif told:
            return told
    return updated


def _day_of(line: str) -> str:
    days = [d for d in find_dates(line[:400]) if len(d.edtf) == 10 and not d.open]
    if not days:
        return ""
    first = days[0]
    return first.edtf if _carries(line, first) else ""


def _carries(line: str, day: DateMention) -> bool:
    before, after = line[: day.start], line[day.end :]
    if _PLACE.fullmatch(before) and re.match(r"\s*(?:\(|[—–-])", after):
        return True
    if len(line) > _WIDTH or (line.rstrip().endswith((".", "!", "?")) and not _LABEL.match(line)):
        return False
    if not before.strip() or _LABEL.match(line) or _UPDATED.match(line):
        return bool(_AROUND.fullmatch(after)) or (bool(before.strip()) and len(after) < 40)
    return bool(re.search(r"[|•·—–-]\s*$", before) and _AROUND.fullmatch(after))
