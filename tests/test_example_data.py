"""The example's curated data: nothing sharper, and nothing more, than the five articles tell."""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from geotrack.assembly import assemble
from geotrack.documents.reading import read_reports
from geotrack.project import read_project
from geotrack.tables import records

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
SEEDS = Path(os.environ.get("GEOTRACK_SHARED", ROOT.parent / "shared")) / "seeds"

EVENT_COLUMNS = [
    "event_id",
    "date",
    "date_told",
    "date_basis",
    "title",
    "notes",
    "event_type",
    "sub_event_type",
    "actor1",
    "actor2",
    "fatalities_low",
    "fatalities_high",
    "status",
    "claimed_by",
    "places",
    "venue",
    "topic",
    "report_id",
    "quote",
]
FIGURE_COLUMNS = [
    "figure_id",
    "event_id",
    "places",
    "what",
    "unit",
    "value_low",
    "value_high",
    "date",
    "cumulative",
    "total_of",
    "claimed_by",
    "report_id",
    "quote",
]
REPORT_COLUMNS = [
    "report_id",
    "title",
    "publisher",
    "published",
    "published_basis",
    "language",
    "url",
    "notes",
    "path",
]
CORRECTION_COLUMNS = ["event_id", "name", "column", "old", "new", "reason"]

# ACLED's six types with its 25 sub-types, and ours; both are documented in data/README.md.
SUB_TYPES = {
    "Battles": {
        "Armed clash",
        "Government regains territory",
        "Non-state actor overtakes territory",
    },
    "Explosions/Remote violence": {
        "Air/drone strike",
        "Chemical weapon",
        "Grenade",
        "Remote explosive/landmine/IED",
        "Shelling/artillery/missile attack",
        "Suicide bomb",
    },
    "Violence against civilians": {
        "Abduction/forced disappearance",
        "Attack",
        "Sexual violence",
    },
    "Protests": {
        "Excessive force against protesters",
        "Peaceful protest",
        "Protest with intervention",
    },
    "Riots": {"Mob violence", "Violent demonstration"},
    "Strategic developments": {
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    },
    "Diplomacy and politics": {
        "Agreement",
        "Demand",
        "Election",
        "Legal step",
        "Meeting",
        "Phone call",
        "Planned institution",
        "Statement",
        "Visit",
        "Vote",
    },
    "Other": {"Violence, kind not told"},
}
STATUSES = {"occurred", "planned", "demanded", "alleged", "denied"}
BASES = {"text", "metadata", "analyst", "outside", "none"}

POINT = r"(?:\d{4}(?:-\d{2}(?:-\d{2})?)?|\d{3}X)[?~%]?"
EDTF = re.compile(
    rf"{POINT}|{POINT}/(?:\.\.|{POINT})?|(?:\.\.)?/{POINT}|\[{POINT}\.\.(?:{POINT})?\]"
)
MERGES = {
    "ni-khazali-inan-meeting-001": "ni-khazali-inan-meeting",
    "ni-khazali-withdrawal-demanded-001": "ni-khazali-withdrawal-demanded",
    "ni-khazali-roadmap-demanded-001": "ni-khazali-roadmap-demanded",
    "ni-memorandum-signed-001": "ni-memorandum-signed",
}
# The only days the articles carry; the weekdays of undated articles stay unresolved.
DAYS = {
    "ni-memorandum-signed": "2024-08-15?",
    "ni-ameri-guney-meeting": "2021-11-10",
    "ni-kadhimi-drone-attack": "2021-11-07",
    "ni-erdogan-vow": "2015-12-11?",
}


@cache
def _table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert all(None not in row and None not in row.values() for row in rows), f"ragged row: {name}"
    return rows


def _events() -> dict[str, dict[str, str]]:
    return {row["event_id"]: row for row in _table("events/northern-iraq.csv")}


def _figures() -> dict[str, dict[str, str]]:
    return {row["figure_id"]: row for row in _table("figures.csv")}


def _reports() -> dict[str, dict[str, str]]:
    return {row["report_id"]: row for row in _table("reports.csv")}


def _listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _plain(text: str) -> str:
    """One space between words, straight quotation marks: how quotes are compared."""
    for curly, straight in zip("‘’“”", "''\"\"", strict=True):
        text = text.replace(curly, straight)
    return " ".join(text.split())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _runs(text: str) -> list[tuple[str, ...]]:
    """Every eight consecutive words."""
    words = _words(text)
    return [tuple(words[i : i + 8]) for i in range(len(words) - 7)]


