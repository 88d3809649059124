"""GIS files: points come out where they lie, shapes never as pins, hostile files not at all."""

from __future__ import annotations

import json
import sqlite3
import sys
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiPoint, Point, Polygon

from geotrack.areas import distance_km
from geotrack.errors import FormatError, InputError
from geotrack.readers import kml
from geotrack.readers.gis import read_gis_table
from geotrack.readers.kml import read_kml_table
from geotrack.readers.parquet import read_parquet_table
from geotrack.readers.shapes import circle_about
from geotrack.tables import records
from tests.readers.taken import only, reasons, taken

ZAKHO = Point(42.6859, 37.1487)
SQUARE = Polygon([(42.6, 37.1), (42.8, 37.1), (42.8, 37.2), (42.6, 37.2)])


def layer(*shapes: Any, crs: Any = 4326, **columns: list[Any]) -> gpd.GeoDataFrame:
    names = columns or {"title": [f"Event {i}" for i in range(len(shapes))]}
    return gpd.GeoDataFrame(names, geometry=list(shapes), crs=crs)


def place(path: Path, **read: str) -> dict[str, Any]:
    return only(taken(path, **read).named_places)


FORMATS = [("a.gpkg", "GPKG"), ("a.shp", "ESRI Shapefile"), ("a.fgb", "FlatGeobuf")]


@pytest.mark.parametrize(("name", "driver"), FORMATS)
def test_points(tmp_path: Path, name: str, driver: str) -> None:
    frame = layer(ZAKHO, date=["2024-08-15"], title=["Strike"], place=["Zakho"], deaths=[3])
    frame.to_file(tmp_path / name, driver=driver)
    found = taken(tmp_path / name)
    event, spot = only(found.events), only(found.named_places)
    assert (event["date"], event["title"], event["fatalities_low"]) == ("2024-08-15", "Strike", 3)
    assert (spot["name"], spot["longitude"], spot["latitude"]) == ("Zakho", 42.6859, 37.1487)
    assert not reasons(found)


@pytest.mark.parametrize(("name", "driver"), FORMATS)
def test_another_reference_system_is_reprojected(tmp_path: Path, name: str, driver: str) -> None:
    layer(ZAKHO).to_crs(32638).to_file(tmp_path / name, driver=driver)
    spot = place(tmp_path / name)
    assert (spot["longitude"], spot["latitude"]) == pytest.approx((42.6859, 37.1487))


def test_metres_without_a_reference_system_are_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="crs"):
        layer(Point(300_000, 4_100_000), crs=None).to_file(tmp_path / "a.shp")
    with pytest.raises(InputError, match="are no degrees; save it in WGS 84"):
        taken(tmp_path / "a.shp")


def test_degrees_without_a_reference_system_are_said_to_be_a_guess(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="crs"):
        layer(ZAKHO, crs=None).to_file(tmp_path / "a.shp")
    assert any("taken for WGS 84" in reason for reason in reasons(taken(tmp_path / "a.shp")))


@pytest.mark.parametrize("shape", [SQUARE, LineString([(42.6, 37.1), (42.8, 37.2)]),
                                   MultiPoint([(42.6, 37.1), (42.8, 37.2)])])  # fmt: skip
def test_what_is_no_point_is_an_area_and_says_so(tmp_path: Path, shape: Any) -> None:
    layer(shape, ZAKHO).to_file(tmp_path / "a.gpkg")
    found = taken(tmp_path / "a.gpkg")
    area, spot = records(found.named_places)
    assert (area["geo_precision"], spot["geo_precision"]) == ("area", "exact")
    corner = distance_km(area["longitude"], area["latitude"], 42.6, 37.1)
    assert corner <= area["radius_km"] < corner + 1
    assert sum("the circle around it" in reason for reason in reasons(found)) == 1


def test_a_shape_as_wide_as_a_country_is_not_drawn(tmp_path: Path) -> None:
    layer(Polygon([(38, 30), (48, 30), (48, 37), (38, 37)])).to_file(tmp_path / "a.gpkg")
    assert place(tmp_path / "a.gpkg")["geo_precision"] == "country"


_degrees = st.tuples(st.floats(-179, 179), st.floats(-89, 89))


@given(st.lists(_degrees, min_size=2, max_size=6))
def test_the_circle_holds_every_vertex(vertices: list[tuple[float, float]]) -> None:
    cells, kind = circle_about(MultiPoint(vertices))
    assert kind == "MultiPoint"
    x, y, radius_km = (float(cells[c]) for c in ("longitude", "latitude", "radius_km"))
    assert all(distance_km(x, y, *vertex) <= radius_km + 0.001 for vertex in vertices)


