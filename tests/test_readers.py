"""Readers: what stands in the file comes out, and what cannot be read is said in one plain line."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.columns import BEYOND
from geotrack.errors import InputError
from geotrack.readers.csv import read_csv_table
from geotrack.readers.declared import declared_table
from geotrack.readers.encoding import decode_text
from geotrack.readers.json import read_json_table
from geotrack.readers.xlsx import read_xlsx_table
from geotrack.writers.csv import write_csv_rows

if TYPE_CHECKING:
    from geotrack.readers.raw import RawTable


@pytest.fixture
def read(tmp_path: Path) -> Any:
    """Reads bytes or text as a CSV file."""

    def read_bytes(data: bytes | str, **options: str) -> RawTable:
        path = tmp_path / "a.csv"
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return read_csv_table(path, **options)

    return read_bytes


def lines(raw: RawTable) -> list[list[str]]:
    return [list(raw.frame.columns), *raw.frame.to_numpy().tolist()]


# --- CSV ----------------------------------------------------------------------------------

TABLE = [["date", "title"], ["2024", "Zakho"], ["", "Amêdî, ئامێدی"]]


def as_csv(table: list[list[str]], separator: str = ",") -> str:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator).writerows(table)
    return file.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separators_and_byte_order_marks(read: Any, separator: str, encoding: str) -> None:
    raw = read(as_csv(TABLE, separator).encode(encoding))
    assert lines(raw) == TABLE
    assert raw.rows == [2, 3]


def test_the_separator_is_not_looked_for_within_quotes(read: Any) -> None:
    assert lines(read('"a,b,c";d\n1;2\n')) == [["a,b,c", "d"], ["1", "2"]]


def test_given_separator_and_encoding(read: Any) -> None:
    assert lines(read("a,b;c\n1,2;3\n", separator="semicolon")) == [["a,b", "c"], ["1,2", "3"]]
    assert lines(read("a;b\nç;1\n".encode("cp1254"), encoding="cp1254")) == [["a", "b"], ["ç", "1"]]


@pytest.mark.parametrize(
    ("encoding", "sentence"),
    [
        ("cp1256", "قصفت طائرات تركية مواقع في جبال متين وكارة شمال العراق يوم الجمعة"),
        ("cp1254", "Türk savaş uçakları Irak'ın kuzeyindeki Metina ve Gara dağlarını bombaladı"),
    ],
)
def test_windows_code_pages_are_found_out(read: Any, encoding: str, sentence: str) -> None:
    table = [["date", "title"], *([str(year), sentence] for year in range(2000, 2020))]
    assert lines(read(as_csv(table).encode(encoding))) == table


def test_quoted_newlines_count_as_one_row(read: Any) -> None:
    raw = read('date,notes\n2024,"one\ntwo"\n\n2025,three\n')
    assert raw.frame["notes"].tolist() == ["one\ntwo", "three"]
    assert raw.rows == [2, 4]


def test_short_rows_are_filled_up_and_blank_ones_left_out(read: Any) -> None:
    raw = read("a,b,c\n1\n ,,\n2,3\n")
    assert lines(raw) == [["a", "b", "c"], ["1", "", ""], ["2", "3", ""]]
    assert raw.rows == [2, 4]


def test_a_row_wider_than_the_header_keeps_what_is_beyond(read: Any) -> None:
    raw = read("date,title\n2024,Attack, Baghdad\n2025,x,,\n")
    assert lines(raw) == [
        ["date", "title", BEYOND],
        ["2024", "Attack", "Baghdad"],
        ["2025", "x", ""],
    ]


def test_columns_without_a_header_are_private_notes(read: Any) -> None:
    assert lines(read("date,title,,\n2024,x,,secret\n")) == [["date", "title"], ["2024", "x"]]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "a.csv is empty"),
        (b" \n\n ", "a.csv is empty"),
        (b"\xef\xbb\xbf", "a.csv is empty"),
        (b"\xff\xfe", "a.csv is empty"),
        (b"\n1,2\n", "has a header but no rows"),
        (b"date,title\n", "a.csv has a header but no rows"),
        (b"date,title\n,\n", "a.csv has a header but no rows"),
        (b"date,title,date\n1,2,3\n", "two columns named 'date'"),
        (b'date,title\n2024,a\n2025,"b\n', "a.csv row 3: broken CSV"),
        (b'date,title\n2024,"a"b\n', "a.csv row 2: broken CSV"),
        (b"date,title\n1,a\x00b\n", "binary data"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xd8", "is not text"),
        (b"\xff\xfed\x00a\x00t", "looked like utf-16 but is not"),
    ],
)
def test_what_is_no_table(read: Any, data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        read(data)


@pytest.mark.parametrize("encoding", ["no-such", "hex", "undefined", "utf-16", "a\x00b"])
def test_a_wrong_encoding_is_said(encoding: str) -> None:
    with pytest.raises(InputError, match=re.escape(f"a.csv cannot be read as {encoding}")):
        decode_text(b"d\xc3\xa4ta", "a.csv", encoding)


def test_a_wrong_separator_is_said(read: Any) -> None:
    with pytest.raises(InputError, match="separator 'colon' is none of comma, semicolon"):
        read("a,b\n1,2\n", separator="colon")


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"b\.csv is not there"):
        read_csv_table(tmp_path / "b.csv")
    with pytest.raises(InputError, match="is a folder"):
        read_csv_table(tmp_path)
    with pytest.raises(InputError, match="cannot be read"):
        read_csv_table(tmp_path / ("n" * 300 + ".csv"))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_an_input_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.csv"
    path.write_bytes(data)
    try:
        raw = read_csv_table(path)
    except InputError as error:
        assert str(error).startswith("fuzz.csv")
    else:
        assert len(raw.rows) == len(raw.frame) > 0


cells = st.text(st.characters(exclude_categories=["Cc", "Cs"])) | st.builds(
    "{}{}".format, st.sampled_from(["'", "''", "=", "+", "-", "@", "'=", "''@"]), st.text("a=")
)


@given(st.lists(cells, min_size=1, max_size=5))
def test_the_guard_against_formulas_comes_off_again(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "guard.csv"
    write_csv_rows(path, ["title", "n"], [{"title": text, "n": "x"} for text in texts])
    written = list(csv.reader(io.StringIO(path.read_bytes().decode(), newline="")))[1:]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell, _ in written)
    assert read_csv_table(path).frame["title"].tolist() == texts


def told(raw: RawTable) -> list[tuple[str, str, str]]:
    return [(note.row, note.column, note.reason) for note in raw.notes]


@pytest.mark.parametrize(
    "sentence",
    ["Türk uçakları Şırnak'ta", "Iğdır", "Kürt köyü", "Metina dağı bombalandı; İHA düştü"],
)
def test_turkish_letters_win_and_a_guess_is_never_silent(read: Any, sentence: str) -> None:
    raw = read(f"date,title\n2024,{sentence}\n".encode("cp1254"))
    assert raw.frame["title"].tolist() == [sentence]
    ((row, column, reason),) = told(raw)
    assert (row, column) == ("", "")
    assert reason.startswith("read as windows-125")
    assert ", a guess" in reason
    assert "[read] encoding" in reason
    assert told(read(f"date,title\n2024,{sentence}\n".encode())) == []


def test_damaged_utf_8_names_the_row(read: Any) -> None:
    data = "date,title\n2024,dağı\n2024,ğü\n2024,".encode() + b"d\xfc\xf0n\n"
    with pytest.raises(InputError, match=r"a\.csv row 4: not UTF-8 \(byte \d+\)"):
        read(data)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(read: Any, encoding: str) -> None:
    assert lines(read(as_csv(TABLE).encode(encoding))) == TABLE


def test_excels_line_that_says_the_separator(read: Any) -> None:
    raw = read("sep=;\r\na,b;c\r\n1,2;3\r\n")
    assert lines(raw) == [["a,b", "c"], ["1,2", "3"]]
    assert (raw.rows, told(raw)) == ([3], [])


def test_titles_above_the_header_are_skipped_and_named(read: Any) -> None:
    raw = read("Incidents, northern Iraq\nas of May\n\nDate;Title\n2024;x\n")
    assert lines(raw) == [["Date", "Title"], ["2024", "x"]]
    assert raw.rows == [5]
    ((row, _, reason),) = told(raw)
    assert row == "1 to 3"
    assert reason.startswith("skipped as titles: row 4 is taken for the header")
    assert raw.rejects(["Date"])[0]["file"] == "a.csv"


def test_the_header_row_can_be_said(read: Any) -> None:
    assert lines(read("x\na,b\n1,2\n", header_row=2)) == [["a", "b"], ["1", "2"]]
    with pytest.raises(InputError, match="has no row 9"):
        read("a,b\n1,2\n", header_row=9)
    # A header of the project's own words is no title, whatever stands below it.
    own = read("Gün,Nerede\nday,city\n", mapped=["Gün", "Nerede"])
    assert lines(own)[0] == ["Gün", "Nerede"]


# --- Excel --------------------------------------------------------------------------------


def workbook(tmp_path: Path, rows: list[list[Any]], formats: dict[str, str] | None = None) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, code in (formats or {}).items():
        book.active[cell].number_format = code
    path = tmp_path / "a.xlsx"
    book.save(path)
    return path


def test_excel_cells_as_people_see_them(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [
            ["Date", "n", "lat", "ok", "title"],
            [datetime(2024, 8, 15), 5.0, 36.4474, True, " Zakho "],  # noqa: DTZ001
            [45519, 0, None, None, "زاخۆ"],
            [datetime(2024, 8, 15, 10, 30), 7, None, None, "x"],  # noqa: DTZ001
        ],
    )
    assert lines(read_xlsx_table(path)) == [
        ["Date", "n", "lat", "ok", "title"],
        ["2024-08-15", "5", "36.4474", "True", "Zakho"],
        ["45519", "0", "", "", "زاخۆ"],
        ["2024-08-15T10:30:00", "7", "", "", "x"],
    ]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("yyyy-mm-dd", "2024-08-01"),
        ("d-mmm-yy", "2024-08-01"),
        ("mmm-yy", "2024-08"),
        ("[$-41F]mmmm yyyy;@", "2024-08"),
        ('"day" mm/yyyy', "2024-08"),
        ("yyyy", "2024"),
    ],
)
def test_an_excel_date_is_no_sharper_than_it_is_shown(tmp_path: Path, code: str, text: str) -> None:
    """Who types "Aug 2024" into Excel gets the first of August, shown as Aug-24."""
    august = datetime(2024, 8, 1)  # noqa: DTZ001
    path = workbook(tmp_path, [["date"], [august]], {"A2": code})
    assert read_xlsx_table(path).frame.loc[0, "date"] == text


def test_excel_rows_are_numbered_as_excel_does(tmp_path: Path) -> None:
    raw = read_xlsx_table(workbook(tmp_path, [[], ["date"], ["2024"], [], ["2025"]]))
    assert raw.rows == [3, 5]


def test_the_first_sheet_that_holds_anything_or_the_named_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("second").append(["date"])
    book["second"].append(["2024"])
    book.create_sheet("third").append(["date"])
    book["third"].append(["2025"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    assert read_xlsx_table(path).frame["date"].tolist() == ["2024"]
    assert read_xlsx_table(path, sheet="third").frame["date"].tolist() == ["2025"]
    with pytest.raises(InputError, match=r"no sheet 'x'; it has: Sheet, second, third"):
        read_xlsx_table(path, sheet="x")


def test_sheets_that_are_not_read_are_named(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["date"], ["2024"]])
    book = openpyxl.load_workbook(path)
    book.create_sheet("empty")
    book.create_sheet("2025").append(["date"])
    book.save(path)
    (note,) = read_xlsx_table(path).notes
    assert note.value == "'2025'"
    assert read_xlsx_table(path, sheet="Sheet").notes == ()


def test_a_formula_without_a_value_is_named(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["date", "title", "mine"], ["2024", "=A1", "=A2"], ["2025", "x"]])
    raw = read_xlsx_table(path)
    assert raw.frame["title"].tolist() == ["", "x"]
    (note,) = raw.rejects(["date", "title"])
    assert (note["row"], note["column"], note["value"]) == ("2", "title", "=A1")
    assert note["reason"].startswith("cell B2: the formula has no value")


def test_a_value_merged_over_rows_counts_for_each_but_a_count_does_not(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        [["Incidents"], ["date", "place", "killed"], ["2024-08-15", "Zap", 7], [None, "Gara"],
         ["2024-08-16", "Asos", 1]],
    )  # fmt: skip
    book = openpyxl.load_workbook(path)
    for cells in ("A1:C1", "A3:A4", "C3:C4"):
        book.active.merge_cells(cells)
    book.save(path)
    raw = read_xlsx_table(path)
    assert lines(raw)[1:] == [
        ["2024-08-15", "Zap", ""], ["2024-08-15", "Gara", ""], ["2024-08-16", "Asos", "1"],
    ]  # fmt: skip
    assert [(n.row, n.column, n.value) for n in raw.notes] == [
        ("1", "", ""), ("3", "fatalities", "7"),
    ]  # fmt: skip


def test_an_empty_workbook(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.xlsx is empty"):
        read_xlsx_table(workbook(tmp_path, []))


def test_what_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_text("date,title\n2024,a\n")
    with pytest.raises(InputError, match=r"not an \.xlsx workbook"):
        read_xlsx_table(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(InputError, match="not a workbook that can be read"):
        read_xlsx_table(path)


def test_a_damaged_workbook_is_never_a_traceback(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["date", "title"], ["2024", "a"]])
    whole = path.read_bytes()
    for seed in range(150):
        dice = random.Random(seed)  # noqa: S311
        data = bytearray(whole)
        for _ in range(dice.randint(1, 30)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        path.write_bytes(bytes(data[: dice.randrange(10, len(data))] if seed % 3 else data))
        try:
            read_xlsx_table(path)
        except InputError as error:
            assert str(error).startswith("a.xlsx ")


# --- GeoJSON ------------------------------------------------------------------------------


def geojson(tmp_path: Path, data: Any) -> Path:
    path = tmp_path / "a.geojson"
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def collection(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def test_points_and_null_geometry(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [43.35, 36.5, 300]}
    raw = read_json_table(
        geojson(
            tmp_path,
            collection(
                feature(point, title="a", killed=5.0, tags=["x"], actor1=None),
                feature(None, title="ب", sure=True),
            ),
        )
    )
    assert raw.frame.to_dict("records") == [
        {"title": "a", "killed": "5", "tags": '["x"]', "actor1": "", "longitude": "43.35",
         "latitude": "36.5", "sure": ""},
        {"title": "ب", "killed": "", "tags": "", "actor1": "", "longitude": "", "latitude": "",
         "sure": "true"},
    ]  # fmt: skip
    assert raw.rows == [1, 2]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("{", "a.geojson is not JSON"),
        ("[" * 100_000, "a.geojson is not JSON"),
        ('{"features": ' + "9" * 5000 + "}", "a.geojson is not JSON"),
        ("[]", "a.geojson holds no events: its list is empty"),
        ("{}", "it has nothing"),
        ({"type": "Feature"}, "holds no list of events"),
        ({"features": ["x"]}, "not a GeoJSON FeatureCollection"),
        (collection(), "a.geojson"),
        (collection(feature(None, t="a"), feature({"type": "Point"})), "feature 2: its geometry"),
        (collection(feature({"type": "Point", "coordinates": [1]})), "its geometry is broken"),
        (collection(feature([1, 2])), "its geometry is broken"),
        (collection({"properties": [1]}), "its properties are not an object"),
    ],
)
def test_what_is_no_collection_of_points(tmp_path: Path, data: Any, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        read_json_table(geojson(tmp_path, data))


# --- geotrack's own tables ----------------------------------------------------------------


def declared(raw: RawTable, name: str = "figures") -> tuple[list[dict[str, Any]], list[Any]]:
    rejects: list[dict[str, str]] = []
    table = declared_table(name, raw, f"{name[:-1]}_id", rejects)
    return table.to_dict("records"), [(r["row"], r["column"], r["reason"]) for r in rejects]


def test_declared_columns_are_kept_and_the_others_stay_home(read: Any) -> None:
    rows, rejects = declared(read("Figure ID,what,value_low,my phone\nf1,bases,٥٦,123\n"))
    assert (rows[0]["figure_id"], rows[0]["what"], rows[0]["value_low"]) == ("f1", "bases", 56)
    assert "my phone" not in rows[0]
    assert rejects == []


def test_rows_that_cannot_be_used_are_rejected(read: Any) -> None:
    rows, rejects = declared(
        read(
            "figure_id,date,value_low\n"
            "f1,2024,56\n,2024,1\nf1,2024,2\nf2,August,3\nf3,2024,many\nf4,2024,nan\n"
            "f5,2024,1e999\nf6,2024,7,8\n"
        )
    )
    assert [row["figure_id"] for row in rows] == ["f1"]
    assert [(row, column) for row, column, _ in rejects] == [
        ("3", "figure_id"), ("4", "figure_id"), ("5", "date"), ("6", "value_low"),
        ("7", "value_low"), ("8", "value_low"), ("9", BEYOND),
    ]  # fmt: skip


def test_a_missing_or_doubled_column(read: Any) -> None:
    with pytest.raises(InputError, match="no column 'figure_id'"):
        declared(read("what\nbases\n"))
    with pytest.raises(InputError, match="two columns that mean 'figure_id'"):
        declared(read("figure_id,Figure ID\nf1,f2\n"))
