"""`geotrack places find | import | add | stats`: what is printed, written and refused."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
from pathlib import Path

import pytest

from geotrack.additions import import_places
from geotrack.areas import distance_km
from geotrack.cli import main
from geotrack.gazetteer.names import fold_name
from geotrack.geocoding import rank_places
from geotrack.project import project_gazetteer, read_project
from tests.projects import ROOT, small_project

SHARED = Path(os.environ.get("GEOTRACK_SHARED", ROOT.parent / "shared"))
REFERENCE = SHARED / "reference" / "places.md"
OWN = "id,name,lon,lat,kind,country,names\n7,Hiror,43.2,37.2,village,IQ,هرور:ar\n8,Bad,443,37,,,\n"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    """Run `geotrack places` with arguments: (exit code, stdout, stderr)."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = 0
        try:
            main(["places", *(str(a) for a in arguments)])
        except SystemExit as ending:
            code = int(ending.code or 0)
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.csv"
    path.write_text(OWN, encoding="utf-8")
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# --- import -------------------------------------------------------------------------------


def test_import_says_what_was_read_left_out_and_changed(run, project: Path, own: Path) -> None:
    code, out, err = run("import", own, "--to", project)
    assert (code, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines[0] == "Read own.csv as csv"
    assert lines[1].startswith("Pack own: 1 place, ")
    assert lines[2] == "United 0 with places of the world (0 by id, 0 by name and nearness)"
    assert lines[3] == "Rejected 1 line; see data/gazetteer/own.rejects.csv"
    assert lines[4] == "geotrack.toml:"
    assert rows_of(project / "data/gazetteer/own.rejects.csv")[0]["reason"] == (
        "longitude 443 is not on the globe"
    )
    code, out, _ = run("import", own, "--to", project)
    assert "names this pack already" in out


def test_import_uses_the_project_one_stands_in(
    run, project: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "data")
    assert run("import", own)[0] == 0
    assert (project / "data/gazetteer/own.rejects.csv").is_file()
    monkeypatch.chdir(own.parent)
    code, _, err = run("import", own)
    assert code == 2
    assert "no geotrack.toml" in err
    code, _, err = run("import", own, "--to", project, "--country", "IRQ")
    assert (code, "two-letter code" in err) == (2, True)


# --- find and stats -----------------------------------------------------------------------


def test_find_shows_packs_as_the_source(run, project: Path, own: Path) -> None:
    run("import", own, "--to", project)
    assert "own:7" not in run("find", "Hiror")[1]
    code, out, _ = run("find", "هرور", "--project", project)
    assert code == 0
    assert "Hiror (village), IQ  [own:7]" in out
    assert "37.2000 N 43.2000 E" in out
    assert re.search(r"source: own \(pack own-[0-9a-f]{8}\)", out)
    code, out, _ = run("find", "Hiror", "--project", project, "--json")
    (fact,) = [json.loads(line) for line in out.splitlines()]
    assert (fact["place_id"], fact["parents"], fact["names"]) == (
        "own:7", ["IQ"], [{"name": "هرور", "lang": "ar"}],
    )  # fmt: skip


def test_find_knows_a_projects_corrections(run, project: Path) -> None:
    text = "event_id,name,column,old,new,reason\n,Zakho,place,,gn:1,meant another\n"
    (project / "corrections.csv").write_text(text, encoding="utf-8")
    _, out, _ = run("find", "Zakho", "--project", project)
    assert "corrections.csv places 'Zakho' at gn:1" in out
    _, out, _ = run("find", "Erbil", "--project", project)
    assert "corrections.csv" not in out


def test_find_in_the_south_and_west(run) -> None:
    code, out, _ = run("find", "Lima", "--country", "PE", "--most", 1)
    assert code == 0
    assert re.search(r"12\.\d+ S 77\.\d+ W", out)


def test_nothing_found_says_so_and_json_stays_json(run) -> None:
    code, out, err = run("find", "Xyzzyqqq", "--json")
    assert (code, out) == (1, "")
    assert "No place named" in err


def test_stats_tell_each_source_and_the_packs_facts(run, project: Path, own: Path) -> None:
    run("import", own, "--to", project)
    code, out, _ = run("stats", "--project", project)
    assert code == 0
    lines = [" ".join(line.split()) for line in out.splitlines()]
    at = next(i for i, line in enumerate(lines) if line.startswith("pack own-"))
    assert lines[at + 1 : at + 4] == ["places 1", "names 1", "countries 1"]
    assert "sources own.csv" in lines
    assert lines.index("world") > at
    assert lines[lines.index("in all") + 1].startswith("places ")


def test_a_broken_pack_names_the_remedy_and_the_rest_works(run, project: Path, own: Path) -> None:
    run("import", own, "--to", project)
    (pack,) = (project / "data/gazetteer").glob("*.sqlite")
    pack.write_bytes(b"no index at all")
    code, _, err = run("find", "Zakho", "--project", project)
    assert code == 2
    assert "inputs.packs" in err
    assert "geotrack places import" in err
    assert "Traceback" not in err
    assert run("find", "Zakho", "--country", "IQ")[0] == 0
    assert run("import", own, "--to", project)[0] == 0
    assert run("find", "Hiror", "--project", project)[0] == 0


# --- add ----------------------------------------------------------------------------------

HIROR = ("add", "Hiror", "--kind", "village", "--lon", "43.2", "--lat", "37.2",
         "--source", "A. Surveyor, 2024")  # fmt: skip


def test_add_makes_the_file_and_names_it(run, project: Path) -> None:
    code, out, err = run(*HIROR, "--project", project, "--country", "iq", "--name", "هرور:ar",
                         "--name", "Hirur")  # fmt: skip
    assert (code, err) == (0, "")
    assert "Added    Hiror (village) [gt:hiror] at longitude 43.2, latitude 37.2" in out
    assert '+places = ["data/gazetteer/places.csv"]' in out
    assert "To undo  delete the last line of places.csv and the last 2 lines of names.csv" in out
    (row,) = rows_of(project / "data/gazetteer/places.csv")
    assert {key: value for key, value in row.items() if value} == {
        "place_id": "gt:hiror", "name": "Hiror", "kind": "village", "longitude": "43.2",
        "latitude": "37.2", "country": "IQ", "source": "A. Surveyor, 2024", "confidence": "medium",
    }  # fmt: skip
    assert [(n["name"], n["lang"], n["source"]) for n in rows_of(
        project / "data/gazetteer/names.csv")] == [
        ("هرور", "ar", "A. Surveyor, 2024"), ("Hirur", "und", "A. Surveyor, 2024"),
    ]  # fmt: skip
    with project_gazetteer(read_project(project)) as gazetteer:
        assert gazetteer.look_up(fold_name("هرور"))[0].place_id == "gt:hiror"
    code, out, _ = run("add", "Benavi", "--kind", "village", "--lon", "43.3", "--lat", "37.3",
                       "--source", "A. Surveyor", "--project", project)  # fmt: skip
    assert code == 0
    assert "geotrack.toml" not in out
    assert len(rows_of(project / "data/gazetteer/places.csv")) == 2


def test_add_keeps_what_is_in_the_file_as_it_is(run, project: Path) -> None:
    old = b'\xef\xbb\xbfname,place_id,kind,longitude,latitude,colour\r\n"A, B",gt:ab,town,1,2,red'
    (project / "mine.csv").write_bytes(old)
    file = project / "geotrack.toml"
    text = file.read_text("utf-8").replace("[focus]", 'places = "mine.csv"\n\n[focus]')
    file.write_text(text, encoding="utf-8")
    assert run(*HIROR, "--project", project)[0] == 0
    data = (project / "mine.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfname,place_id,kind,longitude,latitude,colour,")
    assert data.count(b"\r\n") == data.count(b"\n") == 3
    first, second = rows_of(project / "mine.csv")
    assert (first["name"], first["colour"], first["source"]) == ("A, B", "red", "")
    assert (second["name"], second["colour"], second["source"]) == (
        "Hiror", "", "A. Surveyor, 2024",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "message"),
    [
        (("--id", "gt:hiror"), "places.csv has gt:hiror already: Hiror (village)"),
        (("--id", "gt:other", "--lon", "43.205"), "Hiror (village, gt:hiror) already, 0.4 km"),
        (("--id", "no id"), "--id 'no id' is no id such as"),
        (("--lat", "97"), "is not on the globe"),
        (("--lat", "north"), "latitude 'north' is not a number"),
        (("--source", " "), "--source is empty"),
        (("--country", "Iraq"), "no two-letter code"),
        (("--name", "x:klingon!"), "no language tag"),
        (("--name", "=1+1"), "begins with a sign"),
        (("--name", "a\x00b"), "no text"),
        (("--radius-km", "-3"), "cannot be below 0"),
    ],
)
def test_add_refuses_and_leaves_all_as_it_is(
    told: tuple[str, ...], message: str, run, project: Path
) -> None:
    assert run(*HIROR, "--project", project)[0] == 0
    before = {path: path.read_bytes() for path in project.rglob("*.csv")}
    code, _, err = run(*HIROR, "--project", project, *told)
    assert code == 2
    assert message in err
    assert {path: path.read_bytes() for path in project.rglob("*.csv")} == before


