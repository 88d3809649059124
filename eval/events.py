"""Score the event finder on the articles of ../shared/seeds against the hand-curated events.

    python eval/events.py            # share right, share found; date, place, type, status
    python eval/events.py -v         # and what was missed, wrong or told again, one a line
    python eval/events.py --toponyms curated    # with the curated places' names for toponyms

How an extracted event is matched with a row curated from the same report:
- *sides*: one that is demanded matches a demanded row only, all others one that is not;
- *types* need only be of the same group (violence and military; protests and riots; politics);
  type, sub-type and status are scored apart. What is demanded, planned or denied is of any type;
- *told in the same words*: the row's quote lies in the event's sentence, or half of the quote's
  longer words do and they share an actor; or both are sayings (Statement, Meeting, Demand) of one
  speaker, for the curators put a speaker's sayings in a report into one row;
- a saying whose demand is a curated row is right too: the curators wrote one of its two sides.
One row may be matched by several events: all are right, the row is found once.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from pathlib import Path
from typing import NamedTuple

from geotrack.extraction.dating.dates import DateMention, find_dates
from geotrack.extraction.events.finding import find_events
from geotrack.extraction.found import FoundEvent, Toponym
from geotrack.extraction.toponyms import find_toponyms
from geotrack.gazetteer.index import opened_gazetteer

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
GROUPS = {
    "Battles": "force", "Explosions/Remote violence": "force",
    "Violence against civilians": "force", "Other": "force", "Strategic developments": "force",
    "Protests": "streets", "Riots": "streets",
    "Diplomacy and politics": "politics",
}  # fmt: skip
# Sub-types of politics that may stand for one another; all others only for themselves.
SAYINGS = ("Statement", "Meeting", "Demand", "Visit")
Row = dict[str, str]


class Told(NamedTuple):
    """An extracted event with the words it points to."""

    report: str
    event: FoundEvent
    sentence: str
    places: frozenset[str]
    date: DateMention | None


class Score(NamedTuple):
    """Every extracted event with the curated rows it matches, and every row."""

    matches: list[tuple[Told, list[Row]]]
    rows: list[Row]


def score(seeds: Path, toponyms: str = "found") -> Score:
    """The finder's events of the articles in `seeds`, matched with data/events."""
    rows = _read("events/northern-iraq.csv")
    matches: list[tuple[Told, list[Row]]] = []
    for told in extracted(seeds, rows, toponyms):
        own = [row for row in rows if row["report_id"] == told.report]
        best = max((_fit(told, row) for row in own), default=0)
        matches.append((told, [row for row in own if best and _fit(told, row) == best]))
    return Score(matches, rows)


def extracted(seeds: Path, rows: list[Row], toponyms: str) -> list[Told]:
    """What the finder keeps of each article, dated by data/reports.csv."""
    found: list[Told] = []
    with opened_gazetteer([ROOT / "data/gazetteer/places.csv"]) as gazetteer:
        for report, path in zip(_read("reports.csv"), sorted(seeds.glob("*.txt")), strict=False):
            text = path.read_text("utf-8")
            dates = find_dates(text, report["published"], "en")
            if toponyms == "curated":
                places = curated_toponyms(text, rows)
            else:
                places = find_toponyms(text, gazetteer)
            for event in find_events(text, places, dates):
                if event.left_out:
                    continue
                names = frozenset(places[i].name.lower() for i in (*event.scenes, *event.venues))
                date = None if event.date is None else dates[event.date]
                sentence = text[event.start : event.end]
                found.append(Told(report["report_id"], event, sentence, names, date))
    return found


def curated_toponyms(text: str, rows: list[Row]) -> list[Toponym]:
    """Every occurrence of a place that some curated row names, as a literal toponym."""
    names = {
        part.strip()
        for row in rows
        for column in ("places", "venue", "topic")
        for name in row[column].split(";")
        for part in name.replace(" district", "").split(",")
        if part.strip()
    }
    pattern = "|".join(map(re.escape, sorted(names, key=lambda name: -len(name))))
    return [Toponym(m.start(), m.end(), m[0]) for m in re.finditer(rf"\b(?:{pattern})\b", text)]


