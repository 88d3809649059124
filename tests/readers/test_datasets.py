"""Published datasets, made to their column lists: what their columns and codes become."""

from __future__ import annotations

import json
import math
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.errors import InputError
from geotrack.readers.dialects import DIALECTS, dialect_of
from geotrack.readers.dialects.acled import event_type
from geotrack.readers.dialects.cameo import ROOTS
from geotrack.readers.dialects.cameo import event_type as type_of_cameo
from geotrack.readers.dialects.polecat import TYPES
from geotrack.readers.dialects.timelines import without_tags
from geotrack.readers.dialects.ucdp import sources
from geotrack.readers.gdelt_header import COLUMNS, gdelt_header
from geotrack.schema import EVENT_TYPES, column_names
from geotrack.tables import records
from tests.readers.taken import only, reasons, taken, write_table

# --- ACLED --------------------------------------------------------------------------------

ACLED = {
    "event_id_cnty": "IRQ1", "event_date": "16 May 2025", "year": "2025", "time_precision": "1",
    "disorder_type": "Demostrations", "event_type": "Protests",
    "sub_event_type": "Peaceful protest", "actor1": "Protesters (Iraq)",
    "assoc_actor_1": "Teachers", "inter1": "6", "actor2": "", "assoc_actor_2": "", "inter2": "0",
    "interaction": "60", "civilian_targeting": "", "iso": "368", "region": "Middle East",
    "country": "Iraq", "admin1": "Duhok", "admin2": "Zakho", "admin3": "", "location": "Zakho",
    "latitude": "37.1487", "longitude": "42.6859", "geo_precision": "1",
    "source": "Rudaw; Shafaq News", "source_scale": "National", "notes": "On 16 May ...",
    "fatalities": "0", "tags": "crowd size=no report", "timestamp": "1747699200",
}  # fmt: skip


def test_acled_csv(tmp_path: Path) -> None:
    week = ACLED | {"event_id_cnty": "IRQ2", "event_date": "2025-05-16", "time_precision": "2",
                    "geo_precision": "3", "event_type": "Explosions/Remote Violance"}  # fmt: skip
    found = taken(write_table(tmp_path / "a.csv", ACLED, week))
    one, two = records(found.events)
    assert (one["event_id"], one["date"], one["event_type"]) == ("IRQ1", "2025-05-16", "Protests")
    assert one["fatalities_high"] == 0
    assert two["date"] == "[2025-05-12..2025-05-18]"
    assert two["event_type"] == "Explosions/Remote violence"
    places = records(found.named_places)
    assert [p["geo_precision"] for p in places] == ["town", "admin1"]
    assert places[0]["name"] == "Zakho"
    assert places[0]["parents"] == "Zakho, Duhok, Iraq"
    assert found.reports["publisher"].tolist() == ["Rudaw", "Shafaq News"]
    extra = json.loads(one["extra"])
    assert extra["disorder_type"] == "Demonstrations"
    assert (extra["inter1"], extra["assoc_actor_1"]) == ("Protesters", "Teachers")
    assert "inter2" not in extra
    assert not reasons(found)


def test_acled_from_the_api(tmp_path: Path) -> None:
    path = tmp_path / "acled.json"
    answer = {"status": 200, "success": True, "count": 1, "data": [ACLED | {"fatalities": 3}]}
    path.write_text(json.dumps(answer), encoding="utf-8")
    event = only(taken(path).events)
    assert (event["event_id"], event["fatalities_low"]) == ("IRQ1", 3)


