"""What is not on the map: places outside its frame, and events that are on no map, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.staticmap.furniture import MUTED, draw_arrow
from geotrack.staticmap.panel import INDENT, ROW, TEXT, Block, Lane
from geotrack.staticmap.spots import REASONS, Standing
from geotrack.style import counted, words

if TYPE_CHECKING:
    from geotrack.staticmap.frame import Frame

_MOST_PLACES = 6


def outside_block(
    frame: Frame, standing: Standing, places: list[tuple[str, float, float, int]], language: str
) -> Block | None:
    """The places outside the frame, with direction and number of events."""
    if not places:
        return None
    phrases = words(language)
    shown = places if len(places) <= _MOST_PLACES else places[: _MOST_PLACES - 1]
    rest = len(places) - len(shown)
    head = phrases["static.outside"].format(
        events=counted(language, "count.events", standing.outside)
    )

    def draw(lane: Lane, top: float) -> None:
        k = lane.k
        y = lane.heading(top, head)
        for name, lon, lat, number in shown:
            middle = y - ROW * k * 0.45
            arrow = (lane.x(6), middle)
            draw_arrow(lane.sheet, arrow, frame.direction_to(lon, lat), 4.2 * k)
            text = lane.sheet.fitted(name, lane.width - 40 * k, (TEXT * k,), 1)[0]
            lane.write(middle - 2.4 * k, "".join(text[:1]), at=INDENT)
            lane.number(middle - 2.4 * k, f"{number:,}")
            y -= ROW * k
        if rest:
            more = phrases["static.outside.more"].format(n=f"{rest:,}")
            lane.write(y - ROW * k * 0.45 - 2.4 * k, more, at=INDENT, colour=MUTED)

    return Block(ROW * (1.08 + len(shown) + bool(rest)), draw)


def nowhere_block(standing: Standing, language: str) -> Block | None:
    """How many events are on no map, and why."""
    total = sum(standing.nowhere.values())
    if not total:
        return None
    phrases = words(language)
    rows = [(reason, standing.nowhere[reason]) for reason in REASONS if standing.nowhere[reason]]
    head = phrases["static.nowhere"].format(events=counted(language, "count.events", total))

    def draw(lane: Lane, top: float) -> None:
        k = lane.k
        y = lane.heading(top, head)
        for reason, number in rows:
            base = y - ROW * k * 0.45 - 2.4 * k
            lane.write(base, phrases[f"static.nowhere.{reason}"], at=INDENT)
            lane.number(base, f"{number:,}")
            y -= ROW * k

    return Block(ROW * (1.08 + len(rows)), draw)