def _read(name: str) -> list[Row]:
    with (ROOT / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _stems(text: str) -> set[str]:
    return {word[:5].lower() for word in re.findall(r"[^\W\d_]{4,}", text)}


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").replace("‘", "'").split()).lower()


def _fit(told: Told, row: Row) -> int:
    """How well an event fits a row; 0: not at all, 1: by its saying, from 2 by its words."""
    event = told.event
    demanded = (event.status == "demanded", row["status"] == "demanded")
    loose = event.status != "occurred" and row["status"] != "occurred"
    if (event.status == "denied") != (row["status"] == "denied"):
        return 0
    same_group = GROUPS[event.event_type] == GROUPS[row["event_type"]] and _family(
        event.sub_event_type
    ) & _family(row["sub_event_type"])
    quoted = _plain(row["quote"]) in _plain(told.sentence)
    actor = bool(_actors(event.actor1) & _actors(row["actor1"]))
    if demanded == (False, True):
        # The saying of what was demanded.
        said = event.sub_event_type in SAYINGS and (quoted or actor)
        return 1 if said and _words_shared(told, row) else 0
    if demanded[0] != demanded[1] or not (same_group or loose):
        return 0
    if quoted or (_words_shared(told, row) and actor):
        exact = 2 * (event.event_type == row["event_type"]) + (event.status == row["status"])
        exact += 2 * (event.sub_event_type == row["sub_event_type"]) + actor
        trigger = told.sentence[event.trigger[0] - event.start : event.trigger[1] - event.start]
        exact += bool(places_of(row) & told.places)
        return 2 + exact + 2 * (trigger.lower() in row["quote"].lower()) + 2 * quoted
    both_say = event.sub_event_type in SAYINGS and row["sub_event_type"] in SAYINGS
    return 1 if both_say and actor and not any(demanded) else 0


def _family(sub_event_type: str) -> set[str]:
    """The sub-types one may be matched with; those of force all with each other."""
    politics = {*SAYINGS, "Phone call"}
    others = {"Agreement", "Vote", "Election", "Legal step", "Planned institution"}
    if sub_event_type in politics:
        return politics
    return {sub_event_type} if sub_event_type in others else {"", *politics, *others}


def _actors(name: str) -> set[str]:
    return {stem[:4] for stem in _stems(name)} - {"forc", "gove", "mini", "offi"}


def _words_shared(told: Told, row: Row) -> bool:
    words = _stems(row["quote"])
    return len(words & _stems(told.sentence)) * 2 >= len(words)


def report(scored: Score) -> dict[str, float]:
    """The figures, in percent."""
    right = [told for told, rows in scored.matches if rows]
    found = {row["event_id"] for _, rows in scored.matches for row in rows[:1]}
    pairs = best_pairs(scored)
    return {
        "extracted": len(scored.matches),
        "right": _percent(len(right), len(scored.matches)),
        "curated": len(scored.rows),
        "found": _percent(len(found), len(scored.rows)),
        "status": _percent(sum(t.event.status == r["status"] for t, r in pairs), len(pairs)),
        "type": _percent(sum(t.event.event_type == r["event_type"] for t, r in pairs), len(pairs)),
        "sub-type": _percent(
            sum(t.event.sub_event_type == r["sub_event_type"] for t, r in pairs), len(pairs)
        ),
        "actor": _percent(sum(_actor_agrees(t, r) for t, r in pairs), len(pairs)),
        "date": _percent(sum(date_agrees(t, r) for t, r in pairs), len(pairs)),
        "places": _percent(sum(places_of(r) == t.places for t, r in pairs), len(pairs)),
        "places overlap": _percent(
            sum(bool(places_of(r) & t.places) or places_of(r) == t.places for t, r in pairs),
            len(pairs),
        ),
    }


def _actor_agrees(told: Told, row: Row) -> bool:
    mine, theirs = _actors(told.event.actor1), _actors(row["actor1"])
    return bool(mine & theirs) or (not told.event.actor1 and not row["actor1"])


def best_pairs(scored: Score) -> list[tuple[Told, Row]]:
    """Each row that is found with the event that fits it best."""
    best: dict[str, tuple[int, Told, Row]] = {}
    for told, rows in scored.matches:
        for row in rows[:1]:
            fit = _fit(told, row)
            if fit > best.get(row["event_id"], (1, told, row))[0]:
                best[row["event_id"]] = (fit, told, row)
    return [(told, row) for _, told, row in best.values()]


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def date_agrees(told: Told, row: Row) -> bool:
    """The same words carry the date, or neither has any that name a day, month or year."""
    points = [d for d in find_dates(row["date_told"]) if d.type == "DATE" and _is_point(d)]
    if told.date is None:
        return not points
    return any(d.text in told.date.text or told.date.text in d.text for d in points)


def _is_point(date: DateMention) -> bool:
    return bool(date.edtf or date.interval or date.open) and not date.value.endswith("_REF")


def places_of(row: Row) -> frozenset[str]:
    """The names a row writes for its scenes and venues, without what they lie in."""
    told = f"{row['places']};{row['venue']}".split(";")
    names = (name.split(",")[0].replace(" district", "").strip().lower() for name in told)
    return frozenset(name for name in names if name)


def listing(scored: Score) -> list[str]:
    """What a person judges: rows missed, events that match none, and disagreements."""
    found = {row["event_id"] for _, rows in scored.matches for row in rows[:1]}
    lines = ["", "MISSED"]
    lines += [f"  {r['event_id']}: {r['quote']}" for r in scored.rows if r["event_id"] not in found]
    lines += ["", "MATCHES NO ROW"]
    for told, rows in scored.matches:
        if not rows:
            e = told.event
            lines.append(
                f"  {told.report} [{e.sub_event_type or e.event_type}, {e.status}] {e.title}"
            )
    lines += ["", "DISAGREE"]
    for told, row in best_pairs(scored):
        e = told.event
        wrong = [
            f"{name} {mine!r} for {theirs!r}"
            for name, mine, theirs in (
                ("status", e.status, row["status"]),
                ("type", e.event_type, row["event_type"]),
                ("sub-type", e.sub_event_type, row["sub_event_type"]),
                ("actor1", e.actor1, e.actor1 if _actor_agrees(told, row) else row["actor1"]),
                ("places", ";".join(sorted(told.places)), ";".join(sorted(places_of(row)))),
            )
            if mine != theirs
        ]
        if not date_agrees(told, row):
            wrong.append(f"date {told.date.text if told.date else ''!r} for {row['date_told']!r}")
        if wrong:
            lines.append(f"  {row['event_id']}: " + "; ".join(wrong))
    return lines


def main(arguments: list[str] | None = None) -> int:
    """Exit code 2 where the articles are not at hand."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=Path, default=SEEDS)
    parser.add_argument("--toponyms", choices=("found", "curated"), default="found")
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args(arguments)
    if not options.seeds.is_dir():
        print(f"no articles in {options.seeds}", file=sys.stderr)
        return 2
    scored = score(options.seeds, options.toponyms)
    print("  ".join(f"{name} {value:g}" for name, value in report(scored).items()))
    if options.verbose:
        print("\n".join(listing(scored)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