def test_add_needs_a_source_and_a_plain_id(run, project: Path) -> None:
    assert run("add", "X", "--kind", "town", "--lon", "1", "--lat", "2")[0] == 2
    code, _, err = run("add", "هرور", "--kind", "town", "--lon", "1", "--lat", "2",
                       "--source", "me", "--project", project)  # fmt: skip
    assert code == 2
    assert "give one with --id" in err


def test_add_stands_for_the_same_place_of_the_world(run, project: Path) -> None:
    code, out, _ = run("add", "Zaxo", "--kind", "town", "--lon", "42.69", "--lat", "37.15",
                       "--source", "me", "--project", project)  # fmt: skip
    assert code == 0
    assert "Same as  Zakho [gn:89570], for which it now stands" in out
    with project_gazetteer(read_project(project)) as gazetteer:
        ids = [place.place_id for place in gazetteer.look_up("zakho")]
    assert "gt:zaxo" in ids
    assert "gn:89570" not in ids


# --- the whole region ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example project with the four regional packs imported."""
    if not (SHARED / "regional-gazetteers").is_dir():
        pytest.skip(f"no regional gazetteers in {SHARED}")
    folder = tmp_path_factory.mktemp("region")
    shutil.copy(ROOT / "geotrack.toml", folder)
    shutil.copytree(ROOT / "data", folder / "data")
    for code in ("iq", "tr", "sy", "ir"):
        import_places([SHARED / "regional-gazetteers" / f"wof_{code}.csv.gz"], folder)
    return folder


