"""The kinds of static maps: what each counts, what it leaves out and says so, in many regions."""

from __future__ import annotations

import hashlib
import io
import re

import numpy as np
import pytest
from PIL import Image

from geotrack.errors import FormatError
from geotrack.schema import Presentation
from geotrack.staticmap import View, map_png, write_map_pdf, write_map_png, write_map_svg
from geotrack.staticmap.box import Box
from geotrack.staticmap.cells import before_after, by_period, grid
from geotrack.staticmap.chart import stacked
from geotrack.staticmap.density import binned, nearest_hexagon
from geotrack.staticmap.districts import shaded
from geotrack.staticmap.divisions import divisions_of
from geotrack.staticmap.frame import fit_frame
from geotrack.staticmap.layout import Paper
from geotrack.staticmap.page import KINDS, draw_map, paper_of
from geotrack.staticmap.periods import deal
from geotrack.staticmap.spots import placed
from geotrack.style import words
from geotrack.tables import Tables, make_table
from tests.samples import PRESENTATION, sample_tables
from tests.staticmap import cases

BOX = Box(10.0, 10.0, 510.0, 310.0)
REGIONS = {
    "ukraine": (cases.UKRAINE, "UA"),
    "sudan": (cases.SUDAN, "SD"),
    "gaza": (cases.GAZA, "PS"),
    "fiji": (cases.FIJI, "FJ"),
    "greenland": (cases.GREENLAND, "GL"),
}
NEEDS = {"before-after": {"day": "2023-07-01"}, "locator": {"event": "e0"}}


def _view(kind: str) -> View:
    return View(kind, **NEEDS.get(kind, {}))


def _texts(sheet) -> list[str]:
    artists = [*sheet.axes.texts, *sheet.axes.artists]
    return [a.get_text() for a in artists if hasattr(a, "get_text")]


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_draws_every_region(kind: str, region: str) -> None:
    places, country = REGIONS[region]
    tables = cases.region_tables(places, 20, scatter=0.1, country=country)
    show = Presentation(title=region, marking="TLP:CLEAR")
    png = map_png(tables, show, width_px=800, height_px=450, view=_view(kind))
    image = np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))
    assert image.shape == (450, 800, 3)
    assert len(np.unique(image.reshape(-1, 3), axis=0)) > 20


@pytest.mark.parametrize("kind", KINDS)
def test_same_bytes_in_every_file_type(kind: str) -> None:
    tables = cases.region_tables(cases.NORTHERN_IRAQ, 30, scatter=0.1, country="IQ")
    sheets = [draw_map(tables, PRESENTATION, Paper(600, 338), _view(kind)) for _ in "ab"]
    for name in ("png", "svg", "pdf"):
        how = 60 if name == "png" else "title"
        first, second = (hashlib.sha256(getattr(one, name)(how)).hexdigest() for one in sheets)
        assert first == second, name


def test_svg_holds_text_that_can_be_found(tmp_path) -> None:
    write_map_svg(sample_tables(), tmp_path / "map.svg", PRESENTATION, dpi=60)
    svg = (tmp_path / "map.svg").read_text("utf-8")
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    for name in ("Metina", "Zakho district", "زاخۆ", "IRAQ", "56 bases jointly", "TLP:CLEAR"):
        assert name in texts, name
    assert "<dc:date>" not in svg
    assert "font-weight: 700" in svg


def test_pdf_holds_text_that_can_be_found(tmp_path) -> None:
    import shutil
    import subprocess

    reader = shutil.which("pdftotext")
    path = tmp_path / "map.pdf"
    write_map_pdf(sample_tables(), path, PRESENTATION, dpi=60)
    assert b"CreationDate" not in path.read_bytes()
    if reader is None:
        pytest.skip("pdftotext is not installed")
    text = subprocess.run([reader, str(path), "-"], check=True, capture_output=True).stdout.decode()
    for name in ("Metina", "زاخۆ", "IRAQ", "TLP:CLEAR"):
        assert name in text, name


@pytest.mark.parametrize(
    ("size", "language"), [("slide", "ckb"), ("a4", "ar"), ("column", "ckb"), ("square", "en")]
)
def test_sizes_and_languages(size: str, language: str, tmp_path) -> None:
    path = tmp_path / "map.png"
    write_map_png(sample_tables(), path, PRESENTATION, size=size, lang=language, dpi=60)
    paper = paper_of(size, 60)
    assert Image.open(io.BytesIO(path.read_bytes())).size == (paper.width_px, paper.height_px)