# --- form -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "columns", "key"),
    [
        ("events/northern-iraq.csv", EVENT_COLUMNS, "event_id"),
        ("figures.csv", FIGURE_COLUMNS, "figure_id"),
        ("reports.csv", REPORT_COLUMNS, "report_id"),
        ("corrections.csv", CORRECTION_COLUMNS, ""),
    ],
)
def test_columns_and_ids(name: str, columns: list[str], key: str) -> None:
    rows = _table(name)
    assert rows
    assert list(rows[0]) == columns
    if key:
        ids = [row[key] for row in rows]
        assert [i for i, n in Counter(ids).items() if n > 1 or not i] == []
    assert [cell for row in rows for cell in row.values() if cell != " ".join(cell.split())] == []


def test_vocabularies_of_events() -> None:
    for event_id, row in _events().items():
        assert row["status"] in STATUSES, event_id
        assert row["date_basis"] in BASES, event_id
        assert row["sub_event_type"] in SUB_TYPES[row["event_type"]] | {""}, event_id
        assert row["title"] and row["notes"], event_id


def test_vocabularies_are_documented() -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    named = {*STATUSES, *BASES, *SUB_TYPES["Diplomacy and politics"], *SUB_TYPES["Other"]}
    assert sorted(word for word in named if f"`{word}`" not in readme) == []


def test_every_reference_has_its_target() -> None:
    events, figures, reports = _events(), _figures(), _reports()
    clippings = {report_id for report_id in reports if report_id.startswith("seed-")}
    assert sorted(clippings) == [f"seed-00{number}" for number in range(5)]
    assert {row["report_id"] for row in events.values()} == clippings
    ours = sorted(row["path"] for row in reports.values() if row["path"])
    assert ours == sorted(f"data/reports/{path.name}" for path in (DATA / "reports").iterdir())
    for figure_id, row in figures.items():
        assert row["event_id"] in events, figure_id
        assert row["report_id"] == events[row["event_id"]]["report_id"], figure_id
        assert set(_listed(row["total_of"])) <= set(figures) - {figure_id}, figure_id
    for row in _table("corrections.csv"):
        assert row["reason"]
        if row["event_id"].startswith("x-"):
            # Found in data/reports: a retelling goes into what it retells.
            assert row["column"] == "merge" and row["new"] in events
            continue
        assert row["event_id"] in events
        if row["column"] == "merge":
            assert row["new"] in events and row["new"] != row["event_id"]
        else:
            assert row["column"] == "place"
            assert row["name"] in _listed(events[row["event_id"]]["places"])


def test_figures_are_well_formed() -> None:
    events = _events()
    for figure_id, row in _figures().items():
        assert row["cumulative"] in {"yes", "no"}, figure_id
        assert row["what"] and row["unit"], figure_id
        low, high = int(row["value_low"]), row["value_high"]
        assert high == "" or low <= int(high), figure_id
        assert set(_listed(row["places"])) <= set(_listed(events[row["event_id"]]["places"]))


def test_quotes_are_short() -> None:
    for row in [*_events().values(), *_figures().values()]:
        assert 1 <= len(row["quote"].split()) <= 12, row["quote"]


# --- dates: no sharper than told --------------------------------------------------------------


def test_dates_are_edtf_and_say_what_carries_them() -> None:
    dated = [(r["event_id"], r["date"], r["date_basis"]) for r in _events().values()]
    clippings = [row for row in _reports().values() if not row["path"]]
    dated += [(r["report_id"], r["published"], r["published_basis"]) for r in clippings]
    for name, date, basis in dated:
        assert (date == "") == (basis == "none"), name
        assert not date or EDTF.fullmatch(date), name
        assert ("?" in date or "%" in date) == (basis == "outside"), name


def test_only_four_events_have_a_day() -> None:
    """Every other date is a month, a year, an interval or blank."""
    days = {i: r["date"] for i, r in _events().items() if re.fullmatch(r"[\d-]{10}\??", r["date"])}
    assert days == DAYS


def test_unresolved_weekdays() -> None:
    weekday = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
    allowed = {"2015-12?", "2023-10?", "[2024-08-15?..]"}
    told = {i: r["date"] for i, r in _events().items() if weekday.search(r["date_told"])}
    assert len(told) == 7
    assert set(told.values()) == allowed


