"""What the words around make of a date: since, until, from A to B, between A and B."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from geotrack.edtf import parse_edtf
from geotrack.extraction.dating.tokens import KIND
from geotrack.extraction.dating.words import word_set

if TYPE_CHECKING:
    from collections.abc import Callable

    from geotrack.extraction.dating.dates import DateMention
    from geotrack.extraction.dating.reads import Read
    from geotrack.extraction.dating.tokens import Tokens

_SINCE = word_set("since منذ")
_UNTIL = word_set("until till through حتى")


def with_intervals(
    tokens: Tokens, reads: list[Read], mentions: list[DateMention], days: tuple[date, ...]
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
    return _with_lists(tokens, reads, done)


def _with_lists(tokens: Tokens, reads: list[Read], done: list[DateMention]) -> list[DateMention]:
    """ "On 3, 4 and 7 May": each of the days bounds the time from the first to the last of them,
    for what happened on all of them happened not on one alone; "or": on a day within."""
    first = 0
    for i in range(1, len(done) + 1):
        if i < len(done) and _is_listed(tokens, reads[i - 1], reads[i], done[i - 1], done[i]):
            continue
        listed = sorted(mention.edtf for mention in done[first:i])
        last = set(_between(tokens, reads[i - 2], reads[i - 1])) if i - first > 1 else set()
        if last & _AND_OR:
            joint = _within if last & _OR else _interval
            both = joint(listed[0], listed[-1])
            done[first:i] = [m._replace(interval=m.interval or both) for m in done[first:i]]
        first = i
    return done


_OR = word_set("or أو yan veya ya")
_AND_OR = _OR | word_set("and و ve &")
_BETWEEN_LISTED = _AND_OR | word_set(", on in the")


def _is_listed(
    tokens: Tokens, one: Read, other: Read, told: DateMention, follower: DateMention
) -> bool:
    """Whether two dates of one precision stand beside each other in a list."""
    between = _between(tokens, one, other)
    alike = 0 < len(told.edtf) == len(follower.edtf) and not told.interval + follower.interval
    joined = bool(between) and len(between) <= _MOST_BETWEEN and set(between) <= _BETWEEN_LISTED
    return alike and joined and _stands_alone(tokens, one) and _stands_alone(tokens, other)


_MOST_BETWEEN = 3


def _between(tokens: Tokens, one: Read, other: Read) -> list[str]:
    return list(tokens.words[one.end : other.start])


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


def _stands_alone(tokens: Tokens, read: Read) -> bool:
    """`since Friday`, not `since Friday's attack`."""
    return tokens.kind_at(read.end) != KIND["POSSESSIVE"]


def _joint(tokens: Tokens, read: Read, follower: Read) -> Callable[[str, str], str] | None:
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
        parse_edtf(text)
    except ValueError:
        return False
    return True
