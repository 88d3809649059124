"""A real PostGIS: rows put in by id, all of them or none, and read back."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from geotrack.addresses import Address
from geotrack.cli import main
from geotrack.errors import FormatError, InputError, OutputError
from geotrack.readers.postgis import read_postgis_table
from geotrack.schema import TABLES, Presentation
from geotrack.tables import Tables, empty_tables, make_table, records
from geotrack.writers.postgis import KEYS, write_postgis
from tests.postgres import server
from tests.projects import ROOT
from tests.samples import HOSTILE, PRESENTATION, sample_tables


@pytest.fixture(scope="module")
def running() -> Iterator[str]:
    with server() as address:
        yield address


@pytest.fixture
def address(running: str) -> Iterator[str]:
    yield running
    with psycopg.connect(running) as connection:
        connection.execute("DROP SCHEMA IF EXISTS geotrack CASCADE")


def _ask(address: str, question: str, *values: object) -> list[tuple[Any, ...]]:
    with psycopg.connect(address) as connection:
        return connection.execute(question, values).fetchall()  # type: ignore[arg-type]


def _write(tables: Tables, address: str, **options: str) -> None:
    write_postgis(tables, Address(address), PRESENTATION, **options)


def _many(number: int, mark: str) -> Tables:
    """So many events, each at three places named after the mark."""
    tables = empty_tables()
    tables["events"] = make_table(
        "events",
        [{"event_id": f"e{i}", "title": mark, "status": "occurred"} for i in range(number)],
    )
    tables["locations"] = make_table(
        "locations",
        [{"location_id": f"e{i}@{mark}{n}", "event_id": f"e{i}", "name": mark, "role": "scene",
          "longitude": 43.0 + n, "latitude": 36.0, "geo_precision": "town"}
         for i in range(number) for n in range(3)],
    )  # fmt: skip
    return tables


# --- what stands there ------------------------------------------------------------------------


def test_tables_have_types_keys_indices_and_meanings(address: str) -> None:
    _write(sample_tables(), address)
    for name in KEYS:
        rows = _ask(
            address,
            "SELECT column_name, data_type, col_description(%s::regclass, ordinal_position::int) "
            "FROM information_schema.columns WHERE table_schema = 'geotrack' AND table_name = %s "
            "AND column_name <> 'geom' ORDER BY ordinal_position",
            f"geotrack.{name}", name,
        )  # fmt: skip
        declared = [c for c in TABLES[name] if c.published]
        assert [row[0] for row in rows] == [c.name for c in declared]
        assert all(row[2].startswith(c.meaning) for row, c in zip(rows, declared, strict=True))
        kinds = {row[0]: row[1] for row in rows}
        for column in declared:
            wanted = "date" if column.name in ("date_start", "date_end") else (
                "text" if column.type == "text" else "double precision")  # fmt: skip
            assert kinds[column.name] == wanted
    indices = " ".join(
        row[0]
        for row in _ask(address, "SELECT indexdef FROM pg_indexes WHERE schemaname = 'geotrack'")
    )
    for wanted in ("locations USING gist (geom)", "events USING btree (date_start)",
                   "events USING btree (date_end)", "events USING btree (event_id)"):  # fmt: skip
        assert wanted in indices
    (told,) = _ask(address, "SELECT obj_description('geotrack'::regnamespace)")
    assert "TLP:CLEAR" in told[0]


def test_points_stand_where_they_are_told_and_nowhere_else(address: str) -> None:
    _write(sample_tables(), address)
    found = dict(_ask(address, "SELECT name, ST_AsText(geom) FROM geotrack.event_locations"))
    assert found["Asos"] == "POINT(45.2542 35.9375)"
    assert found["Nowhereville"] is None
    assert len(_ask(address, "SELECT 1 FROM geotrack.event_locations")) == 17
    (area,) = _ask(address, "SELECT ST_Area(geom) > 0 FROM geotrack.places WHERE geom IS NOT NULL")
    assert area == (True,)
    day = _ask(address, "SELECT count(*) FROM geotrack.events WHERE date_start = DATE '2023-10-04'")
    assert day == [(1,)]


def test_text_is_bound_never_part_of_a_statement(address: str) -> None:
    tables = sample_tables()
    evil = "'); DROP SCHEMA geotrack CASCADE; --"
    tables["events"].loc[0, "title"] = evil
    tables["events"].loc[1, "title"] = "a\\.\tb\nc\\N"
    _write(tables, address)
    titles = {row[0] for row in _ask(address, "SELECT title FROM geotrack.events")}
    assert {evil, "a\\.\tb\nc\\N", HOSTILE} <= titles
    with pytest.raises(FormatError, match="is no name for a schema"):
        _write(tables, address, schema="x" * 64)
    odd = 'a"; DROP SCHEMA geotrack CASCADE; --'
    _write(tables, address, schema=odd)
    assert len(read_postgis_table(Address(address), schema=odd).frame) == 17
    assert _ask(address, "SELECT count(*) FROM geotrack.events") == [(12,)]
    with psycopg.connect(address) as connection:
        connection.execute(
            psycopg.sql.SQL("DROP SCHEMA {} CASCADE").format(psycopg.sql.Identifier(odd))
        )


# --- again, and again -------------------------------------------------------------------------


def test_an_event_is_replaced_with_all_that_belongs_to_it_and_others_stay(address: str) -> None:
    _write(sample_tables(), address)
    one = sample_tables()
    kept = one["events"]["event_id"] == "e-strikes"
    one["events"] = one["events"][kept].assign(title="Strikes on one area", fatalities_low=2.0)
    places = one["locations"]
    one["locations"] = places[places["name"] == "Gara"].reset_index(drop=True)
    one["accounts"] = make_table("accounts", [{"event_id": "e-strikes", "quote": "other words"}])
    _write(one, address)
    assert _ask(address, "SELECT count(*) FROM geotrack.events") == [(12,)]
    told = _ask(address, "SELECT title, fatalities_low, name FROM geotrack.event_locations "
                         "WHERE event_id = 'e-strikes'")  # fmt: skip
    assert told == [("Strikes on one area", 2.0, "Gara")]
    quotes = _ask(address, "SELECT quote FROM geotrack.accounts WHERE event_id = 'e-strikes'")
    assert quotes == [("other words",)]


def test_the_same_twice_changes_nothing(address: str) -> None:
    def all_rows() -> list[list[tuple[Any, ...]]]:
        return [_ask(address, f"SELECT * FROM geotrack.{name} ORDER BY 1, 2, 3") for name in KEYS]  # noqa: S608

    _write(sample_tables(), address)
    before = all_rows()
    _write(sample_tables(), address)
    assert all_rows() == before


def test_a_column_that_an_older_run_did_not_know_is_added(address: str) -> None:
    _write(sample_tables(), address)
    with psycopg.connect(address) as connection:
        connection.execute("ALTER TABLE geotrack.figures DROP COLUMN quote")
        connection.execute("ALTER TABLE geotrack.events ADD COLUMN mine text")
        connection.execute("UPDATE geotrack.events SET mine = 'kept'")
    _write(sample_tables(), address)
    assert _ask(address, "SELECT count(quote) FROM geotrack.figures") == [(0,)]
    assert _ask(address, "SELECT count(*) FROM geotrack.events WHERE mine = 'kept'") == [(12,)]


# --- whole or not at all ----------------------------------------------------------------------

_RUN = """
import sys
from geotrack.addresses import Address
from geotrack.schema import Presentation
from geotrack.writers.postgis import write_postgis
from tests.test_database import _many
write_postgis(_many(int(sys.argv[2]), sys.argv[3]), Address(sys.argv[1]), Presentation())
"""


def _start(address: str, number: int, mark: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", _RUN, address, str(number), mark]
    return subprocess.Popen(command, env=environment, cwd=ROOT)


def _wait_until(holds: Any) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it never came to that")


def test_a_run_killed_half_way_leaves_all_as_it_was(address: str) -> None:
    """Held up between its events and their places, where half of it is done, and killed there."""
    _write(_many(200, "before"), address)
    with psycopg.connect(address) as holding:
        holding.execute("LOCK TABLE geotrack.locations IN SHARE MODE")
        run = _start(address, 300, "after")
        _wait_until(
            lambda: _ask(address, "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
                                  "AND application_name = 'geotrack'")
        )  # fmt: skip
        run.kill()
        run.wait()
    _wait_until(
        lambda: (
            not _ask(address, "SELECT 1 FROM pg_stat_activity WHERE application_name = 'geotrack'")
        )
    )
    assert _ask(address, "SELECT title, count(*) FROM geotrack.events GROUP BY 1") == [
        ("before", 200)
    ]
    assert _ask(address, "SELECT name, count(*) FROM geotrack.locations GROUP BY 1") == [
        ("before", 600)
    ]


def test_an_error_in_the_middle_leaves_all_as_it_was(address: str) -> None:
    _write(_many(20, "before"), address)
    broken = _many(30, "after")
    broken["locations"].loc[3, "event_id"] = "of no event"
    with pytest.raises(OutputError, match=r"^postgresql://.*locations"):
        _write(broken, address)
    assert _ask(address, "SELECT title, count(*) FROM geotrack.events GROUP BY 1") == [
        ("before", 20)
    ]


def test_runs_at_once_come_one_after_the_other(address: str) -> None:
    """Into an empty database too: nobody finds half a table of the other's making."""
    runs = [_start(address, 300, f"run{n}") for n in range(3)]
    assert [run.wait(timeout=120) for run in runs] == [0, 0, 0]
    (titles,) = _ask(address, "SELECT array_agg(DISTINCT title) FROM geotrack.events")
    assert len(titles[0]) == 1
    names = _ask(address, "SELECT name, count(*) FROM geotrack.locations GROUP BY 1")
    assert names == [(titles[0][0], 900)]


