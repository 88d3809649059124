"""What the briefing says, part by part: one generator for every writer.

Writers (slides, PDF, HTML, Word) lay the parts out; they add nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geotrack.edtf import date_in_words
from geotrack.errors import ProjectError
from geotrack.schema import SECTIONS
from geotrack.slides import places, tables_of
from geotrack.slides.changes import Change, changes_since, read_earlier
from geotrack.slides.chart import event_bars
from geotrack.slides.facts import (
    Facts,
    all_sources,
    bottom_line,
    gather,
    precision_sentence,
    status_sentence,
    uncertainty,
)
from geotrack.slides.parts import Part, Picture, Texts
from geotrack.style import counted
from geotrack.summary import drawn_locations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from geotrack.schema import Presentation
    from geotrack.slides.listing import Listing
    from geotrack.slides.parts import Draw
    from geotrack.tables import Tables

DEFAULT_SECTIONS = tuple(name for name in SECTIONS if name not in ("contents", "themes"))


class Settings(NamedTuple):
    """What a briefing consists of: its sections in order, how many areas and themes have a part of
    their own, and the earlier build it is compared with (None: it is not)."""

    sections: tuple[str, ...] = DEFAULT_SECTIONS
    areas: int = 3
    since: Path | None = None


def settings_from(sections: str, areas: int, since: str) -> Settings:
    """Settings from the options of a writer; `sections` are names joined by commas.

    >>> settings_from("key,map", 2, "").sections
    ('key', 'map')
    """
    names = tuple(part.strip() for part in sections.split(",") if part.strip())
    unknown = [name for name in names if name not in SECTIONS]
    if unknown:
        listed = ", ".join(SECTIONS)
        raise ProjectError(f"a briefing has no section {unknown[0]!r}; there are: {listed}")
    return Settings(names or DEFAULT_SECTIONS, max(areas, 0), Path(since) if since else None)


def briefing_parts(
    tables: Tables,
    presentation: Presentation,
    settings: Settings,
    draw: Draw,
) -> list[Part]:
    """The cover and the sections that have something to say, in the order asked for."""
    facts = gather(tables, presentation)
    changes = None
    if settings.since is not None:
        earlier = read_earlier(settings.since)
        changes = changes_since(tables, presentation.language, earlier)
    made: list[Part] = []
    for name in settings.sections:
        if name in ("areas", "themes"):
            made += places.parts_of(name, tables, facts, settings.areas, draw)
        elif name == "new":
            made += [] if changes is None else [_new(facts, changes)]
        elif name == "map":
            made.append(_map(facts, tables, draw))
        elif name in _TABLES:
            made += _table(facts, name)
        elif name != "contents":
            made += _TEXTS[name](facts)
    if "contents" in settings.sections:
        made.insert(0, _contents(facts, made))
    return [_cover(facts), *made]


# --- parts --------------------------------------------------------------------------------


def _cover(facts: Facts) -> Part:
    show, phrases = facts.presentation, facts.words
    below = " \u00b7 ".join(part for part in (show.subtitle, facts.period) if part)
    sentences = tuple(bottom_line(facts))
    notes = (*sentences, phrases["slides.method.count"])
    texts = (Texts(below, ()), Texts(phrases["slides.bottom_line"], sentences))
    return Part("cover", show.title or phrases["slides.untitled"], (), notes, texts)


def _contents(facts: Facts, parts: list[Part]) -> Part:
    title = facts.words["slides.contents"]
    lines = tuple(part.title for part in parts)
    return Part("contents", title, texts=(Texts("", lines),))


def _key(facts: Facts) -> Iterator[Part]:
    phrases, rows = facts.words, facts.rows
    done = [row for row in rows if row["status"] == "occurred"]
    title = phrases["slides.key.title"].format(n=f"{len(done):,}", total=f"{len(rows):,}")
    cards = (
        (len(done), "slides.key.occurred"),
        (sum(row["n_drawn"] > 0 for row in done), "slides.key.on_map"),
        (sum(row["time_precision"] == "day" for row in done), "slides.key.to_day"),
        (len({n for row in done for n in row["source_numbers"]}), "slides.key.sources"),
    )
    texts = [
        phrases["slides.key.all"].format(status=status_sentence(facts)),
        precision_sentence(facts),
        phrases["slides.key.note"],
    ]
    yield Part(
        "key", title, tuple(all_sources(done)), (phrases["slides.key.note"],),
        (Texts("", tuple(texts if rows else texts[2:])),),
        tuple((f"{number:,}", phrases[key]) for number, key in cards),
        tables_of.types(facts),
    )  # fmt: skip


def _map(facts: Facts, tables: Tables, draw: Draw) -> Part:
    phrases, number = facts.words, facts.counts
    values = {"n": f"{number['on_map']:,}", "total": f"{number['events']:,}"}
    drawn = drawn_locations(tables)
    on_map = set(drawn["event_id"])
    sources = all_sources([row for row in facts.rows if row["event_id"] in on_map])
    names = list(dict.fromkeys(drawn["name"]))
    alt = phrases["slides.map.alt"].format(
        **values, locations=f"{number['drawn_locations']:,}", places="; ".join(names[:12])
    )
    notes = (phrases["slides.map.note"], *facts.presentation.credits)
    picture = Picture(lambda w, h: draw(tables, facts.presentation, w, h), alt)
    title = phrases["slides.map.title"].format(**values)
    return Part("map", title, tuple(sources), notes, picture=picture)


def _new(facts: Facts, changes: list[Change]) -> Part:
    phrases = facts.words
    number = {kind: sum(c.kind == kind for c in changes) for kind in _KINDS}
    title = phrases["slides.since.none"]
    if changes:
        title = phrases["slides.since.title"].format(**{k: f"{n:,}" for k, n in number.items()})
    note = phrases["slides.since.note"]
    listing = tables_of.changed(facts, changes) if changes else None
    texts = (Texts("", (note,)),) if not changes else ()
    return Part("new", title, (), (note,), texts, listing=listing)


_KINDS = ("new", "changed", "withdrawn")


def _timeline(facts: Facts) -> Iterator[Part]:
    if not facts.rows:
        return
    phrases, language = facts.words, facts.presentation.language
    bars = event_bars(facts.rows, phrases)
    texts = [phrases["slides.chart.note"]]
    if bars.spanning:
        texts.append(counted(language, f"slides.chart.spanning_note.{bars.step}", bars.spanning))
    if bars.undated:
        texts.append(counted(language, "slides.chart.undated_note", bars.undated))
    title = phrases[f"slides.chart.title.{bars.step}"]
    yield Part(
        "timeline", title, tuple(all_sources(facts.rows)), tuple(texts),
        (Texts("", tuple(texts)),), bars=bars,
    )  # fmt: skip


def _unsure(facts: Facts) -> Iterator[Part]:
    if facts.rows:
        phrases = facts.words
        texts = tuple(Texts(head, tuple(lines)) for head, lines in uncertainty(facts))
        sources, notes = tuple(all_sources(facts.rows)), (phrases["slides.unsure.note"],)
        yield Part("unsure", phrases["slides.unsure"], sources, notes, texts)


def _method(facts: Facts) -> Iterator[Part]:
    phrases, show = facts.words, facts.presentation
    keys = ("count", "occurred", "figures", "dates", "places", "chart")
    method = [phrases[f"slides.method.{key}"] for key in keys]
    if facts.counts["rejects"]:
        method.append(counted(show.language, "timeline.rejects", facts.counts["rejects"]))
    if show.as_of:
        day = date_in_words(show.as_of, phrases)
        method.append(phrases["timeline.as_of.long"].format(date=day))
    method.append(phrases["timeline.made"].format(version=show.version))
    credit = tuple(show.credits) or (phrases["slides.no_credits"],)
    texts = (Texts("", tuple(method)), Texts(phrases["slides.licences"], credit))
    yield Part("method", phrases["slides.method"], (), tuple(method), texts)


_TEXTS: dict[str, Callable[[Facts], Iterator[Part]]] = {
    "key": _key, "timeline": _timeline, "unsure": _unsure, "method": _method,
}  # fmt: skip
_TABLES: dict[str, Callable[[Facts], Listing]] = {
    "claims": tables_of.claims,
    "chronology": tables_of.chronology,
    "disputed": tables_of.disputed,
    "off_map": tables_of.missing,
    "sources": tables_of.sources,
}


def _table(facts: Facts, name: str) -> Iterator[Part]:
    listing = _TABLES[name](facts)
    if listing.rows:
        cited = tuple(number for numbers in listing.sources for number in numbers)
        yield Part(name, listing.title, cited, tuple(listing.notes), listing=listing)
