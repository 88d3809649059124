"""Dates as people write them: read rightly or refused, never sharper than written."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.datecells import date_of_parts, join_dates, widen_date, within_dates
from geotrack.dates import FIRST_YEAR, date_to_edtf, plain_digits
from geotrack.edtf import PRECISIONS, parse_edtf

ENGLISH = "January February March April May June July August September October November December"
TURKISH = "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık"
EGYPT = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
IRAQ = ["كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول",
        "تشرين الأول", "تشرين الثاني", "كانون الأول"]  # fmt: skip
MONTHS = [
    (name, number)
    for names in (ENGLISH.split(), TURKISH.split(), EGYPT.split(), IRAQ)
    for number, name in enumerate(names, 1)
]


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("", ""),
        ("  ", ""),
        ("2024-08-15", "2024-08-15"),
        (" 2024-08 ", "2024-08"),
        ("2024?", "2024?"),
        ("2022-04/..", "2022-04/.."),
        ("2024/08/15", "2024-08-15"),
        ("2024-8-5", "2024-08-05"),
        ("15.08.2024", "2024-08-15"),
        ("15/08/2024", "2024-08-15"),
        ("08/15/2024", "2024-08-15"),
        ("05/05/2024", "2024-05-05"),
        ("08/2024", "2024-08"),
        ("15 Aug 2024", "2024-08-15"),
        ("15-Aug-2024", "2024-08-15"),
        ("15th August 2024", "2024-08-15"),
        ("August 15, 2024", "2024-08-15"),
        ("Aug. 15 2024", "2024-08-15"),
        ("Sept 2024", "2024-09"),
        ("AUGUST 2024", "2024-08"),
        ("20240815", "2024-08-15"),
        ("45519", "2024-08-15"),
        ("45519.75", "2024-08-15"),
        ("2024-08-15 10:30", "2024-08-15"),
        ("2024-08-15T10:30:00.000Z", "2024-08-15"),
        ("15.08.2024 10:30 PM", "2024-08-15"),
        ("١٥/٠٨/٢٠٢٤", "2024-08-15"),
        ("۱۵/۰۸/۲۰۲۴", "2024-08-15"),
        ("٢٠٢٤-٠٨", "2024-08"),
        ("15 MAYIS 2024", "2024-05-15"),
        ("NİSAN 2024", "2024-04"),
        ("KASIM 2024", "2024-11"),
        ("١٥ اب ٢٠٢٤", "2024-08-15"),
        ("تشرين الاول 2024", "2024-10"),
        ("15/Aug/2024", "2024-08-15"),
        ("15 Ağu 2024", "2024-08-15"),
        ("2024 Aug 15", "2024-08-15"),
        ("Thursday, 15 August 2024", "2024-08-15"),
        ("Thu 15 Aug 2024", "2024-08-15"),
        ("Perşembe, 15 Ağustos 2024", "2024-08-15"),
        ("Unknown", ""),
        ("n/a", ""),
        ("-", ""),
        ("?", ""),
    ],
)
def test_read(written: str, edtf: str) -> None:
    assert date_to_edtf(written) == edtf


@pytest.mark.parametrize(("name", "number"), MONTHS)
def test_every_month_name(name: str, number: int) -> None:
    assert date_to_edtf(f"{name} 2024") == f"2024-{number:02}"
    assert date_to_edtf(f"17 {name} 2024") == f"2024-{number:02}-17"


@pytest.mark.parametrize(
    "written",
    ["soon", "15/08/24", "31/02/2024", "2024-02-30", "2024-13-01", "0000-00-00", "99/99/2024",
     "Friday", "15", "1", "5/2024/08", "15 Foo 2024", "August", "Aug-24", "15 August",
     "32 August 2024", "2024-08-15 or 16", "99999", "1e5"],
)  # fmt: skip
def test_refused(written: str) -> None:
    with pytest.raises(ValueError):
        date_to_edtf(written)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("15-Aug-24", "writes the year with 2 digits"),
        ("Friday, 15 August 2024", "is no Friday but a Thursday"),
        ("12-14 August 2024", "written [2024-08-12..2024-08-14], all of it 2024-08-12/2024-08-14"),
        ("August 12–14, 2024", "[2024-08-12..2024-08-14]"),
        ("30 July - 2 August 2024", "[2024-07-30..2024-08-02]"),
        ("13.08.2024 to 14.08.2024", "2024-08-13/2024-08-14"),
        ("July-August 2024", "[2024-07..2024-08]"),
        ("Q3 2024", "[2024-07..2024-09]"),
        ("summer 2024", "is written 2024-22"),
        ("early August 2024", "one day within a span, such as [2024-08-01..2024-08-10]"),
        ("late April 2023", "write the month, 2023-04, or"),
        ("late April 2023", "such as [2023-04-21..2023-04-30]"),
        ("mid-2023", "such as [2023-05..2023-08]"),
        ("late 2023", "write the year, 2023, or one day within a span, such as [2023-10..2023-12]"),
        ("between 3 and 5 May 2023", "one day within it is written [2023-05-03..2023-05-05]"),
        ("between March and May 2023", "all of it 2023-03/2023-05"),
        ("c. 2020", "a date that is about right is written 2020~"),
        ("around May 2020", "is written 2020-05~"),
        ("c. nobody knows", "no date that can be read"),
        ("1403-05-25", "the year 1403 looks like the Iranian calendar"),
        ("25/05/1403", "the year 1403 looks like the Iranian calendar"),
        ("1446-02", "the year 1446 looks like the Islamic calendar"),
        ("1402/1403", "Iranian"),
        ("0204-08-15", "the year 0204 is before 1700"),
        ("18000", "is no date that can be read"),
    ],
)
def test_what_could_be_meant_otherwise_is_refused_with_how_to_write_it(
    written: str, told: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(told)):
        date_to_edtf(written)


def test_an_ambiguous_date_names_both_readings() -> None:
    with pytest.raises(ValueError, match=r"2024-04-03 \(day first\) or 2024-03-04 \(month first\)"):
        date_to_edtf("03/04/2024")
    with pytest.raises(ValueError, match="date_order"):
        date_to_edtf("03/04/2024", "ymd")
    assert date_to_edtf("03/04/2024", "dmy") == "2024-04-03"
    assert date_to_edtf("03/04/2024", "mdy") == "2024-03-04"


@given(st.dates(date(1950, 1, 1), date(2100, 12, 31)))
def test_excel_serials_count_from_1899_12_30(day: date) -> None:
    assert date_to_edtf(str((day - date(1899, 12, 30)).days)) == str(day)


@given(st.sampled_from(MONTHS), st.integers(FIRST_YEAR, 9999))
def test_a_month_never_becomes_a_day(month: tuple[str, int], year: int) -> None:
    span = parse_edtf(date_to_edtf(f"{month[0]} {year}"))
    assert (span.precision, span.kind) == ("month", "within")


@given(st.integers(FIRST_YEAR, 9999))
def test_a_year_stays_a_year(year: int) -> None:
    assert parse_edtf(date_to_edtf(f"{year:04}")).precision == "year"


@given(st.dates(date(FIRST_YEAR, 1, 1)), st.sampled_from(["-", "/", "."]))
def test_numbers_are_read_in_the_order_of_the_project(day: date, mark: str) -> None:
    dmy = f"{day.day}{mark}{day.month}{mark}{day.year:04}"
    assert date_to_edtf(dmy, "dmy") == str(day)


@given(
    st.text()
    | st.text(st.sampled_from("0123456789/.-: TAugustMay,[]?~٣٤۵"), max_size=20)
    | st.integers().map(str),
    st.sampled_from(["", "dmy", "mdy", "ymd"]),
)
def test_any_text_is_read_or_a_value_error(text: str, order: str) -> None:
    try:
        edtf = date_to_edtf(text, order)
    except ValueError:
        return
    assert not edtf or parse_edtf(edtf)


def test_digits_of_every_script() -> None:
    assert plain_digits("٣٤ ۳۴ ३४ 34 ²") == "34 34 34 34 ²"


# --- a separate precision -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("edtf", "precision", "wide"),
    [
        ("2021-10-27", "", "2021-10-27"),
        ("2021-10-27", "1", "2021-10-27"),
        ("2021-10-27", " Week ", "[2021-10-25..2021-10-31]"),
        ("2021-10-27", "3", "2021-10"),
        ("2021-10-27", "year", "2021"),
        ("2021-10-27?", "3", "2021-10?"),
        ("2021-10-27~", "2", "[2021-10-25~..2021-10-31~]"),
        ("2021-10-27%", "year", "2021%"),
        ("2021-10-27T10:00", "3", "2021-10"),
        ("[2021-10-27..2021-10-27]", "3", "2021-10"),
        ("0999-05-01", "3", "0999-05"),
        ("9999-12-31", "2", "[9999-12-27..9999-12-31]"),
        ("2021", "1", "2021"),
        ("2021/2022", "2", "2021/2022"),
        ("", "2", ""),
    ],
)
def test_widen(edtf: str, precision: str, wide: str) -> None:
    assert widen_date(edtf, precision) == wide


def test_an_unknown_precision_is_refused() -> None:
    with pytest.raises(ValueError, match=r"1 \(day\), 2 \(week\) or 3 \(month\)"):
        widen_date("2021-10-27", "7")


@given(st.dates(), st.sampled_from(["", "?", "~", "%"]), st.sampled_from(["", "2", "3", "year"]))
def test_widening_holds_the_day_and_keeps_its_marks(day: date, mark: str, precision: str) -> None:
    narrow, wide = parse_edtf(f"{day}{mark}"), parse_edtf(widen_date(f"{day}{mark}", precision))
    assert wide.first is not None
    assert wide.last is not None
    assert wide.first <= day <= wide.last
    assert PRECISIONS.index(wide.precision) >= PRECISIONS.index(narrow.precision)
    assert (wide.uncertain, wide.approximate) == (narrow.uncertain, narrow.approximate)


# --- beginning and end --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "joined"),
    [
        ("", "", ""),
        ("2022", "", "2022"),
        ("2022", "2022", "2022"),
        ("", "2022", "/2022"),
        ("2022-04-17", "2022-07", "2022-04-17/2022-07"),
    ],
)
def test_join(start: str, end: str, joined: str) -> None:
    assert join_dates(start, end) == joined


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2023", "2022"),
        ("2022/2023", "2024"),
        ("[2022..2023]", "2024"),
        ("2022", "[2023..2024]"),
        ("", "[2021..2022]"),
        ("", "2021/2022"),
    ],
)
def test_what_cannot_be_joined(start: str, end: str) -> None:
    with pytest.raises(ValueError, match=r"ends before|already"):
        join_dates(start, end)


@given(st.dates(), st.integers(0, 4000))
def test_a_joined_date_lasts_from_its_first_to_its_last_day(start: date, length: int) -> None:
    end = start + min(timedelta(days=length), date.max - start)
    span = parse_edtf(join_dates(str(start), str(end)))
    assert (span.first, span.last) == (start, end)
    assert span.kind == ("lasting" if start != end else "day")


# --- parts, and UCDP's precision ----------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "edtf"),
    [
        (("2024", "8", "15"), "2024-08-15"),
        (("2024.0", "8.0", "0"), "2024-08"),
        (("2024", "Aug", ""), "2024-08"),
        (("2024", "0", "0"), "2024"),
        (("", "", ""), ""),
    ],
)
def test_parts_make_a_date_as_sharp_as_they_are(parts: tuple[str, str, str], edtf: str) -> None:
    assert date_of_parts(*parts) == edtf


@pytest.mark.parametrize(
    "parts", [("2024", "", "15"), ("", "8", ""), ("24", "8", "1"), ("2024", "soon", "")]
)
def test_parts_that_make_no_date(parts: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError):
        date_of_parts(*parts)


@pytest.mark.parametrize(
    ("start", "end", "code", "edtf"),
    [
        ("2021-10-25", "2021-10-25", "1", "2021-10-25"),
        ("2021-10-25", "2021-10-31", "3", "[2021-10-25..2021-10-31]"),
        ("2021-10-01", "2021-10-31", "4.0", "[2021-10-01..2021-10-31]"),
        ("2021-10-25", "", "5", "2021"),
    ],
)
def test_ucdp_knows_one_day_within(start: str, end: str, code: str, edtf: str) -> None:
    assert within_dates(start, end, code) == edtf
    with pytest.raises(ValueError, match="date_prec"):
        within_dates(start, end, "9")
