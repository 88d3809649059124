"""Dates in text: where they stand, what they say, and which stretch of the calendar is meant.

    find_dates -> DateMention: offsets, TIMEX3 type and value, EDTF, and the rule that fired

Words are read by the patterns of grammar.py; what they leave open (the year of "15 August",
the week of "Friday") is reckoned from the day of publication and the tense of the verb. Nothing
is ever sharper than its words, and without a date of publication a relative date stays open.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from geotrack.edtf import parse_edtf
from geotrack.extraction.dating.direction import direction
from geotrack.extraction.dating.intervals import with_intervals
from geotrack.extraction.dating.reads import Read, reads_of
from geotrack.extraction.dating.resolving import NO_PUBLICATION, Ground, Unresolved, resolve
from geotrack.extraction.dating.tokens import KIND, tokenise
from geotrack.extraction.dating.units import Stretch, edtf_text, timex_value
from geotrack.extraction.dating.words import word_set

if TYPE_CHECKING:
    from geotrack.extraction.dating.meaning import Meaning
    from geotrack.extraction.dating.tokens import Tokens


class DateMention(NamedTuple):
    """One date in a text.

    `start` and `end` are code points, end exclusive. `type` is TIMEX3's (DATE, TIME, DURATION,
    SET) and `value` its value: `2024-08-15`, `2024-W33`, `P2W`, `PRESENT_REF`; empty where the
    date could not be resolved. `edtf` is the same for an event's date: empty for what is no
    point in time or unresolved. `interval` is EDTF too, for a date that bounds a longer time
    with the words around it: `2019/..` of "since 2019". `mod` is TIMEX3's modifier (START, MID,
    END, APPROX ...), `rule` what matched, `open` why a date stays unresolved.
    """

    start: int
    end: int
    text: str
    type: str
    value: str
    edtf: str
    interval: str
    mod: str
    rule: str
    open: str


class _Writing(NamedTuple):
    """When and how a text was written.

    The first and last possible day (none: unknown) and its `?`, whether it is a history, and
    which of day and month it writes first, and whether anything is told of its publication.
    """

    days: tuple[date, ...]
    mark: str
    narrative: bool
    order: str
    told: bool


def find_dates(
    text: str, published: str = "", language: str = "", order: str = ""
) -> list[DateMention]:
    """The dates of a text, in order.

    `published` is the EDTF date of publication (a time behind it is ignored); one that is no
    single day resolves what comes out the same for each of its days. `language` is a BCP 47 tag;
    without it English and the Arabic script are read, and Turkish where the text looks so.
    `order` (dmy or mdy) reads 3/4/2024; without it the text's other dates do, if they agree.
    Raises ValueError where `published` is no EDTF date.

    >>> for told in find_dates("They met on Friday and will meet again next month.", "2024-08-21"):
    ...     print(told.text, told.value, told.edtf)
    Friday 2024-08-16 2024-08-16
    next month 2024-09 2024-09
    >>> find_dates("He left two weeks ago.")[0].open
    'no date of publication to reckon from'
    """
    tokens, every = _read(text, language)
    days, mark = _anchor(published)
    reads = [read for read in every if _is_date(read.meaning, days)]
    order = order or _order_of(tokens, reads)
    writing = _Writing(days, mark, _is_narrative(reads, days), order, bool(published.strip()))
    told: Stretch | None = None
    mentions = []
    for i, read in enumerate(reads):
        beside = _day_beside(tokens, reads, i, writing, told)
        mention, found = _mention(tokens, read, writing, beside or told)
        if found is not None and _leads_on(tokens, read):
            told = found
        mentions.append(mention)
    return with_intervals(tokens, reads, mentions, days)


@lru_cache(maxsize=1)
def _read(text: str, language: str) -> tuple[Tokens, tuple[Read, ...]]:
    """The words of a text and what the rules read in them: asked for twice in a row where it is
    to be known what hangs on the day of publication."""
    tokens = tokenise(text, language)
    return tokens, tuple(reads_of(tokens))


def _anchor(published: str) -> tuple[tuple[date, ...], str]:
    """The first and last possible day of publication (none: unknown), and its `?` or `~`."""
    text = re.sub(r"(?<=\d)[T ].*", "", published.strip())
    if not text:
        return (), ""
    span = parse_edtf(text)
    mark = "?" if span.uncertain else ""
    if span.first is None or span.last is None:
        return (), mark
    return (span.first,) if span.first == span.last else (span.first, span.last), mark


# A day so many tokens behind an hour is that hour's: "between 2 and 4:30 a.m. on Tuesday".
_NEAR = 6


def _day_beside(
    tokens: Tokens, reads: list[Read], at: int, writing: _Writing, told: Stretch | None
) -> Stretch | None:
    """The day told right behind an hour; None for all else."""
    if reads[at].meaning.how != "clock":
        return None
    for read in reads[at + 1 : at + 3]:
        between = tokens.words[reads[at].end : read.start]
        if len(between) > _NEAR or not _JOINING.issuperset(between):
            return None
        if read.meaning.unit == "day" and read.meaning.how != "clock":
            return _mention(tokens, read, writing, told)[1]
    return None


_JOINING = word_set("and to or on , - – ( local time until till a.m. p.m. am pm shortly")


def _is_date(meaning: Meaning, days: tuple[date, ...]) -> bool:
    """11-15-89 is a score, or some number, unless it is the day of writing."""
    if meaning.how != "written":
        return True
    told = {meaning.month, meaning.day}
    return any(day.year == meaning.year and {day.month, day.day} == told for day in days)


# --- what kind of text ---------------------------------------------------------------------

# So many years make a history, if there are so many times as many as dates like "on Friday".
_HISTORY, _DEICTIC_WEIGHT = 3, 5


def _is_narrative(reads: list[Read], days: tuple[date, ...]) -> bool:
    """Whether a text goes from date to date as a history does, not from its day of writing.

    So it is where it tells of several years, most of them well before that day, and hardly looks
    at its own days.
    """
    years = [r.meaning.year for r in reads if r.meaning.how == "calendar" and r.meaning.year]
    near = sum(r.meaning.how in ("weekday", "shift") for r in reads)
    if not days:
        return len(years) >= _HISTORY and len(years) > _DEICTIC_WEIGHT * near
    old = sum(year < days[0].year - 1 for year in years)
    return old >= _HISTORY and old * 2 > len(years) and old > _DEICTIC_WEIGHT * near


def _order_of(tokens: Tokens, reads: list[Read]) -> str:
    """dmy or mdy where the text's dates in numbers that tell it agree."""
    orders = set()
    for read in reads:
        numbers = re.split("[./-]", tokens.words[read.start])
        if read.rule == "day in numbers" and len(numbers) == 3 and len(numbers[0]) < 3:
            first, second = int(numbers[0]), int(numbers[1])
            orders |= {"dmy"} if first > 12 else {"mdy"} if second > 12 else set()
    return orders.pop() if len(orders) == 1 else ""