# --- from the command line --------------------------------------------------------------------


def _render(*arguments: str) -> None:
    try:
        main(["render", *arguments])
    except SystemExit as ending:
        assert ending.code in (0, None)


def test_render_writes_to_the_address_and_reads_from_it(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = ROOT / "maps" / "northern-iraq" / "events.geojson"
    secret = address.replace("ann@", "ann:pa55%20word@")
    _render(str(table), "-o", secret, "--title", "From a file")
    _render(secret, "-o", str(tmp_path / "back.geojson"), "-o", str(tmp_path / "back.csv"))
    told = capsys.readouterr()
    assert "wrote postgresql://ann@" in told.out
    assert "pa55" not in told.out + told.err
    assert _ask(address, "SELECT count(*) FROM geotrack.events") == [(70,)]
    import json

    def drawn(path: Path) -> set[tuple[Any, ...]]:
        features = json.loads(path.read_text("utf-8"))["features"]
        return {
            (f["properties"]["event_id"], f["properties"]["date"], f["properties"]["status"],
             f["properties"]["role"], str(f["geometry"]))
            for f in features
        }  # fmt: skip

    assert len(drawn(table)) > 70
    assert drawn(tmp_path / "back.geojson") == drawn(table)


def test_what_cannot_be_reached_or_read_is_one_plain_message_without_the_password(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "in.csv"
    table.write_text("date,title\n2024,A\n", encoding="utf-8")
    nowhere = "postgresql://ann:pa55word@127.0.0.1:1/events?connect_timeout=2&password=pa55word"
    out = str(tmp_path / "x.csv")
    absent = address.replace("/events", "/no-such")
    for arguments in ((str(table), "-o", nowhere), (nowhere, "-o", out), (address, "-o", out),
                      (absent, "-o", out)):  # fmt: skip
        with pytest.raises(SystemExit) as ending:
            main(["render", *arguments])
        assert ending.value.code == 2
        told = capsys.readouterr()
        assert told.err.startswith("geotrack: postgresql://")
        assert "pa55word" not in told.err + told.out
        assert "Traceback" not in told.err
    assert not (tmp_path / "x.csv").exists()
    with pytest.raises(InputError, match="has no tables of geotrack's in schema 'geotrack'"):
        read_postgis_table(Address(address))


def test_check_reads_a_database_too(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    _write(_many(5, "x"), address)
    try:
        main(["check", address])
    except SystemExit as ending:
        assert ending.code in (0, None)
    assert "No fault found in 5 events." in capsys.readouterr().out


def test_without_psycopg_a_plain_message_names_the_pip_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(FormatError, match=r"pip install 'geotrack\[postgis\]'"):
        write_postgis(empty_tables(), Address("postgresql://h/d"), Presentation())


@pytest.mark.parametrize(
    ("text", "shown"),
    [("postgresql://u:p@h:5432/d?sslmode=require", "postgresql://u@h:5432/d"),
     ("postgresql://h/d", "postgresql://h/d"), ("postgres://u:p@[::1/d", "postgres://..."),
     ("postgresql:///d?host=/tmp&password=p", "postgresql:///d")],
)  # fmt: skip
def test_an_address_is_shown_without_what_is_secret(text: str, shown: str) -> None:
    address = Address(text)
    assert str(address) == shown
    assert repr(address) == f"Address({shown!r})"
    assert f"{address}" == shown


def test_records_of_the_sample_are_what_is_read_back(address: str) -> None:
    _write(sample_tables(), address)
    frame = read_postgis_table(Address(address)).frame
    back = {row["event_id"]: row for row in records(frame)}
    assert set(back) == set(sample_tables()["events"]["event_id"])
    assert back["e-week"]["date"] == "[2021-10-25..2021-10-31]"
    assert back["e-protest"]["fatalities_high"] == ""
    assert back["e-hostile"]["title"] == HOSTILE


def test_columns_that_are_published_go_with_their_events(address: str) -> None:
    tables = sample_tables()
    long = "Name of the hospital that took in the wounded, as the ministry of health spells it"
    own = f'{{"Ward": "3", "geom": "x", "Phone": "0750", "{long}": "K"}}'
    tables["events"].loc[tables["events"]["event_id"] == "e-week", "extra"] = own
    _write(sample_tables(), address)
    for publish in (("Ward", "geom", long), ("Ward", "geom", long), ("geom",)):
        write_postgis(tables, Address(address), PRESENTATION._replace(publish=publish))
        asked = 'SELECT "Ward", "geom (own)" FROM geotrack.event_locations WHERE event_id = %s'
        ward = "3" if "Ward" in publish else None
        assert _ask(address, asked, "e-week") == [(ward, "x")]
        frame = read_postgis_table(Address(address)).frame
        assert set(frame["Ward"]) == {"", "3"} - ({"3"} if ward is None else set())
        assert "0750" not in frame.to_csv()
        assert len([name for name in frame if name.startswith("Name of the hospital")]) == 1
