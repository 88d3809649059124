"""EDTF: golden cases of every form, and what holds for all of them."""

from __future__ import annotations

import re
from datetime import date

import edtf as second_opinion
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geotrack.edtf import PRECISIONS, date_in_words, days_within, parse_edtf, week_of
from geotrack.style import words

EN = words("en")
ROMAN_MONTHS = [EN[f"date.month.{n}"] for n in range(1, 13)]

# text, first, last, kind, precision, in words
GOLDEN = [
    ("2024-08-15", "2024-08-15", "2024-08-15", "day", "day", "15 August 2024"),
    ("2024-08-15T10:30:00Z", "2024-08-15", "2024-08-15", "day", "day", "15 August 2024"),
    ("2024-08", "2024-08-01", "2024-08-31", "within", "month", "August 2024"),
    ("2024-02-XX", "2024-02-01", "2024-02-29", "within", "month", "February 2024"),
    ("2024", "2024-01-01", "2024-12-31", "within", "year", "2024"),
    ("2024-XX", "2024-01-01", "2024-12-31", "within", "year", "2024"),
    ("2024-XX-XX", "2024-01-01", "2024-12-31", "within", "year", "2024"),
    ("2024-21", "2024-03-01", "2024-05-31", "within", "season", "spring 2024"),
    ("2023-24", "2023-12-01", "2024-02-29", "within", "season", "winter 2023"),
    ("202X", "2020-01-01", "2029-12-31", "within", "longer", "between 2020 and 2029"),
    ("19XX", "1900-01-01", "1999-12-31", "within", "longer", "between 1900 and 1999"),
    (
        "[2021-10-25..2021-10-31]", "2021-10-25", "2021-10-31", "within", "week",
        "one day between 25 October 2021 and 31 October 2021",
    ),
    ("[2021-10-25..2021-10-25]", "2021-10-25", "2021-10-25", "day", "day",
     "one day between 25 October 2021 and 25 October 2021"),
    ("[2021-10..2021-11]", "2021-10-01", "2021-11-30", "within", "season",
     "one day between October 2021 and November 2021"),
    ("[2024-08-15..]", "2024-08-15", None, "within", "longer", "on or after 15 August 2024"),
    ("[..2024-08]", None, "2024-08-31", "within", "longer", "on or before August 2024"),
    ("2022-04/2023", "2022-04-01", "2023-12-31", "lasting", "year", "from April 2022 to 2023"),
    ("2024-08/2024", "2024-08-01", "2024-12-31", "lasting", "year", "from August 2024 to 2024"),
    ("2022-04/..", "2022-04-01", None, "lasting", "month", "from April 2022, ongoing"),
    ("2022-04/", "2022-04-01", None, "lasting", "month", "from April 2022, end unknown"),
    ("/2022-04-17", None, "2022-04-17", "lasting", "day",
     "until 17 April 2022, beginning unknown"),
]  # fmt: skip


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("text", "first", "last", "kind", "precision", "spelt"), GOLDEN)
def test_every_form(
    text: str, first: str | None, last: str | None, kind: str, precision: str, spelt: str
) -> None:
    span = parse_edtf(text)
    assert (span.first, span.last) == (day(first), day(last))
    assert (span.kind, span.precision) == (kind, precision)
    assert date_in_words(text, EN) == spelt


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate", "spelt"),
    [
        ("2024-08-15?", True, False, "15 August 2024 (uncertain)"),
        ("2024-08~", False, True, "August 2024 (approximate)"),
        ("2024%", True, True, "2024 (uncertain and approximate)"),
        ("2015?/2016~", True, True, "from 2015 to 2016 (uncertain and approximate)"),
        ("[2024-08-15?..]", True, False, "on or after 15 August 2024 (uncertain)"),
    ],
)
def test_marks_are_kept_and_said(text: str, uncertain: bool, approximate: bool, spelt: str) -> None:
    span = parse_edtf(text)
    assert (span.uncertain, span.approximate) == (uncertain, approximate)
    assert date_in_words(text, EN) == spelt