def test_layers(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    layer(ZAKHO, title=["first"]).to_file(path, layer="one")
    layer(ZAKHO, title=["second"]).to_file(path, layer="two")
    found = taken(path)
    assert only(found.events)["title"] == "first"
    assert reasons(found) == ["only layer 'one' is read; set [read] layer to read another"]
    assert only(taken(path, layer="two").events)["title"] == "second"
    with pytest.raises(InputError, match="has no layer 'three'; it has: one, two"):
        taken(path, layer="three")


def test_names_that_a_shapefile_cut_are_made_whole(tmp_path: Path) -> None:
    layer(ZAKHO, title=["x"], sub_event_=["Armed clash"], fatalities=[1]).to_file(
        tmp_path / "a.shp"
    )
    assert only(taken(tmp_path / "a.shp").events)["sub_event_type"] == "Armed clash"


def test_a_zipped_shapefile(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    layer(ZAKHO).to_file(tmp_path / "in" / "a.shp")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for part in (tmp_path / "in").iterdir():
            archive.write(part, part.name)
    assert place(tmp_path / "a.zip")["longitude"] == 42.6859
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("a.shp", b"<OGRVRTDataSource/>")
    with pytest.raises(InputError, match=r"a\.shp is not a shapefile"):
        taken(tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("a.txt", b"")
    with pytest.raises(InputError, match="holds 0 shapefiles"):
        taken(tmp_path / "c.zip")


def test_a_shapefile_without_its_table(tmp_path: Path) -> None:
    layer(ZAKHO).to_file(tmp_path / "a.shp")
    (tmp_path / "a.dbf").unlink()
    with pytest.raises(InputError, match=r"is several files; \.dbf is not beside it"):
        taken(tmp_path / "a.shp")


@pytest.mark.parametrize("name", ["a.gpkg", "a.shp", "a.fgb"])
def test_a_file_that_is_something_else_never_reaches_gdal(tmp_path: Path, name: str) -> None:
    # GDAL would open this and read whatever file or address it names.
    (tmp_path / name).write_text(
        "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource>"
        "</OGRVRTLayer></OGRVRTDataSource>",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="does not begin as one"):
        read_gis_table(tmp_path / name)
    with pytest.raises(InputError, match="is not there"):
        read_gis_table(tmp_path / f"no-{name}")


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE VIEW v AS WITH RECURSIVE r(x) AS (SELECT 1 UNION SELECT x + 1 FROM r) SELECT x",
        "CREATE VIRTUAL TABLE v USING fts5(body)",
        "CREATE TABLE v (a TEXT, b TEXT GENERATED ALWAYS AS (zeroblob(1e9)) VIRTUAL)",
    ],
)
def test_a_database_that_computes_is_refused(tmp_path: Path, sql: str) -> None:
    layer(ZAKHO).to_file(tmp_path / "a.gpkg")
    base = sqlite3.connect(tmp_path / "a.gpkg")
    base.execute(sql)
    base.commit()
    base.close()
    with pytest.raises(InputError, match="'v' is computed when it is read"):
        read_gis_table(tmp_path / "a.gpkg")


def test_a_database_that_is_no_geopackage(tmp_path: Path) -> None:
    base = sqlite3.connect(tmp_path / "a.gpkg")
    base.execute("CREATE TABLE a (b)")
    base.commit()
    base.close()
    with pytest.raises(InputError, match="an SQLite database but no GeoPackage"):
        read_gis_table(tmp_path / "a.gpkg")
    (tmp_path / "b.gpkg").write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)
    with pytest.raises(InputError, match="is damaged"):
        read_gis_table(tmp_path / "b.gpkg")


# --- Parquet ------------------------------------------------------------------------------


