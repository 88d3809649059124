"""What was found in a report, as rows: traceable, no sharper than told, with ids that last."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.extraction.dating.dates import find_dates
from geotrack.extraction.found import FoundEvent, FoundFigure, Toponym
from geotrack.extraction.one import Found
from geotrack.extraction.rows import ReportRows, left_out_counts, rows_of
from geotrack.tables import make_table

TEXT = (
    "Strikes\n\nTurkish jets struck Metina and Gara in Duhok on Friday. Ankara said 58 targets "
    "were hit. Talks have gone on since 2019. Iraqi troops met in Baghdad."
)
NAMES = (
    ("Turkish", "demonym", "modifier"),
    ("Metina", "place", "literal"),
    ("Gara", "place", "literal"),
    ("Duhok", "place", "literal"),
    ("Ankara", "place", "actor"),
    ("Baghdad", "place", "literal"),
)
TURKISH, METINA, GARA, DUHOK, ANKARA, BAGHDAD = range(6)
FRIDAY, SINCE = 0, 1


def _toponyms(text: str) -> tuple[Toponym, ...]:
    made = []
    for name, kind, role in NAMES:
        at = text.index(name)
        parents = ("Duhok",) if name in ("Metina", "Gara") else ()
        made.append(Toponym(at, at + len(name), name, kind, role, parents, 0.8, "test"))
    return tuple(made)


def _event(sentence: str, trigger: str, text: str = TEXT, **more: Any) -> FoundEvent:
    start = text.index(sentence)
    at = text.index(trigger, start)
    told = {"event_type": "Explosions/Remote violence", "score": 0.7, "rules": ("a", "b")} | more
    return FoundEvent(start, start + len(sentence), (at, at + len(trigger)), **told)


STRIKE = _event(
    "Turkish jets struck Metina and Gara in Duhok on Friday.", "struck",
    title="Strikes on two areas", scenes=(METINA, GARA, TURKISH, ANKARA), topics=(METINA,),
    date=FRIDAY, claimed_by="Ankara", fatalities_low=2.0,
)  # fmt: skip
TALKS = _event("Talks have gone on since 2019.", "Talks", date=SINCE)
MEETING = _event("Iraqi troops met in Baghdad.", "met", venues=(BAGHDAD,))


def _report(text: str = TEXT, **more: str) -> dict[str, str]:
    base = {"report_id": "d-1", "sha256": "abc", "path": "a.txt", "text": text}
    return base | {"published": "2024-08-21", "published_basis": "metadata"} | more


def _found(*events: FoundEvent, text: str = TEXT, leaning: bool = True) -> Found:
    dates = tuple(find_dates(text, "2024-08-21"))
    toponyms = _toponyms(text)
    resolved = (("gt:metina", 0.9),) * len(toponyms)
    lean = tuple(leaning and date.text == "Friday" for date in dates)
    return Found(toponyms, resolved, dates, lean, events)


def _rows(*events: FoundEvent, **more: str) -> ReportRows:
    return rows_of(_report(**more), _found(*events))


def test_an_event_carries_its_words_and_no_more() -> None:
    rows = _rows(STRIKE)
    (event,), (account,) = rows.events, rows.accounts
    assert (event["date"], event["date_basis"]) == ("2024-08-16", "metadata")
    assert event["title"] == "Strikes on two areas"
    assert event["notes"] == "Read by rules (score 0.70): a, b"
    assert (event["fatalities_low"], event["fatalities_high"]) == (2.0, None)
    assert account["quote"] == TEXT[account["start"] : account["end"]]
    assert (account["date_told"], account["report_id"]) == ("Friday", "d-1")


def test_people_and_actors_named_by_a_place_are_no_places() -> None:
    rows = _rows(STRIKE)
    assert [(r["name"], r["role"], r["parents"]) for r in rows.named_places] == [
        ("Metina", "scene", "Duhok"),
        ("Gara", "scene", "Duhok"),
    ]


def test_a_date_that_bounds_a_longer_time_is_that_time() -> None:
    (event,) = _rows(TALKS).events
    assert (event["date"], event["date_basis"]) == ("2019/..", "text")


def test_an_event_without_a_date_has_none() -> None:
    (event,) = _rows(MEETING).events
    assert (event["date"], event["date_basis"]) == ("", "none")
    assert event["title"] == "Iraqi troops met in Baghdad."


@pytest.mark.parametrize(("basis", "wanted"), [("analyst", "analyst"), ("", "metadata")])
def test_a_date_reckoned_from_publication_rests_on_what_carries_that(
    basis: str, wanted: str
) -> None:
    assert _rows(STRIKE, published_basis=basis).events[0]["date_basis"] == wanted
    own = rows_of(_report(), _found(STRIKE, leaning=False))
    assert own.events[0]["date_basis"] == "text"


def test_ids_outlast_what_is_learnt_about_the_event() -> None:
    """Another date, title, type or place of the same words is the same event."""
    (before,) = _rows(STRIKE).events
    better = STRIKE._replace(date=None, title="x", event_type="Battles", scenes=(DUHOK,))
    (after,) = _rows(better, published="2024-08-28", path="b.txt", report_id="named").events
    assert before["event_id"] == after["event_id"]
    assert re.fullmatch(r"x-[0-9a-f]{10}", before["event_id"])


def test_ids_tell_reports_and_sentences_apart() -> None:
    ids = {_rows(STRIKE, sha256=sha).events[0]["event_id"] for sha in ("abc", "abd")}
    ids |= {row["event_id"] for row in _rows(TALKS, MEETING).events}
    assert len(ids) == 4
    assert _rows(STRIKE, sha256="").events[0]["event_id"] != next(iter(ids))


def test_two_events_of_one_word_get_longer_ids() -> None:
    """A correction for the short id holds for both (see corrections)."""
    (alone,) = _rows(STRIKE).events
    both = _rows(STRIKE, STRIKE._replace(scenes=(GARA,))).events
    assert len({row["event_id"] for row in both}) == 2
    assert all(row["event_id"].startswith(f"{alone['event_id']}-") for row in both)


def test_the_same_told_twice_in_the_same_words_is_one_event() -> None:
    rows = _rows(STRIKE, STRIKE)
    assert len(rows.events) == len(rows.accounts) == 1
    assert [row["reason"] for row in rows.candidates] == [
        "the report says the same in the same words before"
    ]


def test_a_candidate_says_why_it_is_none() -> None:
    rows = _rows(STRIKE._replace(left_out="a question"), MEETING)
    (candidate,) = rows.candidates
    assert len(rows.events) == 1
    assert (candidate["reason"], candidate["trigger"]) == ("a question", "struck")
    assert (candidate["places"], candidate["file"]) == ("Metina; Gara", "a.txt")
    assert left_out_counts([candidate["reason"]]) == {"a question": 1}


def test_figures_count_their_places_jointly() -> None:
    start = TEXT.index("58 targets")
    figure = FoundFigure(start, start + 10, "targets hit", "targets", 58, None, (METINA, GARA))
    rows = _rows(STRIKE._replace(figures=(figure, figure)))
    (row,) = rows.figures
    assert (row["places"], row["quote"]) == ("Metina, Duhok; Gara, Duhok", "58 targets")
    assert (row["value_low"], row["value_high"], row["claimed_by"]) == (58, None, "Ankara")
    assert row["event_id"] == rows.events[0]["event_id"]


def test_mentions_stand_in_the_texts_order_with_the_place_they_mean() -> None:
    mentions = _rows(STRIKE).mentions
    starts = [row["start"] for row in mentions]
    assert starts == sorted(starts)
    assert all(TEXT[r["start"] : r["end"]] == r["text"] for r in mentions)
    kinds = {row["text"]: row["kind"] for row in mentions}
    assert (kinds["Turkish"], kinds["Metina"], kinds["Friday"]) == ("demonym", "place", "date")


def test_rows_fit_the_declared_tables() -> None:
    rows = _rows(STRIKE, TALKS, MEETING._replace(left_out="x"))
    for name, made in rows._asdict().items():
        assert len(make_table(name, made)) == len(made)


@given(st.permutations([STRIKE, TALKS, MEETING]), st.sets(st.sampled_from(["x", "y"])))
def test_an_id_depends_on_no_other_event(order: list[FoundEvent], left_out: set[str]) -> None:
    alone = {e.trigger: _rows(e).events[0]["event_id"] for e in (STRIKE, TALKS, MEETING)}
    candidates = [MEETING._replace(left_out=why, trigger=(0, 7)) for why in sorted(left_out)]
    together = _rows(*order, *candidates).events
    assert [row["event_id"] for row in together] == [alone[e.trigger] for e in order]


@pytest.mark.parametrize(
    ("division", "name", "said"),
    [
        ("province", "Duhok province", "admin1"),
        ("district", "Duhok district", "admin2"),
        ("", "Duhok", ""),
    ],
)
def test_a_place_that_the_text_calls_a_division_is_one(division: str, name: str, said: str) -> None:
    text = "Jets struck Duhok."
    found = Found((Toponym(12, 17, "Duhok", division=division),), (("", 0.0),), (), (), (
        FoundEvent(0, len(text), (5, 11), "Explosions/Remote violence", scenes=(0,)),
    ))  # fmt: skip
    report = {"report_id": "r", "path": "a.txt", "sha256": "", "text": text}
    (place,) = rows_of(report, found).named_places
    assert (place["name"], place["geo_precision"]) == (name, said)


def test_an_event_whose_hash_is_anothers_has_a_longer_id() -> None:
    (plain,) = _rows(STRIKE).events
    rows = rows_of(_report(), _found(STRIKE), "en", {plain["event_id"]})
    (event,) = rows.events
    assert event["event_id"].startswith(f"{plain['event_id']}-")
    assert {row["event_id"] for row in (*rows.named_places, *rows.accounts)} == {event["event_id"]}