def test_only_two_dots_go_on() -> None:
    assert parse_edtf("2022-04/..").ongoing
    assert not parse_edtf("2022-04/").ongoing
    assert not parse_edtf("2022-04/2023").ongoing


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "yesterday", "24-08-15", "2024-8-5", "2024-13", "2024-00", "2024-25", "2024-02-30",
        "2023-02-29", "0000", "0000-01-01", "9999-24", "2024-XX-15", "202X-08", "2024-08-15T25:00",
        "2024-08T10:00", "2024-08-15T10:60", "/", "../..", "..", "[..]", "[]", "[2024..2023]",
        "2024/2023", "[2024", "2024]", "{2024..2025}", "[2021,2022]", "2024-08-15??", "Y12024",
        "2024/2025/2026", "٢٠٢٤", "٢٠٢٤-٠٨-١٥", "2024-08-15\x00",
    ],
)  # fmt: skip
def test_refused(text: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_edtf(text)
    assert type(caught.value) is ValueError


@given(st.text(st.sampled_from("0123456789X-/.[]?~%T:Z ٢\x00a"), max_size=30) | st.text())
def test_any_text_is_read_or_a_plain_value_error(text: str) -> None:
    try:
        span = parse_edtf(text)
    except ValueError:
        return
    assert span.first or span.last
    assert date_in_words(text, EN)


# --- what holds for every valid text ------------------------------------------------------

years = st.integers(1, 9998).map("{:04}".format)
days = st.dates(max_value=date(9998, 12, 31)).map(str)
months = days.map(lambda text: text[:7])
seasons = st.builds("{}-{}".format, years, st.sampled_from([21, 22, 23, 24]))
unspecified = (
    years.map(lambda y: y[:3] + "X")
    | years.filter(lambda y: y[:2] != "99").map(lambda y: y[:2] + "XX")
    | years.map(lambda y: y + "-XX")
    | months.map(lambda m: m + "-XX")
)
marks = st.sampled_from(["", "?", "~", "%"])
points = st.builds("{}{}".format, days | months | years | seasons | unspecified, marks)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Any text of the grammar."""
    left, right = draw(points), draw(points)
    low, high = sorted((left, right), key=lambda text: parse_edtf(text)[:2])
    return draw(
        st.sampled_from(
            [left, f"{low}/{high}", f"{left}/..", f"{left}/", f"/{left}", f"../{left}",
             f"[{low}..{high}]", f"[{left}..]", f"[..{left}]"]
        )
    )  # fmt: skip


@given(texts())
def test_first_is_not_after_last(text: str) -> None:
    span = parse_edtf(text)
    assert span.first or span.last
    if span.first and span.last:
        assert span.first <= span.last
    assert span.precision in PRECISIONS
    assert (span.kind == "lasting") == ("/" in text)
    assert span.kind != "day" or span.first == span.last


@given(texts())
def test_words_are_never_sharper_than_the_date(text: str) -> None:
    spelt = date_in_words(text, EN)
    written_days = {int(d) for d in re.findall(r"-\d\d-(\d\d)", text)}
    spelt_days = {int(d) for d in re.findall(r"\b(\d{1,2}) [A-Z]", spelt)}
    assert spelt_days == written_days
    written_months = {int(m) for m in re.findall(r"\d{4}-(\d\d)", text) if int(m) < 13}
    spelt_months = {n for n, name in enumerate(ROMAN_MONTHS, 1) if name in spelt}
    assert spelt_months == written_months
    span = parse_edtf(text)
    assert ("uncertain" in spelt) == span.uncertain
    assert ("approximate" in spelt) == span.approximate


# PyPI's edtf is slow, its seasons follow other months, it knows no X within intervals and begins
# 000X in the year 0.
modern = st.dates(min_value=date(100, 1, 1)).map(str)
plain = st.builds(
    "{}{}".format, st.builds(lambda d, n: d[:n], modern, st.sampled_from([10, 7, 4])), marks
)


@settings(max_examples=25)
@given(plain | modern.map(lambda d: f"{d[:3]}X") | modern.map(lambda d: f"{d[:7]}-XX"))
def test_a_second_opinion_agrees_on_points(text: str) -> None:
    span, other = parse_edtf(text), second_opinion.parse_edtf(text)
    assert span.first == date(*other.lower_strict()[:3])
    assert span.last == date(*other.upper_strict()[:3])


@settings(max_examples=25)
@given(plain, plain)
def test_a_second_opinion_agrees_on_intervals(left: str, right: str) -> None:
    low, high = sorted((left, right), key=lambda text: parse_edtf(text)[:2])
    span, other = parse_edtf(f"{low}/{high}"), second_opinion.parse_edtf(f"{low}/{high}")
    assert span.first == date(*other.lower_strict()[:3])
    assert span.last == date(*other.upper_strict()[:3])


# --- weeks and open ends ------------------------------------------------------------------


@given(st.dates())
def test_a_week_holds_its_day_and_starts_on_monday(some_day: date) -> None:
    span = parse_edtf(week_of(some_day))
    assert span.first is not None
    assert span.last is not None
    assert span.first <= some_day <= span.last
    assert span.first.weekday() == 0
    assert span.last.weekday() == 6 or span.last == date.max


def test_the_last_day_of_the_calendar_has_a_week() -> None:
    assert week_of(date.max) == "[9999-12-27..9999-12-31]"


def test_an_open_end_stops_at_as_of_but_not_before_it_began() -> None:
    began = date(2022, 4, 1)
    assert days_within(parse_edtf("2022-04/.."), date(2024, 1, 1)) == (began, date(2024, 1, 1))
    assert days_within(parse_edtf("2022-04/"), date(2020, 1, 1)) == (began, began)
    assert days_within(parse_edtf("/2022"), date(2024, 1, 1)) == (None, date(2022, 12, 31))
