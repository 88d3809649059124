"""The world index as it is built: points, names and parents of every class of places."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from geotrack.areas import distance_km
from geotrack.gazetteer.index import Index
from geotrack.gazetteer.indexfile import WORLD_PATH, open_index
from geotrack.gazetteer.names import fold_name
from geotrack.gazetteer.records import ABBREVIATION, DEMONYM, Place, PlaceName
from geotrack.gazetteer.world.divisions import spot_of_cities
from geotrack.gazetteer.world.posts import airport_records
from geotrack.gazetteer.world.regions import middle_of
from geotrack.schema import PLACE_KINDS


@pytest.fixture(scope="module")
def world() -> Iterator[Index]:
    database = open_index(WORLD_PATH)
    yield Index((database,))
    database.close()


@pytest.fixture(scope="module")
def tables(world: Index) -> sqlite3.Connection:
    return world.databases[0]


def found(world: Index, name: str, kind: str, country: str = "") -> list[Place]:
    return [
        place
        for place in world.look_up(fold_name(name))
        if place.kind == kind and (not country or place.country == country)
    ]


# Points as the sources publish them, rounded: a build must not move a country.
@pytest.mark.parametrize(
    ("name", "longitude", "latitude"),
    [
        ("United States", -98.6, 39.8),
        ("Canada", -113.64, 60.11),
        ("Russia", 100, 60),
        ("Brazil", -55, -10),
        ("China", 105, 35),
        ("France", 2, 46),
        ("Indonesia", 120, -5),
        # The Factbook's point of Kuwait lies in Iraq: the outline's middle stands in.
        ("Kuwait", 47.6, 29.3),
    ],
)
def test_points_of_countries(world: Index, name: str, longitude: float, latitude: float) -> None:
    (place,) = found(world, name, "country")
    assert distance_km(place.longitude, place.latitude, longitude, latitude) < 30


@pytest.mark.parametrize(
    ("name", "iso"),
    [
        ("UK", "GB"), ("U.K.", "GB"), ("Britain", "GB"), ("Great Britain", "GB"), ("US", "US"),
        ("U.S.", "US"), ("USA", "US"), ("America", "US"), ("UAE", "AE"), ("DRC", "CD"),
        ("Burma", "MM"), ("Ivory Coast", "CI"), ("Holland", "NL"), ("Turkey", "TR"),
        ("Türkiye", "TR"), ("Holy See", "VA"), ("DPRK", "KP"), ("Czech Republic", "CZ"),
        ("السعودية", "SA"), ("الإمارات", "AE"), ("العراق", "IQ"), ("عێراق", "IQ"), ("Irak", "IQ"),
        ("Rusya", "RU"), ("ایران", "IR"), ("Россия", "RU"), ("中国", "CN"), ("日本", "JP"),
    ],
)  # fmt: skip
def test_names_of_countries(world: Index, name: str, iso: str) -> None:
    assert iso in {place.country for place in found(world, name, "country")}


@pytest.mark.parametrize(
    ("name", "kind", "country", "longitude", "latitude"),
    [
        ("Texas", "governorate", "US", -99.3, 31.4),
        ("Alaska", "governorate", "US", -150, 64),
        ("Ontario", "governorate", "CA", -84.5, 49.25),
        ("England", "governorate", "GB", -1.2, 52.5),
        ("Scotland", "governorate", "GB", -4, 56.5),
        ("New South Wales", "governorate", "AU", 146, -33),
        ("Bavaria", "governorate", "DE", 11.4, 49),
        ("Île-de-France", "governorate", "FR", 2.5, 48.7),
        ("آذربایجان شرقی", "governorate", "IR", 46.7, 37.9),
        ("محافظة حلب", "governorate", "SY", 37.6, 36.3),
        ("Rapides Parish", "district", "US", -92.5, 31.2),
        ("Orange County", "district", "US", -117.8, 33.7),
        ("Oxfordshire", "district", "GB", -1.3, 51.8),
        ("Cizre", "district", "TR", 42.2, 37.3),
        ("Gaza Strip", "governorate", "PS", 34.4, 31.4),
        ("West Bank", "governorate", "PS", 35.25, 31.95),
        # What GeoNames no longer has.
        ("Rift Valley", "governorate", "KE", 36, 1),
    ],
)
def test_points_of_divisions(
    world: Index, name: str, kind: str, country: str, longitude: float, latitude: float
) -> None:
    places = found(world, name, kind, country)
    nearest = min(distance_km(p.longitude, p.latitude, longitude, latitude) for p in places)
    assert nearest < 60


@pytest.mark.parametrize(
    ("name", "kind", "longitude", "latitude"),
    [
        ("Europe", "continent", 9.1, 48.7),
        ("Middle East", "region", 44, 29),
        ("الشرق الأوسط", "region", 44, 29),
        ("New England", "region", -71, 44),
        ("Balkans", "region", 21, 43.5),
        ("Kashmir", "region", 75, 35),
        ("Black Sea", "sea", 34, 43.3),
        ("Red Sea", "sea", 38.5, 20.5),
        ("Tigris", "river", 47.4, 31),
        ("Mississippi River", "river", -89.4, 29),
        ("Borneo", "island", 114, 0.7),
        ("Mehrabad International Airport", "airport", 51.31, 35.69),
        ("Heathrow Airport", "airport", -0.46, 51.47),
    ],
)
def test_wider_and_other_places(
    world: Index, name: str, kind: str, longitude: float, latitude: float
) -> None:
    places = found(world, name, kind)
    assert any(
        distance_km(p.longitude, p.latitude, longitude, latitude) < 250
        and (kind != "airport" or distance_km(p.longitude, p.latitude, longitude, latitude) < 5)
        for p in places
    )


def test_cities_bear_their_divisions_names(world: Index) -> None:
    (alexandria,) = (p for p in found(world, "Alexandria", "town") if p.admin1 == "Louisiana")
    assert (alexandria.country, alexandria.admin2) == ("US", "Rapides Parish")
    assert found(world, alexandria.admin1, "governorate", "US")
    assert found(world, alexandria.admin2, "district", "US")
    # A curated division's name is that of the cities in it.
    (basra,) = found(world, "Al Başrah al Qadīmah", "city", "IQ")
    assert basra.admin1 == world.find_place("gn:89341").name == "Basra"


def test_demonyms_and_abbreviations_are_marked(tables: sqlite3.Connection) -> None:
    def marks(key: str) -> dict[str, str]:
        rows = tables.execute(
            "SELECT places.name, mark FROM marked JOIN places ON places.rowid = place "
            "WHERE folded = ?",
            (key,),
        )
        return dict(rows)

    assert marks("iraqi") == {"Iraq": DEMONYM}
    assert marks("georgian") == {"Georgia": DEMONYM}
    assert marks("british") == {"United Kingdom": DEMONYM}
    assert marks("european")["Europe"] == DEMONYM
    assert marks("ala")["Alabama"] == ABBREVIATION
    assert marks("in") == {"India": ABBREVIATION, "Indiana": ABBREVIATION}
    assert marks("n y") == marks("ny") | marks("n y")
    # These are plain names of theirs.
    assert marks("uk") == marks("us") == marks("texas") == {}
    # What is marked is found as any name is.
    (keys,) = tables.execute(
        "SELECT count(*) FROM marked LEFT JOIN keys USING (folded, place) WHERE keys.place IS NULL"
    ).fetchone()
    assert keys == 0


def test_each_place_once_and_well_formed(tables: sqlite3.Connection) -> None:
    def number(condition: str) -> int:
        query = f"SELECT count(*) FROM places WHERE {condition}"  # noqa: S608
        return int(tables.execute(query).fetchone()[0])

    assert (
        number("1") == tables.execute("SELECT count(DISTINCT place_id) FROM places").fetchone()[0]
    )
    assert number("longitude NOT BETWEEN -180 AND 180 OR latitude NOT BETWEEN -90 AND 90") == 0
    assert number("radius_km <= 0 OR name = '' OR population < 0") == 0
    kinds = {kind for (kind,) in tables.execute("SELECT DISTINCT kind FROM places")}
    assert kinds <= set(PLACE_KINDS)
    # One country one record, and one division of a name and level in a country's division.
    assert (
        number("kind = 'country'")
        == tables.execute(
            "SELECT count(DISTINCT country) FROM places WHERE kind = 'country'"
        ).fetchone()[0]
    )


def test_how_many(world: Index) -> None:
    stats = world.stats()
    at_least = {
        "country": 245, "governorate": 3_900, "district": 33_000, "city": 6_000, "town": 60_000,
        "village": 170_000, "airport": 7_000, "river": 1_000, "sea": 70, "region": 200,
        "continent": 7,
    }  # fmt: skip
    assert {kind: stats[f"kind_{kind}"] >= least for kind, least in at_least.items()} == (
        dict.fromkeys(at_least, True)
    )


def test_a_division_without_a_point_lies_amid_its_cities() -> None:
    cities = [{"longitude": "10", "latitude": "50"}, {"longitude": "11", "latitude": "50"}]
    spot = spot_of_cities(cities)
    assert (spot.longitude, spot.latitude, spot.confidence) == (10.5, 50.0, "medium")
    assert spot.radius_km == pytest.approx(5 + distance_km(10.5, 50, 10, 50), abs=0.1)


def test_the_middle_of_a_region_lies_nearer_to_its_larger_part() -> None:
    small = Place("a", "A", "country", 0.0, 0.0, 100.0)
    longitude, latitude, radius_km = middle_of([small, small._replace(longitude=9, radius_km=300)])
    assert 7.5 < longitude < 9 and latitude == 0
    assert radius_km >= distance_km(longitude, 0, 0, 0) + 100


def test_airports_without_airlines_and_codes_stay_out() -> None:
    airports = {
        "ORER": {"iata": "EBL", "name": "Erbil International Airport", "city": "Erbil",
                 "subd": "Arbil", "country": "IQ", "lat": 36.2376, "lon": 43.9632},
        "XXXX": {"iata": "", "name": "A field", "city": "", "subd": "", "country": "IQ",
                 "lat": 1, "lon": 1},
    }  # fmt: skip
    erbil = Place("gn:95445", "Erbil", "governorate", 44.2, 36.3, 121, "IQ")
    ((place, names),) = airport_records(airports, [(erbil, [PlaceName("Arbil")])])
    assert (place.place_id, place.admin1, place.kind) == ("icao:ORER", "Erbil", "airport")
    assert [name.name for name in names] == ["Erbil Airport"]