def test_undated_reports_lend_no_sharper_date() -> None:
    """003 and 004 reach no further than their month, 000 and 001 than "after the memorandum"."""
    reports, events = _reports(), _events().values()
    assert reports["seed-000"]["published"] == reports["seed-001"]["published"] == "[2024-08-15?..]"
    assert reports["seed-002"]["published"] == "2021-11-10"
    assert reports["seed-003"]["published"] == "2015-12?"
    assert reports["seed-004"]["published"] == "2023-10?"
    dates = {key: {r["date"] for r in events if r["report_id"] == key} - {""} for key in reports}
    assert dates["seed-000"] == {"[2024-08-15?..]", "2024-08-15?", "2022-04", "2015%/.."}
    assert dates["seed-001"] == {"[2024-08-15?..]", "2019/"}
    assert dates["seed-003"] == {"2015-12?", "2015-12-11?"}
    assert dates["seed-004"] == {"2023-10?"}


def test_relative_dates_of_the_dated_report() -> None:
    events = _events()
    assert events["ni-turkish-parliament-vote"]["date"] == "[2021-10-25..2021-10-31]"
    assert events["ni-iraqi-elections"]["date"] == "2021-10"
    assert events["ni-iraqi-parliament-vote"]["date"] == "2020-01"
    assert events["ni-baghdad-killings"]["date"] == "[2021-10..2021-11-07]"
    # Nothing of 2021 is drawn on to the newest report of 2024: no open ends in this one.
    told = [row["date"] for row in events.values() if row["report_id"] == "seed-002"]
    assert not any(date.endswith(("..", "..]", "/")) for date in told)


# --- the tricky ones --------------------------------------------------------------------------


def test_one_operation_at_five_places() -> None:
    row = _events()["ni-strikes-metina-asos"]
    assert _listed(row["places"]) == ["Metina", "Hakurk", "Zap", "Gara", "Asos"]
    assert row["claimed_by"] == "Turkish Ministry of Defense"
    assert row["fatalities_low"] == row["fatalities_high"] == ""


def test_killing_of_soleimani_has_neither_day_nor_place() -> None:
    row = _events()["ni-soleimani-muhandes-killed"]
    assert row["places"] == row["venue"] == row["topic"] == ""
    assert row["date"] == "[2019-12..2020-01]"
    assert row["date_basis"] == "analyst"


def test_fatalities_as_told() -> None:
    told = {
        i: (r["fatalities_low"], r["fatalities_high"])
        for i, r in _events().items()
        if r["fatalities_low"] or r["fatalities_high"]
    }
    assert told == {
        "ni-soleimani-muhandes-killed": ("2", ""),
        "ni-baghdad-killings": ("5", ""),
        "ni-kadhimi-drone-attack": ("0", ""),
        "ni-anbar-bomb": ("5", "5"),
    }


def test_anbar_is_the_governorate_and_nobody_adds_a_place() -> None:
    events = _events()
    assert events["ni-anbar-bomb"]["places"] == "Al Anbar Governorate"
    assert events["ni-kadhimi-drone-attack"]["places"] == ""
    assert events["ni-tanks-deployed"]["places"] == ""
    assert events["ni-demonstration-december-2015"]["places"] == ""
    assert events["ni-abbasi-visit"]["venue"] == ""
    where = [r[c] for r in events.values() for c in ("places", "venue", "topic")]
    assert not any("Ramadi" in cell or "New York" in cell for cell in where)
    assert [i for i, r in events.items() if "Ankara" in r["places"] + r["venue"]] == [
        "ni-ankara-attack"
    ]
    assert sorted(i for i, r in events.items() if r["venue"]) == [
        "ni-ameri-guney-meeting",
        "ni-khazali-inan-meeting",
        "ni-sinirlioglu-fidan-visit",
        "ni-tehran-visit",
    ]


def test_what_did_not_occur_does_not_claim_to() -> None:
    events = _events()
    for event_id in ("ni-coordination-centre-baghdad", "ni-training-centre-bashiqa"):
        assert events[event_id]["status"] == "planned"
        assert events[event_id]["places"] in {"Baghdad", "Bashiqa"}
    for event_id, row in events.items():
        if row["status"] in {"planned", "demanded", "denied"}:
            assert row["date"] == "", f"{event_id}: what did not occur has no date"
        if row["status"] in {"demanded", "denied"}:
            assert row["places"] == "", f"{event_id}: a demand has a topic, not a scene"
        if event_id.endswith("-alleged"):
            assert row["status"] == "alleged"
            assert row["claimed_by"]


def test_two_accounts_of_one_meeting_are_joined_and_another_is_not() -> None:
    rows = [r for r in _table("corrections.csv") if not r["event_id"].startswith("x-")]
    merges = {r["event_id"]: r["new"] for r in rows if r["column"] == "merge"}
    assert merges == MERGES
    events = _events()
    for merged, kept in merges.items():
        assert (events[merged]["report_id"], events[kept]["report_id"]) == ("seed-001", "seed-000")
    assert "ni-ameri-guney-meeting" not in {*merges, *merges.values()}


