"""The index and its sources: folding, look-ups, and what a broken file is told."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.errors import GazetteerError, InputError
from geotrack.gazetteer.building import INDEX_VERSION, build_index, index_in_memory
from geotrack.gazetteer.curated import read_areas, read_curated
from geotrack.gazetteer.index import Index, open_gazetteer
from geotrack.gazetteer.indexfile import WORLD_PATH, open_index
from geotrack.gazetteer.names import bare_name, fold_name
from geotrack.gazetteer.records import Place, PlaceName

# --- folding ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spellings",
    [
        ["Zakho", "ZAKHO", "Zākhō", "zakho ", "Zakhō"],
        ["زاخو", "زاخۆ", "زاخـو"],
        ["Ba'shiqah", "Baʿshīqah", "Ba’shiqah", "Bashiqah"],
        ["Başika", "BAŞİKA", "Basika"],
        ["Diyarbakır", "DİYARBAKIR", "diyarbakir"],
        ["أربيل", "اربيل", "اربیل", "أَرْبِيل"],
        ["كركوك", "کرکوک"],
        ["العمادية", "العمادیه"],
        ["Al-Amadiyah", "al Amadiyah", "Al ‘Amādīyah"],
        ["Tall ‘Afar", "tall-afar", "Tall_Afar"],
        ["Straße", "STRASSE"],
    ],
)
def test_spellings_of_one_key(spellings: list[str]) -> None:
    assert len({fold_name(name) for name in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("Zakho", "Zakhu"), ("Hewler", "Heuweiler"), ("زاخو", "زاخا"), ("Gara", "Gora")],
)
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


def test_the_article_comes_off_but_never_the_whole_name() -> None:
    assert bare_name(fold_name("Al-Anbar")) == "anbar"
    assert bare_name(fold_name("الأنبار")) == fold_name("أنبار")
    assert bare_name("al") == "al"
    assert bare_name("al ur") == "al ur"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    folded = fold_name(text)
    assert fold_name(folded) == folded
    assert folded == folded.strip()


# --- the index ----------------------------------------------------------------------------

ZAKHO = Place("gn:1", "Zakho", "town", 42.7, 37.1, 3.0, country="IQ", source="a")
ANBAR = Place("gn:2", "Al Anbar", "governorate", 41.6, 33.0, 290.0, country="IQ", source="a")


def test_look_up_finds_by_every_name_and_by_the_bare_one() -> None:
    names = [PlaceName("زاخۆ", "ckb", "b"), PlaceName("Zaxo", "und", "a")]
    index = Index((index_in_memory([(ZAKHO, names), (ANBAR, [])]),))
    for name in ("Zakho", "Zaxo", "زاخو"):
        assert index.look_up(fold_name(name)) == [ZAKHO._replace(n_names=2)]
    assert index.look_up("al anbar") == index.look_up("anbar") == [ANBAR]
    assert index.look_up("nowhere") == []
    assert index.find_place("gn:2") == ANBAR
    assert index.find_place("gn:3") is None
    assert index.names_of("gn:1") == [*names, PlaceName("Zakho", "und", "a")]
    assert index.stats() == {"places": 2, "keys": 5, "kind_town": 1, "kind_governorate": 1}


def test_of_two_records_with_one_id_the_first_database_wins() -> None:
    ours = ZAKHO._replace(longitude=42.68, curated=True)
    index = Index(
        (index_in_memory([(ours, [])]), index_in_memory([(ZAKHO, [PlaceName("Zaxo", "und", "a")])]))
    )
    assert index.look_up("zakho") == [ours]
    assert index.look_up("zaxo") == [ours]
    assert index.find_place("gn:1") == ours


@pytest.fixture
def world(tmp_path: Path) -> Path:
    path = tmp_path / "world.sqlite"
    build_index(path, [(ZAKHO, [])], {"made": "here"})
    return path


def test_an_index_file_is_written_whole_and_read(world: Path) -> None:
    database = open_index(world)
    assert Index((database,)).look_up("zakho") == [ZAKHO]
    database.close()
    with pytest.raises(sqlite3.IntegrityError):
        build_index(world, [(ANBAR, []), (ANBAR, [])], {})
    database = open_index(world)
    assert Index((database,)).look_up("zakho") == [ZAKHO]
    database.close()


def test_a_missing_index(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="is missing from this installation"):
        open_index(tmp_path / "world.sqlite")


def test_an_index_of_another_version(world: Path) -> None:
    database = sqlite3.connect(world)
    database.execute(f"PRAGMA user_version = {INDEX_VERSION + 1}")
    database.close()
    with pytest.raises(GazetteerError, match=f"version {INDEX_VERSION + 1}, this geotrack needs"):
        open_index(world)


@pytest.mark.parametrize("data", [b"no index", b"", b"SQLite format 3\x00" + b"\xff" * 500])
def test_a_file_that_is_no_index(world: Path, data: bytes) -> None:
    world.write_bytes(data)
    with pytest.raises(GazetteerError):
        open_index(world)


def test_a_broken_index_is_said_to_be_broken_by_every_question(tmp_path: Path) -> None:
    path = tmp_path / "world.sqlite"
    database = sqlite3.connect(path)
    database.execute(f"PRAGMA user_version = {INDEX_VERSION}")
    database.execute("CREATE TABLE other (x)")
    database.close()
    index = Index((sqlite3.connect(path),))
    for ask in (lambda: index.look_up("zakho"), lambda: index.find_place("gn:1"),
                lambda: index.names_of("gn:1"), index.stats):  # fmt: skip
        with pytest.raises(GazetteerError, match="cannot be read"):
            ask()
    index.databases[0].close()


def test_the_world_index_holds_the_world() -> None:
    index = Index((open_index(WORLD_PATH),))
    stats = index.stats()
    assert stats["places"] > 200_000
    assert stats["kind_country"] > 190
    assert "gn:323786" in {place.place_id for place in index.look_up("ankara")}


# --- curated files ------------------------------------------------------------------------

HEADER = "place_id,name,kind,longitude,latitude,radius_km,population\n"


@pytest.fixture
def curated(tmp_path: Path) -> Path:
    path = tmp_path / "places.csv"
    path.write_text(HEADER + "gt:zap,Zap,area,43.66,37.13,12,\ngt:x,X,town,43,37,,\n")
    return path


def test_curated_places_with_their_names(curated: Path) -> None:
    curated.with_name("names.csv").write_text("place_id,name,lang,source\ngt:zap,زاب,ar,x\n")
    (zap, names), (town, none) = read_curated(curated)
    assert (zap.place_id, zap.longitude, zap.radius_km, zap.curated) == ("gt:zap", 43.66, 12, True)
    assert names == [PlaceName("زاب", "ar", "x")]
    assert (town.radius_km, none) == (3, [])


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("gt:a,A,hill,43,37,,", "kind 'hill' is none of city, town"),
        ("gt:a,A,town,east,37,,", "longitude 'east' is not a number"),
        ("gt:a,A,town,nan,37,,", "longitude 'nan' is not a number"),
        ("gt:a,A,town,43,37,inf,", "radius_km 'inf' is not a number"),
        ("gt:a,A,town,43,37,,inf", "population 'inf' is not a number"),
        ("gt:a,A,town,43,37,-1,", "cannot be below 0"),
        ("gt:a,A,town,,37,,", "longitude is empty"),
        ("gt:a,A,town,43,,,", "latitude is empty"),
        (",A,town,43,37,,", "place_id is empty"),
        ("gt:a,,town,43,37,,", "name is empty"),
        ("gt:a", "name is empty"),
        ("gt:a,A,town,37,143,,", "is not on the globe"),
        ("gt:zap,A,town,43,37,,", "place_id gt:zap is already used in row 2"),
    ],
)
def test_a_curated_record_that_cannot_be_used(curated: Path, row: str, message: str) -> None:
    curated.write_text(curated.read_text() + row + "\n")
    with pytest.raises(InputError, match=rf"places\.csv row 4: .*{re.escape(message)}"):
        read_curated(curated)


def test_curated_files_that_cannot_be_read(curated: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not there"):
        read_curated(tmp_path / "no.csv")
    with pytest.raises(InputError, match="cannot be read"):
        read_curated(tmp_path)
    curated.write_bytes(HEADER.encode() + "gt:a,Ä,town,43,37,,".encode("latin-1"))
    with pytest.raises(InputError, match="not a UTF-8 CSV file"):
        read_curated(curated)
    curated.write_text("place_id,name\n")
    with pytest.raises(InputError, match=r"places\.csv has no column 'kind'"):
        read_curated(curated)


def test_a_projects_last_file_wins(curated: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "places.csv"
    other.parent.mkdir()
    other.write_text(HEADER + "gt:zap,Zap,area,1,2,12,\n")
    index = open_gazetteer([curated, other])
    assert index.find_place("gt:zap").longitude == 1
    assert open_gazetteer([other, curated]).find_place("gt:zap").longitude == 43.66


def test_areas(tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson"
    assert read_areas(path) == {}
    path.write_text('{"features": [{"id": "gt:a", "geometry": {"type": "Polygon"}}]}')
    assert read_areas(path) == {"gt:a": '{"type":"Polygon"}'}
    path.write_text('{"features": [{"geometry": null}]}')
    with pytest.raises(InputError, match="not a GeoJSON collection with ids"):
        read_areas(path)