# --- meanings -> mentions -----------------------------------------------------------------


def _mention(
    tokens: Tokens, read: Read, writing: _Writing, told: Stretch | None
) -> tuple[DateMention, Stretch | None]:
    meaning = read.meaning
    start, end = tokens.starts[read.start], tokens.ends[read.end - 1]
    text = tokens.text[start:end]
    kind = "TIME" if meaning.part else meaning.type
    if meaning.how == "value":
        value = meaning.value
        return DateMention(start, end, text, kind, value, "", "", meaning.mod, read.rule, ""), None
    tense = direction(tokens, read.start, read.end)
    try:
        found = _settled(meaning, writing, told, tense)
    except Unresolved as missing:
        value, why = open_value(meaning), str(missing)
        if writing.told and why == NO_PUBLICATION:
            why = NOT_SHARP
        return DateMention(start, end, text, kind, value, "", "", meaning.mod, read.rule, why), None
    value = timex_value(found) + meaning.part
    edtf = edtf_text(found)
    marks = ("?" if writing.mark and meaning.how != "calendar" else "") + (
        "~" if meaning.mod in _ROUGH and meaning.how != "value" else ""
    )
    edtf = marked(edtf, marks)
    mention = DateMention(start, end, text, kind, value, edtf, "", meaning.mod, read.rule, "")
    return mention, found


NOT_SHARP = "the date of publication is not sharp enough to reckon from"
_ROUGH = frozenset(("APPROX", "MORE_THAN", "LESS_THAN", "EQUAL_OR_MORE", "EQUAL_OR_LESS"))


def open_value(meaning: Meaning) -> str:
    """TIMEX3's value of a date whose year or week is open; empty where there is none.

    >>> from geotrack.extraction.dating.meaning import Meaning
    >>> open_value(Meaning("weekday", weekday=4)), open_value(Meaning("yearless", "month", month=5))
    ('XXXX-WXX-5', 'XXXX-05')
    """
    if meaning.how == "clock":
        return f"XXXX-XX-XX{meaning.part}"
    if meaning.how == "weekday":
        return f"XXXX-WXX-{meaning.weekday + 1}" + meaning.part
    if meaning.how != "yearless" or meaning.holiday or meaning.wrap:
        return ""
    if meaning.unit == "day":
        return f"XXXX-{meaning.month:02}-{meaning.day:02}" + meaning.part
    return f"XXXX-{meaning.month:02}" if meaning.unit == "month" else ""


def _leads_on(tokens: Tokens, read: Read) -> bool:
    """Whether a history goes on from this date: not from years in brackets, a person's life."""
    if read.rule == "years" and read.meaning.start >= 0:
        return False
    return tokens.kind_at(read.start - 1) != KIND["OPEN"] or read.meaning.unit == "day"


def _settled(meaning: Meaning, writing: _Writing, told: Stretch | None, tense: int) -> Stretch:
    """The one stretch that each possible day of publication leads to."""
    anchors: tuple[date | None, ...] = writing.days or (None,)
    found = {
        resolve(meaning, Ground(day, told, tense, writing.narrative, writing.order))
        for day in anchors
    }
    if len(found) > 1:
        raise Unresolved(NOT_SHARP)
    return found.pop()


def marked(edtf: str, marks: str) -> str:
    """An EDTF text with `?`, `~` or (both) `%` at each of its dates.

    >>> marked("[2024-08-12..2024-08-18]", "?"), marked("1999", "?~")
    ('[2024-08-12?..2024-08-18?]', '1999%')
    """
    mark = "%" if len(marks) > 1 else marks
    return re.sub(r"\d[\dX]*(?:-[\dX]+)*", lambda m: m[0] + mark, edtf) if mark else edtf