def test_what_our_reports_retell_is_found_and_joined_with_what_was_curated() -> None:
    """The smoke test of extraction: five documents in five formats, each happening shown once."""
    assembled = assemble(read_project(ROOT), cached=False)
    tables, told = assembled.tables, assembled.extraction
    assert len(tables["rejects"]) == 0
    assert told["documents"] == 5
    merges = [r for r in _table("corrections.csv") if r["event_id"].startswith("x-")]
    assert told["events"] == len(merges) == 8
    assert not any(event_id.startswith("x-") for event_id in tables["events"]["event_id"])
    assert len(tables["events"]) == 70
    formats = {row["path"].rpartition(".")[2] for row in _reports().values() if row["path"]}
    assert formats == {"txt", "md", "html", "eml", "docx"}
    retold = {row["new"] for row in merges}
    accounts = [a for a in records(tables["accounts"]) if a["event_id"] in retold]
    texts = {row["report_id"]: row["text"] for row in records(tables["reports"])}
    ours = [a for a in accounts if a["report_id"].startswith("own-")]
    assert {a["event_id"] for a in ours} == retold
    for a in ours:
        quote = texts[a["report_id"]][int(a["start"]) : int(a["end"])]
        assert " ".join(quote.split()) == a["quote"]


def test_the_camp_is_not_the_town() -> None:
    camp = {r["event_id"] for r in _table("corrections.csv") if r["new"] == "gt:bashiqa-camp"}
    assert camp == {"ni-bashiqa-presence", "ni-bashiqa-camp-set-up"}
    assert "ni-training-centre-bashiqa" not in camp


def test_bases_are_counted_over_joint_areas_and_the_total_is_not_drawn() -> None:
    figures = _figures()
    parts = {"nf-bases-zakho-amedi": "56", "nf-bases-mergasur-sidakan": "18"}
    for figure_id, value in parts.items():
        assert figures[figure_id]["value_low"] == figures[figure_id]["value_high"] == value
        assert len(_listed(figures[figure_id]["places"])) == 2
        assert figures[figure_id]["claimed_by"].startswith("Community Peacemaker Teams")
    totals = [row for row in figures.values() if "74" in (row["value_low"], row["value_high"])]
    assert len(totals) == 1
    assert totals[0]["places"] == ""
    assert _listed(totals[0]["total_of"]) == list(parts)


def test_other_figures() -> None:
    figures = _figures()
    targets = figures["nf-targets-58"]
    assert (targets["value_low"], targets["cumulative"]) == ("58", "yes")
    assert targets["places"] == "northern Iraq"
    tanks = figures["nf-tanks"]
    assert (tanks["value_low"], tanks["value_high"], tanks["places"]) == ("20", "25", "")
    killed = figures["nf-baghdad-killed"]
    assert (killed["value_low"], killed["value_high"]) == ("5", "")


# --- against the articles themselves, where they are at hand ----------------------------------


def _articles() -> dict[str, str]:
    files = sorted(SEEDS.glob("00[0-4]_*.txt"))
    if len(files) != 5:
        pytest.skip(f"the five articles are not at hand in {SEEDS} (they are not redistributed)")
    return {f"seed-{file.name[:3]}": file.read_text(encoding="utf-8") for file in files}


def test_quotes_stand_in_their_article() -> None:
    articles = {report_id: _plain(text) for report_id, text in _articles().items()}
    for row in [*_events().values(), *_figures().values()]:
        quote, text = _plain(row["quote"]), articles[row["report_id"]]
        assert re.search(rf"(?<!\w){re.escape(quote)}(?!\w)", text), quote
    for row in _events().values():
        assert _plain(row["date_told"]) in articles[row["report_id"]], row["date_told"]


def test_no_sentence_of_an_article_is_copied() -> None:
    """No run of eight words of any article stands outside the column `quote`, or in our reports."""
    runs = {run for text in _articles().values() for run in _runs(text)}
    texts = [(DATA / "README.md").read_text(encoding="utf-8")]
    texts += list(read_reports([DATA / "reports"], ROOT).reports["text"])
    for name in ("events/northern-iraq.csv", "figures.csv", "reports.csv", "corrections.csv"):
        texts += [c for row in _table(name) for column, c in row.items() if column != "quote"]
    copied = [" ".join(run) for text in texts for run in _runs(text) if run in runs]
    assert copied == []