@pytest.mark.slow
def test_the_reference_is_found_by_each_attested_name(region: Path) -> None:
    project = read_project(region)
    curated = {row["place_id"]: row for row in rows_of(ROOT / "data/gazetteer/places.csv")}
    names = [(row["place_id"], row["name"]) for row in rows_of(ROOT / "data/gazetteer/names.csv")]
    names += [(place_id, row["name"]) for place_id, row in curated.items()]
    with project_gazetteer(project) as gazetteer:
        for place_id, name in names:
            found = {place.place_id: place for place in gazetteer.look_up(fold_name(name))}
            assert place_id in found, (name, place_id)
            told = curated[place_id]
            place = found[place_id]
            # The curated record is the answer, whichever pack knows the name.
            assert place.curated, (name, place_id)
            assert (place.longitude, place.latitude) == (
                float(told["longitude"]), float(told["latitude"]),
            )  # fmt: skip


@pytest.mark.slow
def test_places_find_finds_the_reference(region: Path, run) -> None:
    table = re.findall(r"^\| (.+?) \| (.+?) \| .+? \|$", REFERENCE.read_text("utf-8"), re.MULTILINE)
    asked = 0
    for heads, spots in table[1:]:
        points = [(float(x), float(y)) for y, x in re.findall(r"(\d+\.\d+), (\d+\.\d+)", spots)]
        for name in filter(None, (part.strip() for part in re.split(r" / |\(|\)", heads))):
            code, out, _ = run("find", name, "--project", region, "--json", "--most", 3)
            assert code == 0, name
            found = [json.loads(line) for line in out.splitlines()]
            away = min(
                distance_km(x, y, fact["longitude"], fact["latitude"])
                for x, y in points
                for fact in found
            )
            assert away < 20, (name, away)
            asked += 1
    assert asked > 30


# Names as the five articles of the example write them, and what they mean there.
WRITTEN = """
Turkish gn:298795 | Turkey gn:298795 | Ankara gn:323786 | Iraq gn:99237 | Iraqi gn:99237
BAGHDAD gn:98182 | Bashiqa gn:97863 | Bashiqa camp gt:bashiqa-camp | Mosul gn:99072
Kurdistan Region gt:kurdistan-region | KRI gt:kurdistan-region | Zakho gn:89570 | Amedi gn:99611
Zakho district gn:89569 | Amedi district, Duhok gn:99612 | Duhok gn:96994 | Mergasur gn:93455
Sidakan gn:90727 | Erbil gn:95446 | northern Iraq gt:northern-iraq | Syria gn:163843
Syrian gn:163843 | Al Anbar Governorate gn:99592 | Russian gn:2017370 | American gn:6252001
Metina gt:metina | Hakurk gt:hakurk | Zap gt:zap | Gara gt:gara | Asos gt:asos
Iran gn:130758 | Iranian gn:130758 | Tehran gn:112931
"""


@pytest.mark.slow
def test_every_place_name_of_the_articles_means_the_right_place(region: Path) -> None:
    project = read_project(region)
    pairs = [pair.strip().rpartition(" ") for pair in re.split(r"[|\n]", WRITTEN.strip())]
    with project_gazetteer(project) as gazetteer:
        for name, _, place_id in pairs:
            best = rank_places(name, gazetteer, project.context)[0]
            assert best.place.place_id == place_id, (name, best)
            assert best.score >= project.min_score, (name, best)
