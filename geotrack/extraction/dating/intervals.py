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
