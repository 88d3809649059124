"""Files of places -> packs: every format, what is refused, and what becomes one place."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import sqlite3
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.errors import InputError
from geotrack.gazetteer.building import build_index
from geotrack.gazetteer.importing.kinds import KIND_OF_CODE, KIND_OF_PLACETYPE
from geotrack.gazetteer.importing.making import Made, Options, make_pack
from geotrack.gazetteer.importing.reading import detect_format
from geotrack.gazetteer.importing.rows import MAX_NAME, MAX_NAMES, language_tag, name_fault
from geotrack.gazetteer.importing.tabular import match_place_columns
from geotrack.gazetteer.importing.uniting import United
from geotrack.gazetteer.index import Index
from geotrack.gazetteer.indexfile import index_facts, open_index
from geotrack.gazetteer.names import fold_name
from geotrack.gazetteer.records import Place, PlaceName
from geotrack.schema import PLACE_KINDS
from tests.projects import ROOT

SHARED = Path(os.environ.get("GEOTRACK_SHARED", ROOT.parent / "shared")) / "regional-gazetteers"


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A world of three places."""
    path = tmp_path / "world.sqlite"
    zakho = Place("gn:89570", "Zakho", "town", 42.69, 37.15, 3.0, "IQ", "Duhok", "Zakho", 95_052)
    soran = Place("gn:1", "Soran", "town", 44.54, 36.66, 3.0, "IQ", "Erbil", population=125_000)
    metina = Place("gt:metina", "Metina", "area", 43.45, 37.13, 15.0, "IQ", curated=True,
                   same_as="wof:77", source="by hand")  # fmt: skip
    build_index(path, [(zakho, [PlaceName("زاخو", "ar")]), (soran, []), (metina, [])], {})
    return path


def line(geonameid: object, name: str, **told: object) -> str:
    """A line of a GeoNames dump."""
    cells = {"ascii": name, "others": "", "lat": 37.1, "lon": 42.6, "class_": "P", "code": "PPL",
             "country": "IQ", "admin1": "", "admin2": "", "population": 0} | told  # fmt: skip
    order = "ascii others lat lon class_ code country cc2 admin1 admin2 a3 a4 population"
    listed = [geonameid, name, *(cells.get(key, "") for key in order.split())]
    listed += ["", 0, "Asia/Baghdad", "2024-01-01"]
    return "\t".join(map(str, listed)) + "\n"


def made(tmp_path: Path, world: Path, *files: Path, **options: object) -> tuple[Made, Index]:
    """A pack of files and the index it opens as."""
    settings = Options(**options)  # type: ignore[arg-type]
    done = make_pack(files, tmp_path / "pack.sqlite", settings, world=world)
    return done, Index((open_index(done.path),))


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def reasons(done: Made) -> list[tuple[str, str, str]]:
    """(row, column, reason) of the list of rejects."""
    if done.reject_file is None:
        return []
    with done.reject_file.open(encoding="utf-8", newline="") as file:
        return [(row["row"], row["column"], row["reason"]) for row in csv.DictReader(file)]


# --- GeoNames -----------------------------------------------------------------------------


def test_a_dump_with_divisions_and_tagged_names(tmp_path: Path, world: Path) -> None:
    dump = "".join([
        line(97270, "Duhok", class_="A", code="ADM1", admin1="08"),
        line(90, "Amedi District", class_="A", code="ADM2", admin1="08", admin2="7"),
        line(99611, "Amedi", admin1="08", admin2="7", population=11_000, others="Amêdî,Amadiya"),
        line(5, "A Hotel", class_="S", code="HTL"),
        line(6, "Old Town", code="PPLH"),
    ])  # fmt: skip
    names = (
        "1\t99611\tckb\tئامێدی\t1\t\t\t\n"
        "2\t99611\tlink\thttps://example.org\t\t\t\t\n"
        "3\t99611\t\tAmadiya\t\t\t\t\n"
        "4\t4\ten\tOf no place here\t\t\t\t\n"
    )
    files = (write(tmp_path / "IQ.txt", dump), write(tmp_path / "names.txt", names))
    done, index = made(tmp_path, world, *files)
    assert done.places == 4
    assert done.left_out == {"S.HTL": 1}
    assert done.rejects == 0
    (amedi,) = index.look_up("amedi")
    assert amedi.place_id == "gn:99611"
    assert (amedi.kind, amedi.admin1, amedi.admin2, amedi.country) == (
        "town", "Duhok", "Amedi District", "IQ",
    )  # fmt: skip
    assert index.look_up(fold_name("ئامێدی")) == [amedi]
    assert set(index.names_of("gn:99611")) == {
        PlaceName("ئامێدی", "ckb", "geonames"),
        PlaceName("Amadiya", "und", "geonames"),
        PlaceName("Amêdî", "und", "geonames"),
        PlaceName("Amedi", "und", "geonames"),
    }
    division = index.find_place("gn:90")
    assert division is not None
    assert (division.kind, division.admin1, division.admin2) == ("district", "Duhok", "")
    assert index.find_place("gn:6").confidence == "low"  # type: ignore[union-attr]
    assert index.look_up("a hotel") == index.look_up("of no place here") == []