def test_in_arabic_the_page_starts_at_the_right() -> None:
    show = PRESENTATION._replace(language="ar", title="عمليات")
    sheet = draw_map(sample_tables(), show, Paper(1000, 562))
    (title,) = [a for a in sheet.axes.artists + sheet.axes.texts
                if hasattr(a, "get_text") and "عمليات" in a.get_text()]  # fmt: skip
    assert title.get_position()[0] > sheet.width / 2
    assert words("ar")["static.legend.types"] in " ".join(_texts(sheet))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"kind": "globe"}, "no kind 'globe'"),
        ({"size": "a0"}, "no size 'a0'"),
        ({"dpi": 5}, "dpi 5"),
        ({"bbox": "1,2,3"}, "bbox '1,2,3'"),
        ({"bbox": "1,9,3,2"}, "bbox"),
        ({"kind": "multiples", "by": "week"}, "neither month nor year"),
        ({"kind": "before-after"}, "day=YYYY-MM-DD"),
        ({"kind": "locator"}, "event=ID"),
        ({"kind": "locator", "event": "e-none"}, "no event 'e-none'"),
        ({"kind": "locator", "event": "e-nowhere"}, "no place is named"),
    ],
)
def test_wrong_options_say_what_would_be_right(options: dict, told: str, tmp_path) -> None:
    with pytest.raises(FormatError, match=re.escape(told)):
        write_map_png(sample_tables(), tmp_path / "map.png", PRESENTATION, **options)
    assert not (tmp_path / "map.png").exists()


# --- periods ------------------------------------------------------------------------------


def _events(*dates: tuple[str, str, str], **more: object) -> Tables:
    rows = [
        {"event_id": f"e{i}", "date": start, "date_start": start, "date_end": end,
         "date_kind": kind, "status": "occurred", "event_type": "Battles"} | more
        for i, (start, end, kind) in enumerate(dates)
    ]  # fmt: skip
    tables = sample_tables()
    tables["events"] = make_table("events", rows)
    return tables


def test_dates_are_dealt_out_as_they_are_known() -> None:
    tables = _events(
        ("2023-01-05", "2023-01-05", "day"),
        ("2023-01-01", "2023-01-31", "within"),
        ("2023-01-30", "2023-02-01", "within"),
        ("2023-01-15", "2023-03-02", "lasting"),
        ("", "", ""),
    )
    dealt = deal(tables["events"], "month", words("en"), 36)
    assert [p.label for p in dealt.periods] == ["January 2023", "February 2023", "March 2023"]
    assert list(dealt.sure["event_id"]) == ["e0", "e1"]
    assert len(dealt.lasting) == 3
    assert dealt.open["share"].tolist() == pytest.approx([2 / 3, 1 / 3])
    assert dealt.undated == ["e4"]


def test_every_event_is_counted_once_in_the_chart() -> None:
    tables = sample_tables()
    dealt = deal(tables["events"], "year", words("en"), 120)
    stack = stacked(tables["events"], dealt)
    drawn = sum(float(bars.sum()) for bars in stack.heights.values())
    lasting = dealt.lasting["event_id"].nunique()
    assert drawn == pytest.approx(len(tables["events"]) - len(dealt.undated) - lasting)
    solid = {kind for kind, _ in stack.keys}
    assert "not_occurred" in solid


def test_too_many_periods_are_refused_not_cut() -> None:
    tables = _events(("2010-01-05", "2010-01-05", "day"), ("2020-01-05", "2020-01-05", "day"))
    with pytest.raises(FormatError, match="by month makes 121 periods; at most 36"):
        by_period(tables, "en", "month")
    assert len(by_period(tables, "en", "").cells) == 11


def test_what_may_lie_in_several_months_has_a_map_of_its_own() -> None:
    tables = cases.region_tables(cases.UKRAINE, 4, country="UA")
    days = [("2023-01-05", "2023-01-05", "day"), ("2022-12-20", "2023-01-10", "within"),
            ("2021-05-01", "2023-02-01", "lasting"), ("", "", "")]  # fmt: skip
    for i, (start, end, kind) in enumerate(days):
        told = ["date", "date_start", "date_end", "date_kind"]
        tables["events"].loc[i, told] = [start, start, end, kind]
    series = by_period(tables, "en", "year")
    assert [cell.title for cell in series.cells] == ["2021", "2022", "2023", "may lie in several"]
    assert [set(cell.events) for cell in series.cells] == [{"e2"}, {"e2"}, {"e0", "e2"}, {"e1"}]
    assert series.left_out == {"e3"}
    assert any("without a date" in remark for remark in series.remarks)
    tables["locations"] = tables["locations"].query("event_id != 'e1'")
    series = by_period(tables, "en", "year")  # a map without anything on it would be idle
    assert series.cells[-1].title == "2023"
    assert series.left_out == {"e1", "e3"}


