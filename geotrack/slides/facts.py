"""What the deck says: sentences and rows, by plain rules, nothing the data do not hold."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.edtf import date_in_words
from geotrack.schema import DRAWN_ROLES, STATUSES, TIME_PRECISIONS, Presentation
from geotrack.style import counted, words
from geotrack.summary import counts, event_rows, is_ground, numbered_sources, off_map, period
from geotrack.tables import records
from geotrack.timeline.claims import Claim, claim_rows
from geotrack.timeline.phrases import killed_in_words, status_in_words, type_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geotrack.tables import Tables

Row = dict[str, Any]


class Facts(NamedTuple):
    """Everything the slides need, gathered once. `rows` are events in order, as dicts."""

    presentation: Presentation
    words: Mapping[str, str]
    counts: dict[str, int]
    period: str
    rows: list[Row]
    sources: list[Row]
    claims: list[Claim]
    off_map: list[Row]
    placing: dict[str, list[str]]
    unplaced: dict[str, list[str]]
    precisions: Counter[str]


def gather(tables: Tables, presentation: Presentation) -> Facts:
    """The facts of these tables."""
    language = presentation.language
    phrases = words(language)
    rows = records(event_rows(tables, language))
    numbers = {row["event_id"]: row["source_numbers"] for row in rows}
    missing = records(off_map(tables, language))
    for row in missing:
        row["source_numbers"] = numbers[row["event_id"]]
        row["date_words"] = date_in_words(row["date"], phrases)
    placing, unplaced, precisions = _placing(tables, phrases)
    return Facts(
        presentation, phrases, counts(tables), period(tables, presentation), rows,
        records(numbered_sources(tables)), claim_rows(tables, language), missing,
        placing, unplaced, precisions,
    )  # fmt: skip


def _placing(
    tables: Tables, phrases: Mapping[str, str]
) -> tuple[dict[str, list[str]], dict[str, list[str]], Counter[str]]:
    """For each event why its places stand where they do, and which of them stand nowhere."""
    placing: dict[str, list[str]] = defaultdict(list)
    unplaced: dict[str, list[str]] = defaultdict(list)
    precisions: Counter[str] = Counter()
    locations = tables["locations"]
    columns = ("event_id", "name", "role", "geo_precision", "reason")
    for event_id, name, role, precision, reason, ground in zip(
        *(locations[column] for column in columns), is_ground(locations), strict=True
    ):
        told = phrases.get(f"precision.{precision}", precision)
        placing[event_id].append(f"{name}: {told}" + (f" ({reason})" if reason else ""))
        if role in DRAWN_ROLES:
            # A coordinate that may be many kilometres off is no spot.
            precisions["area" if ground and precision == "exact" else precision] += 1
            if precision in ("none", "country", ""):
                unplaced[event_id].append(name)
    return dict(placing), dict(unplaced), precisions


# --- sentences ----------------------------------------------------------------------------


def bottom_line(facts: Facts) -> list[str]:
    """The cover's sentences: how many, what became of them, how many are on the map."""
    language, phrases, number = facts.presentation.language, facts.words, facts.counts
    if not facts.rows:
        return [phrases["slides.line.none"]]
    first = counted(language, "count.events", number["events"])
    reports = counted(language, "slides.reports", number["reports"])
    told = phrases["slides.line.events"].format(events=first, reports=reports)
    lines = [f"{told}: {status_sentence(facts)}."]
    lines.append(
        phrases["slides.line.map"].format(
            on_map=f"{number['on_map']:,}", off_map=f"{number['off_map']:,}"
        )
    )
    return [*lines, precision_sentence(facts)]


def status_sentence(facts: Facts) -> str:
    """`31 occurred, 6 planned, 2 denied`; a status nobody has is not named."""
    found = Counter(row["status"] for row in facts.rows)
    ordered = [s for s in STATUSES if found[s]] + sorted(set(found) - set(STATUSES))
    return ", ".join(f"{found[s]:,} {status_in_words(s, facts.words)}" for s in ordered)