def test_division_names_from_geonames_own_lists(tmp_path: Path, world: Path) -> None:
    dump = write(tmp_path / "IQ.txt", line(7, "Sheladize", admin1="08", admin2="7"))
    codes = write(tmp_path / "codes.txt", "IQ.08\tDuhok\tDuhok\t97270\nIQ.08.7\tAmedi\tAmedi\t90\n")
    _, index = made(tmp_path, world, dump, codes)
    (place,) = index.look_up("sheladize")
    assert (place.admin1, place.admin2) == ("Duhok", "Amedi")


def test_division_names_off_the_world_where_no_list_gives_them(tmp_path: Path, world: Path) -> None:
    dump = line(89570, "Zakho", admin1="08", admin2="3") + line(7, "Hiror", admin1="08", admin2="3")
    _, index = made(tmp_path, world, write(tmp_path / "IQ.txt", dump))
    (place,) = index.look_up("hiror")
    assert (place.admin1, place.admin2) == ("Duhok", "Zakho")


def test_all_features_are_taken_when_asked_for(tmp_path: Path, world: Path) -> None:
    dump = write(tmp_path / "IQ.txt", line(5, "A Hotel", class_="S", code="HTL"))
    done, index = made(tmp_path, world, dump, everything=True)
    assert done.left_out == {}
    assert index.look_up("a hotel")[0].kind == "area"