def test_before_and_after_put_nothing_on_a_side_it_may_not_be_on() -> None:
    tables = _events(
        ("2023-01-05", "2023-01-05", "day"),
        ("2023-01-01", "2023-01-31", "within"),
        ("2023-01-01", "2023-01-31", "lasting"),
        ("2023-01-10", "2023-01-10", "day"),
        ("", "", ""),
    )
    series = before_after(tables, "en", "2023-01-10")
    before, after = (cell.events for cell in series.cells)
    assert before == {"e0", "e2"}
    assert after == {"e2", "e3"}
    assert series.left_out == {"e1", "e4"}
    assert "1 event may lie on either side" in " ".join(series.remarks)


@pytest.mark.parametrize("number", [1, 2, 5, 12, 13, 36])
def test_the_maps_of_a_page_do_not_touch(number: int) -> None:
    boxes = grid(BOX, number, (41.0, 35.0, 46.0, 38.0))
    assert len(boxes) == number
    assert all(BOX.grown(0.01).holds(box) for box in boxes)
    assert len({(round(b.width, 6), round(b.height, 6)) for b in boxes}) == 1
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])


# --- density and divisions ----------------------------------------------------------------


def test_each_spot_falls_into_the_nearest_hexagon() -> None:
    chance = np.random.default_rng(3)
    x, y = chance.uniform(0, 200, 500), chance.uniform(0, 200, 500)
    column, row = nearest_hexagon(x, y, 10.0)
    high = 10.0 * 3**0.5 / 2
    every = [(c * 10 + 5 * (r % 2), r * high) for c in range(-2, 23) for r in range(-2, 28)]
    centres = np.array(every)
    nearest = centres[((centres[None] - np.column_stack([x, y])[:, None]) ** 2).sum(2).argmin(1)]
    mine = np.column_stack([(column + 0.5 * (row % 2)) * 10, row * high])
    assert mine == pytest.approx(nearest)


def test_hexagons_count_what_occurred_and_is_sharp_enough() -> None:
    tables = cases.region_tables(cases.SUDAN, 300, scatter=0.3, country="SD")
    frame = fit_frame((21.0, 9.0, 39.0, 23.0), BOX)
    rows = placed(tables, frame, "en")
    found = binned(rows, frame, width=4.0)
    occurred = tables["events"]["status"].eq("occurred").sum()
    assert found.counted + found.coarse == occurred
    assert found.others == 300 - occurred
    assert found.coarse > 0  # Jebel Marra is known to 40 km only
    assert int(found.counts.sum()) == found.counted


def test_divisions_count_only_what_surely_lies_in_them() -> None:
    tables = cases.region_tables(cases.UKRAINE, 200, scatter=0.5, country="UA")
    frame = fit_frame((22.0, 44.0, 41.0, 53.0), BOX)
    rows = placed(tables, frame, "en")
    found = shaded(tables, rows, frame, "")
    assert sum(frame.lon_0 > 0 for _ in found.divisions) >= 20
    occurred = rows[rows["status"] == "occurred"]
    assert sum(found.counts) + found.open == occurred["event_id"].nunique()
    vague = occurred.loc[occurred["geo_precision"] == "admin1", "event_id"].nunique()
    assert found.open >= vague > 0  # a circle of 110 km lies in no one division


def test_a_region_with_names_files_events_by_them() -> None:
    tables = sample_tables()
    frame = fit_frame((41.0, 35.0, 46.0, 38.0), BOX)
    names = {one.name for one in divisions_of(frame, tables["places"], "")}
    assert {"Duhok", "Erbil", "Nineveh"} <= names


def test_no_fill_is_said_not_to_mean_zero() -> None:
    sheet = draw_map(sample_tables(), PRESENTATION, Paper(1000, 562), View("districts"))
    told = " ".join(_texts(sheet))
    assert "none placed here" in told
    assert "does not mean that nothing" in told


def test_a_locator_tells_of_its_event_alone() -> None:
    view = View("locator", event="e-strikes")
    sheet = draw_map(sample_tables(), PRESENTATION, Paper(1000, 562), view)
    told = _texts(sheet)
    assert "Air strikes on five mountain areas" in told
    assert any("claimed by Turkish Ministry of Defence" in text for text in told)
    assert not any(text == "Bashiqa camp" for text in told)
