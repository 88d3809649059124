"""Dates in text: where they stand, what they say, and which stretch of the calendar is meant.

    find_dates -> DateMention: offsets, TIMEX3 type and value, EDTF, and the rule that fired

Words are read by the patterns of dategrammar.py; what they leave open (the year of "15 August",
the week of "Friday") is reckoned from the day of publication and the tense of the verb. Nothing
is ever sharper than its words, and without a date of publication a relative date stays open.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from geotrack.edtf import parse_edtf
from geotrack.extraction.datecalendar import is_abbreviated_month
from geotrack.extraction.datedirection import direction
from geotrack.extraction.dategrammar import ANY_RULE, RULES
from geotrack.extraction.datemeaning import Found, Meaning
from geotrack.extraction.dateresolving import NO_PUBLICATION, Ground, Unresolved, resolve
from geotrack.extraction.datetokens import KIND, tokenise
from geotrack.extraction.dateunits import Stretch, edtf_text, timex_value
from geotrack.extraction.datewords import word_set

if TYPE_CHECKING:
    from geotrack.edtf import DateSpan
    from geotrack.extraction.datetokens import Tokens


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


class _Read(NamedTuple):
    """A meaning with its tokens and rule, before it is resolved."""

    start: int
    end: int
    meaning: Meaning
    rule: str


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
    tokens = tokenise(text, language)
    days, mark = _anchor(published)
    reads = [read for read in _reads(tokens) if _is_date(read.meaning, days)]
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
    return _with_intervals(tokens, reads, mentions, days)


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
    tokens: Tokens, reads: list[_Read], at: int, writing: _Writing, told: Stretch | None
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


# --- words -> meanings --------------------------------------------------------------------


def _reads(tokens: Tokens) -> list[_Read]:
    reads: list[_Read] = []
    at, kinds = 0, tokens.kinds
    while True:
        match = ANY_RULE.search(kinds, at)
        if match is None:
            return reads
        start, end, found = match.start(), match.end(), int((match.lastgroup or "r0")[1:])
        read = _try(tokens, found, start, end)
        for number in range(found + 1, len(RULES)) if not read else ():
            again = RULES[number].pattern.match(kinds, start)
            if again and again.end() > start:
                read = _try(tokens, number, start, again.end())
                if read:
                    end = again.end()
                    break
        reads += read
        at = max(read[-1].end if read else start + 1, start + 1)


_LEADING = frozenset(KIND[k] for k in ("COMMA", "DOT", "ON", "IN", "OF", "AT", "FOR", "APOSTROPHE"))
_TRAILING = _LEADING | {KIND["POSSESSIVE"], KIND["OPEN"], KIND["THE"], KIND["DASH"]}


def _try(tokens: Tokens, number: int, start: int, end: int) -> list[_Read]:
    """What a rule reads at its match: nothing where it rejects it."""
    rule = RULES[number]
    while end > start + 1 and tokens.kinds[end - 1] in _TRAILING:
        if tokens.words[end - 1] == "." and is_abbreviated_month(tokens, end - 2):
            break
        end -= 1
    found = Found(tokens, start, end)
    reads = []
    for meaning in rule.read(found):
        first = meaning.start if meaning.start >= 0 else start
        last = meaning.end if meaning.end >= 0 else end
        while first < last - 1 and tokens.kinds[first] in _LEADING:
            first += 1
        reads.append(_Read(first, last, meaning, rule.name))
    return reads


# So many years make a history, if there are so many times as many as dates like "on Friday".
_HISTORY, _DEICTIC_WEIGHT = 3, 5


def _is_narrative(reads: list[_Read], days: tuple[date, ...]) -> bool:
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


def _order_of(tokens: Tokens, reads: list[_Read]) -> str:
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
    tokens: Tokens, read: _Read, writing: _Writing, told: Stretch | None
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


def _leads_on(tokens: Tokens, read: _Read) -> bool:
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


# --- what the words around make of a date -------------------------------------------------

_SINCE = word_set("since منذ")
_UNTIL = word_set("until till through حتى")


def _with_intervals(
    tokens: Tokens, reads: list[_Read], mentions: list[DateMention], days: tuple[date, ...]
) -> list[DateMention]:
    """Since and until, from A to B, between A and B, A-B: the longer time they speak of."""
    done = list(mentions)
    for i, read in enumerate(reads):
        if not mentions[i].edtf:
            continue
        before = tokens.words[read.start - 1] if read.start else ""
        if before in _SINCE and _stands_alone(tokens, read):
            done[i] = done[i]._replace(interval=_interval(mentions[i].edtf, ".."))
        elif before in _UNTIL and not done[i].interval:
            done[i] = done[i]._replace(interval=_interval("..", mentions[i].edtf))
        follower = reads[i + 1] if i + 1 < len(reads) else None
        if follower is None or not mentions[i + 1].edtf:
            continue
        joint = _joint(tokens, read, follower)
        if joint and read.meaning.how == follower.meaning.how == "weekday":
            done[i], done[i + 1] = _in_order(done[i], done[i + 1], days)
        if joint:
            both = joint(done[i].edtf, done[i + 1].edtf)
            done[i] = done[i]._replace(interval=both)
            done[i + 1] = done[i + 1]._replace(interval=both)
    return done


def _in_order(
    first: DateMention, second: DateMention, days: tuple[date, ...]
) -> tuple[DateMention, DateMention]:
    """From Monday to Thursday: within one week, the past one or the coming one."""
    low, high = date.fromisoformat(first.value[:10]), date.fromisoformat(second.value[:10])
    if low <= high:
        return first, second
    week = timedelta(days=7)
    if days and high > days[0]:
        return first, _moved(second, high, high + week)
    return _moved(first, low, low - week), second


def _moved(mention: DateMention, old: date, new: date) -> DateMention:
    return mention._replace(
        value=mention.value.replace(str(old), str(new)),
        edtf=mention.edtf.replace(str(old), str(new)),
    )


def _stands_alone(tokens: Tokens, read: _Read) -> bool:
    """`since Friday`, not `since Friday's attack`."""
    return tokens.kind_at(read.end) != KIND["POSSESSIVE"]


def _joint(tokens: Tokens, read: _Read, follower: _Read):  # type: ignore[no-untyped-def]
    """How two dates side by side are joined; None where they are not."""
    between = [w for w in tokens.words[read.end : follower.start] if w != "the"]
    before = tokens.words[read.start - 1] if read.start else ""
    if len(between) != 1:
        return None
    if between[0] in ("to", "through", "until", "till", "-", "–", "—", "حتى", "إلى"):
        return _interval
    if between[0] in ("and", "و") and before in ("between", "بين"):
        return _within
    return None


def _interval(low: str, high: str) -> str:
    """`low/high`; of two spans the outer ends. Empty where that is no interval."""
    low_end, high_end = _edge_of(low, 0), _edge_of(high, 1)
    if low_end == high_end:
        return ""
    text = f"{low_end}/{high_end}"
    return text if _is_edtf(text) else ""


def _within(low: str, high: str) -> str:
    text = f"[{_edge_of(low, 0)}..{_edge_of(high, 1)}]"
    return text if low != high and _is_edtf(text) else ""


def _edge_of(edtf: str, side: int) -> str:
    return edtf.strip("[]").split("..")[side] if edtf.startswith("[") else edtf


def _is_edtf(text: str) -> bool:
    try:
        span: DateSpan = parse_edtf(text)
    except ValueError:
        return False
    return bool(span)