FAULTS = {
    "off the globe": (line(1, "X", lat=91), "latitude", "latitude 91 is not on the globe"),
    "longitude": (line(1, "X", lon=-180.5), "longitude", "longitude -180.5 is not on the globe"),
    "no number": (line(1, "X", lat="north"), "latitude", "latitude is not a number"),
    "not finite": (line(1, "X", lat="nan"), "latitude", "latitude is not a number"),
    "nowhere": (line(1, "X", lat=0, lon=0), "longitude", "0, 0 stands for an unknown coordinate"),
    "no name": (line(1, " "), "name", "the name is empty"),
    "nul": (line(1, "A\x00B"), "name", "the name holds characters that are no text"),
    "replaced": (line(1, "A\ufffdB"), "name", "the name holds characters that are no text"),
    "twice read": (line(1, "ZÃ¤kho"), "name",
                   "the name was read in the wrong encoding: save the file as UTF-8 again"),
    "long": (line(1, "x" * 201), "name", "the name is longer than 200 characters"),
    "id": (line("9999999999", "X"), "geonameid", "geonameid is not a number from 1 to 134,217,727"),
    "people": (line(1, "X", population=-5), "population",
               "population is not a number from 0 to 10,000,000,000"),
    "code": (line(1, "X", code="no code"), "feature code",
             "unknown kind: no feature code of GeoNames"),
    "short": ("1\tX\n", "", "2 columns; a GeoNames dump has 19"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_row_that_cannot_be_used_is_a_reject(fault: str, tmp_path: Path, world: Path) -> None:
    text, column, reason = FAULTS[fault]
    good = line(2, "Good")
    done, index = made(
        tmp_path, world, write(tmp_path / "IQ.txt", good * 1 + text + line(3, "Fair"))
    )
    assert reasons(done) == [("2", column, reason)]
    assert done.places == 2
    assert index.look_up("good")
    assert index.look_up("fair")


def test_bytes_that_are_no_utf_8_are_a_reject(tmp_path: Path, world: Path) -> None:
    data = line(2, "Good").encode() + line(3, "Bad").encode().replace(b"Bad", b"Ba\xe7d", 1)
    done, _ = made(tmp_path, world, write(tmp_path / "IQ.txt", data))
    assert reasons(done) == [("2", "name", "the name holds characters that are no text")]


def test_a_name_that_is_broken_leaves_the_place(tmp_path: Path, world: Path) -> None:
    many = ",".join(f"n{number}" for number in range(MAX_NAMES + 10))
    text = line(2, "Good", others="fine,bro\x01ken") + line(3, "Famous", others=many)
    done, index = made(tmp_path, world, write(tmp_path / "IQ.txt", text))
    assert [(row, column) for row, column, _ in reasons(done)] == [
        ("1", "alternatenames"), ("2", "alternatenames"),
    ]  # fmt: skip
    assert {name.name for name in index.names_of("gn:2")} == {"Good", "fine"}
    assert len(index.names_of("gn:3")) == MAX_NAMES + 1


def test_an_id_used_twice_keeps_the_first(tmp_path: Path, world: Path) -> None:
    text = line(2, "First", lat=30) + line(3, "Other") + line(2, "Second")
    done, index = made(tmp_path, world, write(tmp_path / "IQ.txt", text))
    assert reasons(done) == [
        ("3", "place_id", "place_id gn:2 stands in row 1 of IQ.txt already"),
    ]
    assert index.find_place("gn:2").name == "First"  # type: ignore[union-attr]


def test_the_list_of_rejects_is_no_formula_and_goes_when_all_is_well(
    tmp_path: Path, world: Path
) -> None:
    bad = write(tmp_path / "IQ.txt", line(2, "Good") + line(3, "=1+1", lat=99))
    done, _ = made(tmp_path, world, bad)
    assert done.reject_file is not None
    assert ",=1" not in done.reject_file.read_text("utf-8")
    made(tmp_path, world, write(tmp_path / "IQ.txt", line(2, "Good")))
    assert not done.reject_file.exists()


# --- archives and whole files -------------------------------------------------------------


def archive(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members.items():
            packed.writestr(name, text)
    return path


def test_a_zip_is_read_without_unpacking_it(tmp_path: Path, world: Path) -> None:
    path = archive(tmp_path / "IQ.zip", {"readme.txt": "about", "IQ.txt": line(2, "Good")})
    done, index = made(tmp_path, world, path)
    assert done.formats == {"IQ.zip": "geonames"}
    assert index.look_up("good")
    assert not (tmp_path / "IQ.txt").exists()


@pytest.mark.parametrize("name", ["../IQ.txt", "/etc/IQ.txt", "a/../../IQ.txt", "C:\\IQ.txt"])
def test_a_member_that_leads_out_is_refused(name: str, tmp_path: Path, world: Path) -> None:
    path = archive(tmp_path / "IQ.zip", {name: line(2, "Good")})
    with pytest.raises(InputError, match="leads out of it"):
        made(tmp_path, world, path)


def test_a_zip_cut_off_is_refused(tmp_path: Path, world: Path) -> None:
    path = archive(
        tmp_path / "IQ.zip", {"IQ.txt": "".join(line(i, f"P{i}") for i in range(1, 900))}
    )
    whole = path.read_bytes()
    for length in (10, len(whole) // 2, len(whole) - 10):
        path.write_bytes(whole[:length])
        with pytest.raises(InputError, match=r"IQ\.zip .*(cut off|binary)"):
            made(tmp_path, world, path)


def test_gzip_cut_off_is_refused(tmp_path: Path, world: Path) -> None:
    data = gzip.compress(("".join(line(i, f"P{i}") for i in range(1, 9000))).encode())
    path = write(tmp_path / "IQ.txt.gz", data[: len(data) // 2])
    with pytest.raises(InputError, match=r"IQ\.txt\.gz is cut off or damaged"):
        made(tmp_path, world, path)


def test_a_bomb_is_refused(tmp_path: Path, world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geotrack.gazetteer.importing.reading._SMALL", 500_000)
    path = archive(tmp_path / "IQ.zip", {"IQ.txt": line(2, "Good") * 20_000})
    with pytest.raises(InputError, match="unpacks to more than 200 times its size"):
        made(tmp_path, world, path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty"),
        ("name,remarks\nX,y\n", "no column for the longitude"),
        ("PNG\x00\x00\n", "binary"),
        ("[1, 2]", "no GeoJSON"),
        (line(1, "X", lat=95), "no row of .* can be used.*row 1: latitude 95"),
    ],
)
def test_a_file_of_no_use_leaves_the_old_pack(
    text: str, told: str, tmp_path: Path, world: Path
) -> None:
    done, _ = made(tmp_path, world, write(tmp_path / "IQ.txt", line(2, "Good")))
    before = done.path.read_bytes()
    import re

    with pytest.raises(InputError, match=re.compile(told, re.DOTALL)):
        made(tmp_path, world, write(tmp_path / "new.txt", text))
    assert done.path.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "IQ.txt", "new.txt", "pack.sqlite", "world.sqlite",
    ]  # fmt: skip


def test_names_alone_are_no_places(tmp_path: Path, world: Path) -> None:
    path = write(tmp_path / "names.txt", "1\t99611\tckb\tئامێدی\t\t\t\t\n")
    with pytest.raises(InputError, match="give the dump as well"):
        made(tmp_path, world, path)


# --- Who's On First -----------------------------------------------------------------------

WOF = "wof_id,placetype,name,lat,lon,geonameid,population,names\n"


def test_whos_on_first(tmp_path: Path, world: Path) -> None:
    text = WOF + (
        "11,locality,Sheladize,37.03,43.79,8664143,,Şêladizê|شێلادزێ\n"
        "12,locality,Nameless,37.5,43.5,,,\n"
        "13,timezone,Asia/Baghdad,33,44,,,\n"
        "14,locality,Sheladze,37.031,43.791,8664143,,Sheladzê\n"
        "15,neighbourhood,Far,38.5,43.79,8664143,,\n"
        "16,locality,,37,43,,,\n"
    )
    done, index = made(tmp_path, world, write(tmp_path / "wof_iq.csv", text))
    assert done.left_out == {"timezone": 1}
    assert reasons(done) == [("7", "name", "the name is empty")]
    (place,) = index.look_up("sheladize")
    assert (place.place_id, place.country) == ("gn:8664143", "IQ")
    assert place.same_as == "wof:11;wof:14"
    assert index.look_up(fold_name("Sheladzê")) == [place]
    assert index.find_place("wof:14") == place
    # It has the same GeoNames id but lies elsewhere: its own place.
    assert index.look_up("far")[0].place_id == "wof:15"
    assert index.find_place("wof:12").name == "Nameless"  # type: ignore[union-attr]


# --- any table ----------------------------------------------------------------------------


def test_a_table_with_names_in_languages(tmp_path: Path, world: Path) -> None:
    text = (
        "ID;Name;name_ar;Lon;Lat;Type;Country;Province;aliases;geonameid;remarks\n"
        "7;Hiror;هرور;43.2;37.2;village;iq;Duhok;Hirur|Hirure:ku;;x\n"
        "8;Benavi;;43.3;37.3;hamlet;IQ;Duhok;;123;x\n"
        "9;Base 9;;43.4;37.3;military base;IQ;;;;x\n"
        "7;Twice;;43.4;37.9;village;IQ;;;;x\n"
    )
    path = write(tmp_path / "own.csv", "\ufeff" + text)
    done, index = made(tmp_path, world, path, source="A survey of 2024")
    assert reasons(done) == [("5", "place_id", "place_id own:7 stands in row 2 of own.csv already")]
    hiror = index.find_place("own:7")
    assert hiror is not None
    assert (hiror.kind, hiror.country, hiror.admin1) == ("village", "IQ", "Duhok")
    assert hiror.source == "A survey of 2024"
    assert {(n.name, n.lang) for n in index.names_of("own:7")} == {
        ("Hiror", "und"), ("هرور", "ar"), ("Hirur", "und"), ("Hirure", "ku"),
    }  # fmt: skip
    assert index.find_place("own:8") == index.find_place("gn:123")
    assert index.look_up("base 9")[0].kind == "base"


@pytest.mark.parametrize(
    ("header", "row", "column", "reason"),
    [
        ("kind", "castle", "kind", "unknown kind; there are: "),
        ("parent_id", "p1", "parent_id", "the place is its own parent"),
        ("country", "IRQ", "country", "country is no two-letter code such as IQ"),
        ("radius_km", "-1", "radius_km", "radius_km is not a number from 0"),
        ("geonameid", "x", "geonameid", "geonameid is not a number"),
    ],
)
def test_a_cell_that_cannot_be_used(
    header: str, row: str, column: str, reason: str, tmp_path: Path, world: Path
) -> None:
    text = f"id,name,lon,lat,{header}\np0,Good,43,37,\np1,Bad,43,37,{row}\n"
    done, _ = made(tmp_path, world, write(tmp_path / "own.csv", text))
    (told,) = reasons(done)
    assert told[:2] == ("3", column)
    assert told[2].startswith(reason)


def test_geojson_is_read_a_feature_at_a_time(tmp_path: Path, world: Path) -> None:
    point = {"type": "Feature", "id": 4, "properties": {"name": "Point", "names": ["Punkt"]},
             "geometry": {"type": "Point", "coordinates": [43.5, 37.5]}}  # fmt: skip
    ring = [[43, 37], [44, 37], [44, 38], [43, 38], [43, 37]]
    area = {"type": "Feature", "properties": {"name": "Area", "kind": "area"},
            "geometry": {"type": "Polygon", "coordinates": [ring]}}  # fmt: skip
    bare = {"type": "Feature", "properties": {"name": "Nowhere"}, "geometry": None}
    collection = {"type": "FeatureCollection", "name": "x", "features": [point, area, bare]}
    whole = write(tmp_path / "own.geojson", json.dumps(collection, indent=1))
    done, index = made(tmp_path, world, whole)
    assert reasons(done) == [("3", "longitude", "longitude is not a number")]
    assert index.look_up("punkt")[0].place_id == "own:4"
    (found,) = index.look_up("area")
    assert (found.longitude, found.latitude) == (43.5, 37.5)
    lines = write(tmp_path / "own.geojsonl", "\n".join(map(json.dumps, (point, area))))
    assert made(tmp_path, world, lines)[0].places == 2
    cut = write(tmp_path / "cut.geojson", json.dumps(collection)[:-60])
    with pytest.raises(InputError, match="cut off"):
        made(tmp_path, world, cut)


def test_a_workbook(tmp_path: Path, world: Path) -> None:
    import xlsxwriter

    path = tmp_path / "own.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["name", "longitude", "latitude", "population"])
        sheet.write_row(1, 0, ["Hiror", 43.2, 37.2, 12])
        sheet.write_row(2, 0, ["Bad", 443.2, 37.2, 12])
    done, index = made(tmp_path, world, path)
    assert reasons(done) == [("3", "longitude", "longitude 443.2 is not on the globe")]
    assert index.look_up("hiror")[0].population == 12
    with pytest.raises(InputError, match="is not a workbook"):
        made(tmp_path, world, write(tmp_path / "no.xlsx", "text"))


def test_an_own_encoding(tmp_path: Path, world: Path) -> None:
    data = "name,lon,lat\nزاخولي,43,37\n".encode("windows-1256")
    path = write(tmp_path / "own.csv", data)
    with pytest.raises(InputError, match="no text"):
        made(tmp_path, world, path)
    _, index = made(tmp_path, world, path, encoding="windows-1256")
    assert index.look_up(fold_name("زاخولي"))
    with pytest.raises(InputError, match="no encoding 'klingon'"):
        made(tmp_path, world, path, encoding="klingon")
    wide = write(tmp_path / "wide.csv", "name,lon,lat\nزاخولي,43,37\n".encode("utf-16"))
    assert made(tmp_path, world, wide)[0].places == 1


# --- two sources for one place ------------------------------------------------------------


def test_what_the_world_knows_is_united_and_filled_up(tmp_path: Path, world: Path) -> None:
    text = WOF + (
        "21,locality,Zaxo,37.1487,42.6859,89570,,\n"  # by id
        "22,locality,Soran,36.655,44.545,,,\n"  # by name and nearness
        "23,locality,Soran,36.10,44.54,,,\n"  # too far
        "24,county,Zakho,37.15,42.69,,,\n"  # a district is no town
        "77,neighbourhood,Matin,37.2,43.5,,,متين\n"  # by the curated record's other id
    )
    done, index = made(tmp_path, world, write(tmp_path / "wof_iq.csv", text))
    assert done.united == United(2, 1)
    zakho = index.find_place("gn:89570")
    assert zakho is not None
    # The point is the pack's; what it did not tell is the world's.
    assert (zakho.name, zakho.longitude) == ("Zaxo", 42.6859)
    assert (zakho.population, zakho.kind, zakho.admin1) == (95_052, "town", "Duhok")
    soran = index.find_place("wof:22")
    assert soran is not None
    assert (soran.same_as, soran.population) == ("gn:1", 125_000)
    assert index.find_place("wof:23").same_as == ""  # type: ignore[union-attr]
    assert index.find_place("wof:24").same_as == ""  # type: ignore[union-attr]
    # A place curated in the world stays as it is, and gets the pack's names.
    metina = index.find_place("wof:77")
    assert metina is not None
    assert (metina.place_id, metina.longitude, metina.curated) == ("gt:metina", 43.45, True)
    assert index.look_up(fold_name("متين")) == [metina]
    both = Index((*index.databases, open_index(world)))
    assert [place.place_id for place in both.look_up("soran")] == ["wof:22", "wof:23"]
    assert both.look_up(fold_name("زاخو"))[0].place_id == "gn:89570"
    assert both.look_up(fold_name("زاخو"))[0].name == "Zaxo"
    assert {name.name for name in both.names_of("gn:89570")} == {"Zaxo", "Zakho", "زاخو"}
    assert both.find_place("gn:1") == soran


def test_a_district_that_goes_by_its_towns_id_is_cut_from_it(tmp_path: Path, world: Path) -> None:
    text = WOF + "24,county,Zakho,37.2,42.8,89570,,\n25,locality,Other,37.0,43.0,,,\n"
    done, index = made(tmp_path, world, write(tmp_path / "wof_iq.csv", text))
    assert done.united == United(0, 0)
    assert index.find_place("gn:89570") is None
    both = Index((*index.databases, open_index(world)))
    kinds = {place.place_id: place.kind for place in both.look_up("zakho")}
    assert kinds == {"wof:24": "district", "gn:89570": "town"}


def test_a_pack_of_another_version_is_named(tmp_path: Path, world: Path) -> None:
    from geotrack.errors import GazetteerError

    done, index = made(tmp_path, world, write(tmp_path / "IQ.txt", line(2, "Good")))
    index.databases[0].close()
    database = sqlite3.connect(done.path)
    database.execute("PRAGMA user_version = 1")
    database.close()
    with pytest.raises(
        GazetteerError, match=r"pack\.sqlite has version 1.*`geotrack places import`"
    ):
        open_index(done.path)


def test_the_same_files_make_the_same_bytes(tmp_path: Path, world: Path) -> None:
    text = "".join(line(i, f"Place {i}", others=f"P{i},Q{i}") for i in range(1, 500))
    path = write(tmp_path / "IQ.txt", text)
    one = made(tmp_path, world, path)[0].path.read_bytes()
    assert made(tmp_path, world, path)[0].path.read_bytes() == one
    with open_index(tmp_path / "pack.sqlite") as database:
        facts = index_facts(database)
    assert (facts["places"], facts["countries"], facts["sources"]) == ("499", "1", "IQ.txt")


# --- parsers and vocabularies -------------------------------------------------------------


def test_every_kind_is_one_of_ours() -> None:
    assert set(KIND_OF_CODE.values()) | set(KIND_OF_PLACETYPE.values()) <= set(PLACE_KINDS)


@given(st.text(max_size=300))
def test_a_name_without_fault_is_text_of_bounded_length(text: str) -> None:
    if not name_fault(text):
        assert 0 < len(text) <= MAX_NAME
        assert "\x00" not in text
        text.encode("utf-8")


@given(st.text(max_size=20))
def test_a_language_tag_is_settled_at_once(text: str) -> None:
    tag = language_tag(text)
    assert language_tag(tag) == tag
    assert tag.isascii()


@given(st.binary(max_size=400))
def test_no_bytes_bring_down_an_import(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    path = write(folder / "any.txt", data)
    try:
        detect_format(path)
        make_pack([path], folder / "pack.sqlite", world=_empty(folder))
    except InputError as error:
        assert "any.txt" in str(error) or "line" in str(error)


def _empty(folder: Path) -> Path:
    build_index(folder / "world.sqlite", [], {})
    return folder / "world.sqlite"


def test_two_headers_for_one_column_keep_the_first() -> None:
    assert match_place_columns(["name", "title", "x", "y"], "a.csv") == {
        "name": "name", "x": "longitude", "y": "latitude",
    }  # fmt: skip


# --- the real packs -----------------------------------------------------------------------


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no regional gazetteers in {SHARED}")
def test_the_real_pack_of_iraq(tmp_path: Path) -> None:
    done = make_pack([SHARED / "wof_iq.csv.gz"], tmp_path / "iq.sqlite")
    assert done.places > 22_800
    assert done.united.by_id > 200
    index = Index((open_index(done.path),))
    text = gzip.decompress((SHARED / "wof_iq.csv.gz").read_bytes()).decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))[::97]
    for row in rows:
        for name in (row["name"], *filter(None, row["names"].split("|"))):
            found = index.look_up(fold_name(name))
            ids = {i for place in found for i in (place.place_id, *place.same_as.split(";"))}
            assert f"wof:{row['wof_id']}" in ids, (name, row["wof_id"])