def test_acled_in_a_workbook_with_a_column_of_ones_own(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append([*ACLED, "status"])
    book.active.append([*ACLED.values(), "claimed"])
    book.save(tmp_path / "a.xlsx")
    event = only(taken(tmp_path / "a.xlsx").events)
    assert (event["event_id"], event["status"]) == ("IRQ1", "alleged")


@given(st.text(max_size=40))
def test_a_type_is_one_of_acleds_or_what_it_was(text: str) -> None:
    assert event_type(text) in (*EVENT_TYPES[:6], text)


# --- UCDP ---------------------------------------------------------------------------------

UCDP = {
    "id": "214797.0", "relid": "SYR-2016-1", "year": "2016", "active_year": "1",
    "code_status": "Clear", "type_of_violence": "1", "conflict_dset_id": "299",
    "conflict_new_id": "299", "conflict_name": "Syria: Government", "dyad_dset_id": "11973",
    "dyad_new_id": "11973", "dyad_name": "Government of Syria - insurgents",
    "side_a_dset_id": "118", "side_a_new_id": "118", "side_a": "Government of Syria",
    "side_b_dset_id": "4456", "side_b_new_id": "4456", "side_b": "Syrian insurgents",
    "number_of_sources": "2",
    "source_article": '"SOHR,2016-01-02,Shells; raids";"BBC,2016-01-03,B"',
    "source_office": "SOHR;BBC", "source_date": "2016-01-02;2016-01-03",
    "source_headline": "Shells; raids;B", "source_original": "SOHR", "where_prec": "1",
    "where_coordinates": "Teir Maaleh village", "where_description": "", "adm_1": "Homs",
    "adm_2": "Ar Rastan", "latitude": "34.802462", "longitude": "36.707602", "geom_wkt": "",
    "priogrid_gid": "179714", "country": "Yemen (North Yemen)", "country_id": "652",
    "region": "Middle East", "event_clarity": "1", "date_prec": "1", "date_start": "2016-01-01",
    "date_end": "2016-01-01", "deaths_a": "2", "deaths_b": "2", "deaths_civilians": "0",
    "deaths_unknown": "0", "best": "4", "high": "6", "low": "3", "gwnoa": "652", "gwnob": "",
}  # fmt: skip


def test_ucdp(tmp_path: Path) -> None:
    found = taken(write_table(tmp_path / "g.csv", UCDP))
    event, place = only(found.events), only(found.named_places)
    assert (event["event_id"], event["date"]) == ("214797", "2016-01-01")
    assert event["title"] == "Government of Syria – Syrian insurgents: Teir Maaleh village"
    assert (event["event_type"], event["sub_event_type"]) == ("Battles", "State-based violence")
    assert (event["fatalities_low"], event["fatalities_high"]) == (3, 6)
    assert json.loads(event["extra"])["best"] == "4"
    assert (place["geo_precision"], place["coded"]) == ("exact", "yes")
    assert place["parents"] == "Ar Rastan, Homs, Yemen"
    told = [(r["publisher"], r["published"], r["title"]) for r in records(found.reports)]
    assert told == [("SOHR", "2016-01-02", "Shells; raids"), ("BBC", "2016-01-03", "B")]
    assert not reasons(found)


@pytest.mark.parametrize(
    ("code", "precision", "radius_km"),
    [("1", "exact", 0.1), ("2", "area", 25), ("3.0", "admin2", 30), ("4", "admin1", 60),
     ("5", "country", 500), ("6", "country", 500), ("7", "country", 500), ("", "area", 25)],
)  # fmt: skip
def test_where_prec(tmp_path: Path, code: str, precision: str, radius_km: float) -> None:
    found = taken(write_table(tmp_path / "g.csv", UCDP | {"where_prec": code}))
    place = only(found.named_places)
    assert (place["geo_precision"], place["radius_km"]) == (precision, radius_km)


@pytest.mark.parametrize(
    ("code", "end", "date"),
    [("1", "2016-01-01", "2016-01-01"), ("2", "2016-01-04", "[2016-01-01..2016-01-04]"),
     ("4.0", "2016-01-31", "[2016-01-01..2016-01-31]"),
     ("5", "2016-12-31", "[2016-01-01..2016-12-31]")],
)  # fmt: skip
def test_date_prec(tmp_path: Path, code: str, end: str, date: str) -> None:
    row = UCDP | {"date_prec": code, "date_end": end}
    assert only(taken(write_table(tmp_path / "g.csv", row)).events)["date"] == date


def test_one_sided_violence_and_aggregates(tmp_path: Path) -> None:
    row = UCDP | {"type_of_violence": "3", "event_clarity": "2", "side_b": "Civilians"}
    event = only(taken(write_table(tmp_path / "g.csv", row)).events)
    assert event["event_type"] == "Violence against civilians"
    assert "aggregate" in event["notes"]


def test_an_early_ucdp_table_without_precision_is_no_pin(tmp_path: Path) -> None:
    row = {"id": "1", "year": "2017", "month": "7", "day": "31", "country": "Iraq",
           "type_of_violence": "State-based violence", "conflict_name": "", "side_a": "A",
           "side_b": "B", "latitude": "34.531094", "longitude": "43.162796", "low_death": "5",
           "best_death": "6", "high_death": "7"}  # fmt: skip
    found = taken(write_table(tmp_path / "g.csv", row))
    assert only(found.named_places)["geo_precision"] == "area"
    event = only(found.events)
    assert (event["date"], event["fatalities_low"]) == ("2017-07-31", 5)


@given(st.text(alphabet='ab;",- 20160', max_size=30), st.lists(st.sampled_from("AB"), max_size=3))
def test_as_many_sources_as_offices(headline: str, offices: list[str]) -> None:
    found = sources("", ";".join(offices), ";".join(["2016-01-01"] * len(offices)), headline)
    assert [office for office, _, _ in found] == offices


# --- GDELT --------------------------------------------------------------------------------


def gdelt_line(**cells: str) -> str:
    row = dict.fromkeys(COLUMNS, "") | {
        "GLOBALEVENTID": "881990832", "SQLDATE": "20191024", "MonthYear": "201910",
        "Year": "2019", "FractionDate": "2019.8", "Actor1Name": "TURKEY", "Actor2Name": "KURDS",
        "EventCode": "195", "EventRootCode": "19", "ActionGeo_Type": "4",
        "ActionGeo_FullName": 'Dahuk, Dahuk (general), "Iraq', "ActionGeo_Lat": "36.8671",
        "ActionGeo_Long": "42.9885", "SOURCEURL": "https://example.org/a",
    }  # fmt: skip
    return "\t".join((row | cells).values())


def test_gdelt_without_header(tmp_path: Path) -> None:
    path = tmp_path / "20191024143000.export.CSV"
    lines = [gdelt_line(), gdelt_line(GLOBALEVENTID="2", ActionGeo_Type="1", EventCode="1452")]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = taken(path)
    one, two = records(found.events)
    assert (one["event_id"], one["date"]) == ("881990832", "2019-10-24")
    assert (one["event_type"], one["sub_event_type"]) == (
        "Explosions/Remote violence", "Air/drone strike",
    )  # fmt: skip
    assert one["title"] == 'Turkey – Kurds: Air/drone strike (Dahuk, Dahuk (general), "Iraq)'
    assert two["event_type"] == "Riots"
    assert [p["geo_precision"] for p in records(found.named_places)] == ["town", "country"]
    assert found.named_places["name"].tolist()[0] == 'Dahuk, Dahuk, "Iraq'
    assert json.loads(one["extra"])["EventCode"] == "195"
    assert not reasons(found)


def test_gdelt_with_a_header_from_bigquery(tmp_path: Path) -> None:
    row = dict(zip(COLUMNS, gdelt_line().split("\t"), strict=True))
    row["ActionGeo_Type"] = "5"
    found = taken(write_table(tmp_path / "bq.csv", row))
    assert only(found.named_places)["geo_precision"] == "admin1"


def test_widths_of_gdelt_files() -> None:
    assert len(gdelt_header(gdelt_line())) == 61
    assert len(gdelt_header("\t".join(gdelt_line().split("\t")[:58]))) == 58
    assert gdelt_header("\t".join(gdelt_line().split("\t")[:40])) == ()


def test_every_root_code_has_a_type_of_ours() -> None:
    assert len(ROOTS) == 20
    assert {type_of_cameo(code + "0") for code in ROOTS} <= set(EVENT_TYPES)


# --- GTD ----------------------------------------------------------------------------------

GTD = {
    "eventid": "201408150001", "iyear": "2014", "imonth": "8", "iday": "0", "approxdate": "",
    "extended": "0", "resolution": "", "country": "95", "country_txt": "Iraq", "region": "10",
    "provstate": "Nineveh", "city": "Sinjar", "latitude": "36.3209", "longitude": "41.8761",
    "specificity": "1", "vicinity": "0", "location": "The incident occurred in a village.",
    "summary": "08/15/2014: Assailants ...", "doubtterr": "1", "attacktype1": "2",
    "attacktype1_txt": "Armed Assault", "targtype1": "4", "targtype1_txt": "Military",
    "target1": "Checkpoint", "gname": "ISIL", "guncertain1": "1", "nkill": "2.5", "nwound": "3",
    "scite1": '"A headline," Agency, August 16, 2014.', "scite2": "", "dbsource": "START",
}  # fmt: skip


def test_gtd(tmp_path: Path) -> None:
    found = taken(write_table(tmp_path / "gtd.csv", GTD))
    event, place = only(found.events), only(found.named_places)
    assert (event["event_id"], event["date"]) == ("201408150001", "2014-08")
    assert event["event_type"] == "Battles"
    assert (event["actor1"], event["actor2"]) == ("ISIL (suspected)", "Checkpoint")
    assert (event["fatalities_low"], event["fatalities_high"]) == (2, 3)
    assert "in doubt" in event["notes"]
    assert (place["name"], place["parents"]) == ("Sinjar", "Nineveh, Iraq")
    assert place["geo_precision"] == "town"
    assert only(found.reports)["title"] == '"A headline," Agency, August 16, 2014.'


@pytest.mark.parametrize(
    ("specificity", "vicinity", "precision"),
    [("1", "1", "area"), ("2", "0", "admin2"), ("3.0", "0", "admin2"), ("4", "0", "admin1"),
     ("5", "0", "country")],
)  # fmt: skip
def test_specificity(tmp_path: Path, specificity: str, vicinity: str, precision: str) -> None:
    row = GTD | {"specificity": specificity, "vicinity": vicinity}
    found = taken(write_table(tmp_path / "gtd.csv", row))
    assert only(found.named_places)["geo_precision"] == precision


def test_what_gtd_does_not_know_is_empty(tmp_path: Path) -> None:
    row = GTD | {"gname": "Unknown", "city": "Unknown", "nkill": "-99", "imonth": "0",
                 "attacktype1": "9", "attacktype1_txt": "Unknown"}  # fmt: skip
    found = taken(write_table(tmp_path / "gtd.csv", row))
    event = only(found.events)
    assert (event["date"], event["actor1"], event["event_type"]) == ("2014", "", "")
    assert math.isnan(event["fatalities_low"])
    assert only(found.named_places)["name"] == "Nineveh, Iraq"


# --- POLECAT ------------------------------------------------------------------------------

_WHO = ("Name", "Country", "COW", "Title", "Name Raw")
POLECAT = (
    {"Event ID": "P1", "Event Date": "2023-03-05", "Event Type": "ASSAULT",
     "Event Mode": "aerial", "Intensity": "-8", "Quad Code": "MATERIAL CONFLICT",
     "Contexts": "military"}
    | {f"Actor {part}": "TUR" for part in _WHO} | {"Primary Actor Sector": "MIL"}
    | {f"Recipient {part}": "PKK" for part in _WHO} | {"Primary Recipient Sector": "REB"}
    | {"Placename": "Zakho", "City": "Zakho", "District": "Zakho", "Province": "Duhok",
       "Country": "Iraq", "Latitude": "37.1487", "Longitude": "42.6859", "GeoNames ID": "84068",
       "Raw Placename": "zakho", "Feature Type": "PPLA2", "Source": "Agency; Iraq",
       "Publication Date": "2023-03-06", "Story People": "", "Story Organizations": "",
       "Story Locations": "", "Language": "en", "Version": "1"}
)  # fmt: skip


def test_polecat(tmp_path: Path) -> None:
    text = write_table(tmp_path / "p.csv", POLECAT, separator="\t").read_text("utf-8")
    path = tmp_path / "ngecEvents.DV.2023.txt"
    # A lone quotation mark in a cell, as news has them.
    path.write_text(text.replace("zakho", '"zakho'), encoding="utf-8")
    found = taken(path)
    event, place = only(found.events), only(found.named_places)
    assert (event["event_id"], event["date"]) == ("P1", "2023-03-05")
    assert event["sub_event_type"] == "Air/drone strike"
    assert event["status"] == "occurred"
    assert (place["name"], place["geo_precision"]) == ("Zakho", "town")
    report = only(found.reports)
    assert (report["publisher"], report["published"]) == ("Agency, Iraq", "2023-03-06")
    assert not reasons(found)


@pytest.mark.parametrize(
    ("cells", "kind", "status"),
    [({"Event Mode": "firearms"}, "Battles", "occurred"),
     ({"Event Mode": "firearms", "Primary Recipient Sector": "CVL"},
      "Violence against civilians", "occurred"),
     ({"Event Type": "PROTEST", "Event Mode": "riot"}, "Riots", "occurred"),
     ({"Event Type": "CONSULT", "Event Mode": "future"}, "Diplomacy and politics", "planned"),
     ({"Event Type": "RETREAT", "Contexts": "a;negation"}, "Strategic developments", "denied")],
)  # fmt: skip
def test_plover_types_and_modes(
    tmp_path: Path, cells: dict[str, str], kind: str, status: str
) -> None:
    event = only(taken(write_table(tmp_path / "p.tsv", POLECAT | cells, separator="\t")).events)
    assert (event["event_type"], event["status"]) == (kind, status)


@pytest.mark.parametrize(
    ("cells", "precision"),
    [({"Feature Type": "ADM1"}, "admin1"), ({"Feature Type": "PCLI"}, "country"),
     ({"Feature Type": "MT"}, "area"), ({"Feature Type": ""}, "town"),
     ({"Feature Type": "", "City": ""}, "admin2"),
     ({"Feature Type": "", "City": "", "District": "", "Province": ""}, "country")],
)  # fmt: skip
def test_polecat_precision(tmp_path: Path, cells: dict[str, str], precision: str) -> None:
    found = taken(write_table(tmp_path / "p.tsv", POLECAT | cells, separator="\t"))
    assert only(found.named_places)["geo_precision"] == precision


def test_every_plover_type_has_one_of_ours() -> None:
    assert len(TYPES) == 16
    assert set(TYPES.values()) <= set(EVENT_TYPES)


# --- TimelineJS and timemap ---------------------------------------------------------------

SLIDE = {
    "Year": "2024", "Month": "8", "Day": "15", "Time": "", "End Year": "2024", "End Month": "9",
    "End Day": "", "End Time": "", "Display Date": "", "Headline": "<b>Strike</b> &amp; fire",
    "Text": "<p>What is known</p>", "Media": "https://example.org/p.jpg", "Media Credit": "Agency",
    "Media Caption": "", "Media Thumbnail": "", "Type": "", "Group": "Air strike", "Background": "",
}  # fmt: skip


def test_timelinejs_sheet(tmp_path: Path) -> None:
    title = SLIDE | {"Year": "", "Month": "", "Day": "", "Headline": "All of it", "Type": "title"}
    found = taken(write_table(tmp_path / "t.csv", title, SLIDE))
    event = only(found.events)
    assert event["date"] == "2024-08-15/2024-09"
    assert (event["title"], event["notes"]) == ("Strike & fire", "What is known")
    assert (event["event_type"], event["sub_event_type"]) == (
        "Explosions/Remote violence", "Air strike",
    )  # fmt: skip
    report = only(found.reports)
    assert (report["publisher"], report["url"]) == ("Agency", "https://example.org/p.jpg")
    assert reasons(found) == ["left out: the timeline's title is no event (All of it)"]


def test_timelinejs_json(tmp_path: Path) -> None:
    slide = {"start_date": {"year": 2024, "month": "8"},
             "text": {"headline": "Strike"},
             "media": {"url": "https://example.org/a"}, "group": "G"}  # fmt: skip
    path = tmp_path / "t.json"
    path.write_text(json.dumps({"title": {"text": {}}, "events": [slide]}), encoding="utf-8")
    event = only(taken(path).events)
    assert (event["date"], event["title"], event["event_type"]) == ("2024-08", "Strike", "G")


@given(st.text(max_size=60))
def test_tags_are_taken_off_any_text(text: str) -> None:
    assert without_tags(f"<b>{text.replace('<', '').replace('&', '')}</b>").strip() == (
        text.replace("<", "").replace("&", "").strip()
    )


TIMEMAP = {
    "id": "E1", "description": "Tank seen near Zakho. It moved on.", "date": "8/9/2024",
    "time": "10:00", "location": "Zakho", "latitude": "37.1487", "longitude": "42.6859",
    "category": "Armour", "association1": "Alpha", "source1": "S1", "source2": "S2",
}  # fmt: skip


def test_timemap_sheet(tmp_path: Path) -> None:
    found = taken(write_table(tmp_path / "events.csv", TIMEMAP))
    event = only(found.events)
    assert (event["date"], event["title"]) == ("2024-08-09", "Tank seen near Zakho.")
    assert event["event_type"] == "Armour"
    assert found.accounts["report_id"].tolist() == ["S1", "S2"]


def test_timemap_json(tmp_path: Path) -> None:
    event = {k: v for k, v in TIMEMAP.items() if k not in ("association1", "source1", "source2")}
    event |= {"associations": ["Alpha"], "sources": ["S1", "S2"]}
    path = tmp_path / "events.json"
    path.write_text(json.dumps([event]), encoding="utf-8")
    found = taken(path)
    assert found.accounts["report_id"].tolist() == ["S1", "S2"]


def test_timemaps_categories_hold_no_events(tmp_path: Path) -> None:
    row = {"category": "Armour", "description": "Tanks", "group": "Military"}
    with pytest.raises(InputError, match="holds no events; give its table of events"):
        taken(write_table(tmp_path / "categories.csv", row))


def test_timemaps_sources_are_reports(tmp_path: Path) -> None:
    row = {"id": "S1", "title": "A video", "thumbnail": "", "paths": '["https://example.org/v"]'}
    with pytest.raises(InputError, match=r"name it as inputs\.reports"):
        taken(write_table(tmp_path / "sources.csv", row))


# --- all ----------------------------------------------------------------------------------


def test_every_rule_reads_a_column_of_ours_or_a_private_one_of_theirs() -> None:
    ours = {"events": column_names("intake"), "reports": column_names("reports"), "": []}
    for dialect in DIALECTS.values():
        for rule in dialect.rules:
            private = "private" in rule.how
            assert rule.column in ours[dialect.table] or private, (dialect.name, rule.column)


def test_a_persons_own_table_is_no_dataset() -> None:
    assert dialect_of(["date", "title", "place", "type", "source", "notes", "id"]) is None


def test_a_dataset_that_is_asked_for_must_be_there(tmp_path: Path) -> None:
    path = write_table(tmp_path / "a.csv", {"date": "2024", "title": "x", "place": "Zakho"})
    with pytest.raises(InputError, match="has not the columns of UCDP GED: it lacks id"):
        taken(path, format="ucdp")


def test_a_dataset_is_read_when_asked_for(tmp_path: Path) -> None:
    # Without `eventid` no column tells that this is of the GTD.
    row = {k: v for k, v in GTD.items() if k != "eventid"}
    found = taken(write_table(tmp_path / "a.csv", row), format="gtd")
    assert only(found.events)["event_type"] == "Battles"


def test_what_the_project_says_of_a_header_wins(tmp_path: Path) -> None:
    from geotrack.inputs import read_events
    from geotrack.project import read_project

    write_table(tmp_path / "a.csv", ACLED)
    (tmp_path / "geotrack.toml").write_text(
        '[inputs]\nevents = "a.csv"\n[columns]\ntags = "title"\nlocation = ""\nadmin2 = "places"\n',
        encoding="utf-8",
    )
    project = read_project(tmp_path)
    found = read_events(tmp_path / "a.csv", "a.csv", project)
    assert only(found.events)["title"] == "crowd size=no report"
    assert only(found.named_places)["name"] == "Zakho"
    assert "location" not in json.loads(only(found.events)["extra"])