def precision_sentence(facts: Facts) -> str:
    """How sharp the dates are: `Dates: 40 to the day, 5 to the month, 4 no date.`"""
    found: Counter[str] = Counter()
    for row in facts.rows:
        sharp = row["time_precision"] or "unknown"
        found["coarse" if sharp in ("season", "year", "longer") else sharp] += 1
    keys = ("day", "week", "month", "coarse", "unknown")
    say = facts.words
    parts = [say[f"slides.sharp.{key}"].format(n=f"{found[key]:,}") for key in keys if found[key]]
    return facts.words["slides.line.dates"].format(parts=", ".join(parts))


def uncertainty(facts: Facts) -> list[tuple[str, list[str]]]:
    """Three columns of sentences: dates, what is said, places. Only what there is any of."""
    say, rows = _sayer(facts), facts.rows
    found = Counter(row["time_precision"] or "unknown" for row in rows)
    dates = [say(f"slides.unsure.date.{p}", found[p]) for p in TIME_PRECISIONS[1:]]
    dates.append(say("slides.unsure.lasting", sum(r["date_kind"] == "lasting" for r in rows)))
    dates.append(say("slides.unsure.outside", sum(r["date_basis"] == "outside" for r in rows)))
    dates.append(say("slides.unsure.inferred", sum(r["date_basis"] == "analyst" for r in rows)))
    status = Counter(row["status"] for row in rows)
    told = [say(f"slides.unsure.{s}", status[s]) for s in STATUSES[1:]]
    told.append(say("slides.unsure.claimed", sum(bool(r["claimed_by"]) for r in rows)))
    told.append(say("slides.unsure.one_source", sum(len(r["source_numbers"]) == 1 for r in rows)))
    told.append(say("slides.unsure.no_source", sum(not r["source_numbers"] for r in rows)))
    told.append(say("slides.unsure.figures", len(facts.claims)))
    places = [say("slides.unsure.no_place", sum(not r["places"] for r in rows))]
    places.append(say("slides.unsure.unplaced", facts.precisions["none"]))
    coarse = ("country", "admin1", "admin2", "area")
    places.extend(say(f"slides.unsure.place.{p}", facts.precisions[p]) for p in coarse)
    places.append(say("slides.unsure.rejects", facts.counts["rejects"]))
    titles = ("slides.unsure.dates", "slides.unsure.told", "slides.unsure.places")
    columns = zip(titles, (dates, told, places), strict=True)
    nothing = facts.words["slides.unsure.nothing"]
    return [(facts.words[key], [x for x in lines if x] or [nothing]) for key, lines in columns]


def _sayer(facts: Facts) -> Any:
    language = facts.presentation.language

    def say(key: str, number: int) -> str:
        return counted(language, key, number) if number else ""

    return say


def is_disputed(row: Row) -> bool:
    """Whether an event is alleged, denied or rests on somebody's word."""
    return row["status"] in ("alleged", "denied") or bool(row["claimed_by"])


def event_note(facts: Facts, row: Row) -> str:
    """One event in full, for the speaker's notes: nothing cut, with reasons and sources."""
    phrases = facts.words
    parts = [row["title"] or phrases["timeline.no_title"], row["date_words"]]
    if row["date"] and row["date_basis"]:
        parts.append(phrases[f"basis.{row['date_basis']}"])
    parts.append(type_in_words(row["event_type"], phrases))
    parts.append(status_in_words(row["status"], phrases))
    killed = killed_in_words(row["fatalities_low"], row["fatalities_high"], phrases)
    if killed:
        parts.append(f"{phrases['timeline.killed']}: {killed}")
    if row["claimed_by"]:
        parts.append(phrases["slides.claimed"].format(who=row["claimed_by"]))
    parts.extend(facts.placing.get(row["event_id"], []))
    if row["source_numbers"]:
        numbers = ", ".join(map(str, row["source_numbers"]))
        parts.append(phrases["slides.cited"].format(numbers=numbers))
    return " \u00b7 ".join(parts)


def source_note(facts: Facts, source: Row) -> str:
    """One source in full, for the notes."""
    published = source["published"]
    told = date_in_words(published, facts.words) if published else ""
    parts = [source["publisher"], source["title"], told, source["url"]]
    return f"[{source['number']}] " + " \u00b7 ".join(part for part in parts if part)


def all_sources(rows: Iterable[Row]) -> list[int]:
    """The numbers of all sources of these events."""
    return [number for row in rows for number in row["source_numbers"]]