def test_geoparquet(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    frame = layer(ZAKHO, SQUARE, date=["2024-08-15", "2024"], title=["a", "b"], deaths=[2, None])
    frame.to_crs(3857).to_parquet(tmp_path / "a.parquet")
    found = taken(tmp_path / "a.parquet")
    assert found.events["fatalities_low"].tolist()[0] == 2
    spots = records(found.named_places)
    assert (spots[0]["longitude"], spots[0]["geo_precision"]) == (
        pytest.approx(42.6859), "exact",
    )  # fmt: skip
    assert spots[1]["geo_precision"] == "area"


def test_plain_parquet(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    frame = layer(ZAKHO, date=["2024"], title=["a"]).drop(columns="geometry")
    frame.to_parquet(tmp_path / "a.parquet")
    assert only(taken(tmp_path / "a.parquet").events)["title"] == "a"
    (tmp_path / "b.parquet").write_bytes(b"PAR1" + b"\0" * 40)
    with pytest.raises(InputError, match=r"b\.parquet is not a Parquet file"):
        taken(tmp_path / "b.parquet")
    with pytest.raises(InputError, match="is not there"):
        read_parquet_table(tmp_path / "c.parquet")


def test_without_pyarrow_the_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    with pytest.raises(FormatError, match=r"pip install 'geotrack\[parquet\]'"):
        read_parquet_table(tmp_path / "a.parquet")


# --- KML ----------------------------------------------------------------------------------

KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Folder><name>2024</name><Folder><name>August</name>
<Placemark><name>Strike</name><description><![CDATA[<b>near</b> the road]]></description>
<TimeStamp><when>2024-08-15T10:00:00Z</when></TimeStamp>
<ExtendedData><Data name="place"><value>Zakho</value></Data>
<SchemaData><SimpleData name="killed">3</SimpleData></SchemaData></ExtendedData>
<Point><coordinates> 42.6859,37.1487,0 </coordinates></Point></Placemark></Folder></Folder>
<Placemark><name>Patrol</name><TimeSpan><begin>2024-08</begin><end>2024-09</end></TimeSpan>
<LineString><coordinates>42.6,37.1 42.8,37.2</coordinates></LineString></Placemark>
<Placemark><name>Talks</name><TimeSpan><begin>2024</begin></TimeSpan></Placemark>
<NetworkLink><Link><href>http://example.org/more.kml</href></Link></NetworkLink>
</Document></kml>"""


def check_kml(path: Path) -> None:
    found = taken(path)
    one, two, three = records(found.events)
    assert (one["title"], one["notes"], one["date"]) == ("Strike", "near the road", "2024-08-15")
    assert one["fatalities_low"] == 3
    assert json.loads(one["extra"]) == {"folder": "2024 / August"}
    assert (two["date"], three["date"]) == ("2024-08/2024-09", "2024/..")
    spots = records(found.named_places)
    assert (spots[0]["name"], spots[0]["longitude"]) == ("Zakho", 42.6859)
    assert spots[1]["geo_precision"] == "area"
    told = [(row["column"], row["value"]) for row in records(found.rejects)]
    assert told == [("geometry", "1 LineString"), ("NetworkLink", "1")]


def test_kml(tmp_path: Path) -> None:
    (tmp_path / "a.kml").write_text(KML, encoding="utf-8")
    check_kml(tmp_path / "a.kml")


def test_kmz(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.writestr("files/picture.png", b"x")
        archive.writestr("doc.kml", KML)
    check_kml(tmp_path / "a.kmz")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('<!DOCTYPE kml [<!ENTITY a "b">]><kml><Placemark><name>&a;</name></Placemark></kml>',
         "declares a document type"),
        ('<!DOCTYPE k [<!ENTITY a SYSTEM "file:///etc/passwd">]><kml>&a;</kml>',
         "declares a document type"),
        ("<kml><Placemark></kml>", "is not KML that can be read"),
        ("<html><body/></html>", "is not KML but XML of 'html'"),
        ("<kml/>", "holds no placemarks"),
        ("<kml><Placemark><Point><coordinates>a,b</coordinates></Point></Placemark></kml>",
         "placemark 1: its coordinates are broken: 'a,b'"),
    ],
)  # fmt: skip
def test_what_is_no_kml(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "a.kml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_kml_table(tmp_path / "a.kml")


def test_a_kmz_that_unpacks_to_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kml, "MAX_UNPACKED", 1000)
    with zipfile.ZipFile(tmp_path / "a.kmz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", "<kml>" + " " * 100_000 + "</kml>")
    with pytest.raises(InputError, match="unpacks to more than"):
        read_kml_table(tmp_path / "a.kmz")
    (tmp_path / "b.kmz").write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(InputError, match="damaged or cut off"):
        read_kml_table(tmp_path / "b.kmz")


@given(st.binary(max_size=200))
def test_any_bytes_are_kml_or_an_error(data: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.kml"
        path.write_bytes(b"<kml>" + data)
        try:
            read_kml_table(path)
        except InputError as error:
            assert str(error).startswith("a.kml")
