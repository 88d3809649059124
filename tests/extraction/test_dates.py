"""Dates in text: what words mean, which way they point, where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geotrack.edtf import parse_edtf
from geotrack.extraction.dating.dates import DateMention, find_dates
from geotrack.extraction.dating.units import UNITS, edtf_text, shifted, stretch_of, timex_value

# A Wednesday.
PUBLISHED = "2024-08-21"


def _values(text: str, published: str = PUBLISHED, **options: str) -> list[tuple[str, str]]:
    return [(told.text, told.value) for told in find_dates(text, published, **options)]


def _only(text: str, published: str = PUBLISHED) -> DateMention:
    (told,) = find_dates(text, published)
    return told


@pytest.mark.parametrize(
    ("text", "value", "edtf"),
    [
        ("He came on 15 August 2024.", "2024-08-15", "2024-08-15"),
        ("He came on Aug. 15, 2024.", "2024-08-15", "2024-08-15"),
        ("He came on the 15th of August, 2024.", "2024-08-15", "2024-08-15"),
        ("He came on 05-Mar-2021.", "2021-03-05", "2021-03-05"),
        ("He came in January of 2020.", "2020-01", "2020-01"),
        ("He came in early March 2020.", "2020-03", "2020-03"),
        ("He came in the first week of March 2020.", "2020-03", "2020-03"),
        ("He came on the first Sunday of May 2020.", "2020-05-03", "2020-05-03"),
        ("He came in 2019.", "2019", "2019"),
        ("He came in the third quarter of 2019.", "2019-Q3", "[2019-07..2019-09]"),
        ("He came in the last quarter of 2022.", "2022-Q4", "[2022-10..2022-12]"),
        ("He came in Q3 2019.", "2019-Q3", "[2019-07..2019-09]"),
        ("He came in fiscal 2019.", "2019", "2019"),
        ("He came in the first half of 2018.", "2018-H1", "[2018-01..2018-06]"),
        ("He came in the summer of 2019.", "2019-SU", "2019-22"),
        ("It was built in the 1990s.", "199X", "199X"),
        ("It was built in the late '80s.", "198X", "198X"),
        ("It was built in the 1990's.", "199X", "199X"),
        ("It was built in the nineteenth century.", "18XX", "18XX"),
        ("It was built in 431 BC.", "BC0431", ""),
        ("He came the week of March 6, 2000.", "2000-W10", "[2000-03-06..2000-03-12]"),
        ("He came on Christmas Eve 2019.", "2019-12-24", "2019-12-24"),
        ("He came at Easter 2000.", "2000-04-23", "2000-04-23"),
    ],
)
def test_dates_with_their_year_need_no_publication(text: str, value: str, edtf: str) -> None:
    told = _only(text, "")
    assert (told.value, told.edtf, told.open) == (value, edtf, "")


@pytest.mark.parametrize(
    ("text", "value", "edtf"),
    [
        ("He left three days ago.", "2024-08-18", "2024-08-18"),
        ("He left two weeks ago.", "2024-W32", "[2024-08-05..2024-08-11]"),
        ("He left a month ago.", "2024-07", "2024-07"),
        ("He left 25 years ago.", "1999", "1999"),
        ("He left about 25 years ago.", "1999", "1999~"),
        ("He left two decades ago.", "2004", "2004~"),
        ("He left half a century ago.", "1974", "1974"),
        ("He left last month.", "2024-07", "2024-07"),
        ("He left last week.", "2024-W33", "[2024-08-12..2024-08-18]"),
        ("He left last year.", "2023", "2023"),
        ("He left the week before last.", "2024-W32", "[2024-08-05..2024-08-11]"),
        ("He left the Sunday before last.", "2024-08-11", "2024-08-11"),
        ("He left last November.", "2023-11", "2023-11"),
        ("He left last summer.", "2023-SU", "2023-22"),
        ("He left over the weekend.", "2024-W33-WE", "[2024-08-17..2024-08-18]"),
        ("He left yesterday.", "2024-08-20", "2024-08-20"),
        ("He left the day before yesterday.", "2024-08-19", "2024-08-19"),
        ("He left last night.", "2024-08-20TNI", "2024-08-20"),
        ("He left Monday morning.", "2024-08-19TMO", "2024-08-19"),
        ("He left at 4:35 p.m. on Monday.", "2024-08-19T16:35", "2024-08-19"),
        ("He leaves early next week.", "2024-W35", "[2024-08-26..2024-09-01]"),
        ("He leaves later this year.", "2024", "2024"),
    ],
)
def test_relative_dates_are_as_sharp_as_their_words(text: str, value: str, edtf: str) -> None:
    told = _only(text)
    assert (told.value, told.edtf) == (value, edtf)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met on Friday.", "2024-08-16"),
        ("They will meet on Friday.", "2024-08-23"),
        ("They are expected to meet on Friday.", "2024-08-23"),
        ("They decided to hold talks on Friday.", "2024-08-23"),
        ("The talks would be held on Friday.", "2024-08-23"),
        ("He is visiting Erbil on Friday.", "2024-08-23"),
        ("Parliament votes on Friday.", "2024-08-23"),
        ("The talks are to take place on Friday.", "2024-08-23"),
        ("The group will claim responsibility for Friday's march.", "2024-08-16"),
        ("They were told of the Friday attack.", "2024-08-16"),
        ("They will mourn after Friday's bombing.", "2024-08-16"),
        ("They met on Wednesday.", "2024-08-21"),
        ("He has given them until Friday.", "2024-08-23"),
        ("They met in February.", "2024-02"),
        ("They met in November.", "2023-11"),
        ("They will meet in November.", "2024-11"),
        ("They met on 3 December.", "2023-12-03"),
        ("The summit will be held on 3 December.", "2024-12-03"),
    ],
)
def test_the_verb_decides_which_way_a_date_points(text: str, value: str) -> None:
    assert _only(text).value == value


def test_a_weekday_beside_a_day_finds_its_year() -> None:
    assert _values("Friday, Oct. 23, is the day.", "2021-01-20") == [
        ("Friday, Oct. 23", "2020-10-23")
    ]


def test_without_publication_relative_dates_stay_open_and_say_why() -> None:
    told = find_dates("They met on Friday, two weeks ago, and on 11 December.")
    assert [(t.text, t.value, t.edtf) for t in told] == [
        ("Friday", "XXXX-WXX-5", ""),
        ("two weeks ago", "", ""),
        ("11 December", "XXXX-12-11", ""),
    ]
    assert all(t.open for t in told)


def test_a_month_of_publication_resolves_what_each_of_its_days_agrees_on() -> None:
    told = find_dates("Erdogan vowed on December 11; they met on Friday, last month.", "2015-12?")
    assert [(t.text, t.value, t.edtf) for t in told] == [
        ("December 11", "2015-12-11", "2015-12-11?"),
        ("Friday", "XXXX-WXX-5", ""),
        ("last month", "2015-11", "2015-11?"),
    ]


def test_an_open_date_of_publication_resolves_nothing() -> None:
    told = _only("They met on Friday.", "[2024-08-15..]")
    assert (told.edtf, told.open) == (
        "", "the date of publication is not sharp enough to reckon from"
    )  # fmt: skip


def test_an_undated_text_is_no_history_because_it_names_a_year() -> None:
    told = find_dates("It began in April 2022; the memorandum of Aug. 15 was signed.")
    assert [t.edtf for t in told] == ["2022-04", ""]


def test_a_date_of_publication_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="is not an EDTF date"):
        find_dates("on Friday", "yesterday")


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("four meetings since 2019", "2019/.."),
        ("The mandate runs until 2023.", "../2023"),
        ("It lasted from 2014 to 2017.", "2014/2017"),
        ("It lasted from 1914–1918.", "1914/1918"),
        ("It happened between 3 and 5 May 2021.", "[2021-05-03..2021-05-05]"),
        ("It lasted 12-14 August 2024.", "2024-08-12/2024-08-14"),
        ("From 31 October to 2 November 2019 it burned.", "2019-10-31/2019-11-02"),
        ("December 30 - January 2, 2020.", "2019-12-30/2020-01-02"),
        ("They fought from Monday to Thursday.", "2024-08-12/2024-08-15"),
        ("It burned on 3 and 4 May 2021.", "2021-05-03/2021-05-04"),
        ("It burned on 3, 4 and 7 May 2021.", "2021-05-03/2021-05-07"),
        ("It burned on 3 or 4 May 2021.", "[2021-05-03..2021-05-04]"),
        ("They met on Monday and on Tuesday.", "2024-08-19/2024-08-20"),
        ("They met in 2019 and 2021.", "2019/2021"),
        ("On 3 May 2021, 4 May 2021 was far.", ""),
        ("The third raid since the Sunday attack.", ""),
        ("The third raid since Sunday's attack.", ""),
    ],
)
def test_the_words_around_make_an_interval(text: str, interval: str) -> None:
    assert {told.interval for told in find_dates(text, PUBLISHED)} == {interval}


def test_listed_days_are_a_date_each() -> None:
    assert _values("on 7, 8 and 9 June 2022") == [
        ("7", "2022-06-07"),
        ("8", "2022-06-08"),
        ("9 June 2022", "2022-06-09"),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("for nearly a decade", "DURATION", "P10Y"),
        ("for two weeks", "DURATION", "P2W"),
        ("in the past several days", "DURATION", "PXD"),
        ("a two-day visit", "DURATION", "P2D"),
        ("over the last 20 years", "DURATION", "P20Y"),
        ("every Friday", "SET", "XXXX-WXX-5"),
        ("every two weeks", "SET", "P2W"),
        ("twice a week", "SET", "P1W"),
        ("They now agree.", "DATE", "PRESENT_REF"),
        ("They recently agreed.", "DATE", "PAST_REF"),
        ("in recent years", "DATE", "PAST_REF"),
        ("in the coming weeks", "DATE", "FUTURE_REF"),
        ("the current situation", "DATE", "PRESENT_REF"),
        ("in the future", "DATE", "FUTURE_REF"),
        ("a few days ago", "DATE", "PAST_REF"),
    ],
)
def test_durations_sets_and_vague_times(text: str, kind: str, value: str) -> None:
    told = _only(text)
    assert (told.type, told.value, told.edtf) == (kind, value, "")


def test_a_history_goes_on_from_the_date_told_before() -> None:
    text = (
        "The war began in 1911. In October troops landed. On the 5th, they took the port. The "
        "following spring, on 18 April, ships shelled it. In December 1912 the sides met; in "
        "January they parted. On 28 June 1914 he was shot; a month later war broke out."
    )
    assert [value for _, value in _values(text, "2010-08-21")] == [
        "1911", "1911-10", "1911-10-05", "1912-SP", "1912-04-18", "1912-12", "1913-01",
        "1914-06-28", "1914-07",
    ]  # fmt: skip


def test_news_that_look_back_are_no_history() -> None:
    text = (
        "The virus, found in 1976, came back in 1995 and 2000 and 2004. Health officials said on "
        "Sunday that the farm, closed in December, stays shut."
    )
    assert _values(text, "2009-01-26")[-1] == ("December", "2008-12")


def test_the_day_told_before_is_reckoned_from() -> None:
    text = "On 28 June 2024 he fell. Two days later he rose, and the next day he left."
    assert [value for _, value in _values(text)] == ["2024-06-28", "2024-06-30", "2024-07-01"]


def test_nothing_is_reckoned_from_a_date_that_is_too_coarse() -> None:
    told = find_dates("It began in March 2024. Two days later it ended.", PUBLISHED)
    assert told[1].value == ""
    assert told[1].open == "the date told before is no day"


@pytest.mark.parametrize(
    "text",
    [
        "We saw 2000 soldiers and some 1998 people.",
        "May he live long; he may march, said Theresa May.",
        "The Sunday Times and the Good Friday Agreement.",
        "In all, 15 tanks and 1,998 rifles; resolution 1701.",
        "A 10-year-old boy in his fifties saw the fall of Kabul.",
        "Foreign minister Jan Kavan and June Carter spoke.",
        "Nearly one quarter of the population.",
        "The 14 July Revolution, a May day, the last day of the talks, the last week of the war.",
        "The F-2000 flew 1500 km; call 555-2019.",
        "In a second attack, the second in a row, wed to sun and sat.",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert [t for t in find_dates(text, PUBLISHED) if t.type != "DURATION"] == []


def test_readings_that_peers_get_wrong() -> None:
    text = "Signed on Aug. 15 at 20:23. In 2019, four men left in 2023. We stayed."
    assert _values(text) == [("Aug. 15", "2024-08-15"), ("2019", "2019"), ("2023", "2023")]


def test_years_in_a_list_are_years() -> None:
    assert _values("rejected in 1777, 1779 and 1780, with 1500 men") == [
        ("1777", "1777"), ("1779", "1779"), ("1780", "1780"),
    ]  # fmt: skip


def test_an_hour_belongs_to_the_day_told_beside_it() -> None:
    text = "It burned between 2 a.m. and 4:30 a.m. Tuesday. At 0445 hours it fell."
    assert [value for _, value in _values(text)] == [
        "2024-08-20T02:00", "2024-08-20T04:30", "2024-08-20T04:45",
    ]  # fmt: skip
    assert _only("At 10 p.m. he slept.").open == "no day told before to reckon from"


def test_years_and_seasons_of_what_was_told_before() -> None:
    text = (
        "He rose in 1916. In December of that year he fell; that winter he left, and on 5 May of "
    )
    told = _values(text + "the following year he came back, in the spring and summer of 1918.", "")
    assert [value for _, value in told] == [
        "1916", "1916-12", "1916-WI", "1917-05-05", "1918-SP", "1918-SU",
    ]  # fmt: skip


def test_a_day_in_numbers_is_read_where_it_is_the_day_of_writing() -> None:
    assert _values("10/30/89 and 11/02/89: a score of 3-2-10", "1989-10-30") == [
        ("10/30/89", "1989-10-30"), ("11/02/89", "1989-11-02"),
    ]  # fmt: skip
    assert _values("08/06/24", "2024-08-06") == [("08/06/24", "2024-08-06")]


def test_day_or_month_first_is_told_by_the_text_or_stays_open() -> None:
    assert _only("on 3/4/2024").open == "day first or month first is not known"
    assert _values("on 3/4/2024", order="mdy") == [("3/4/2024", "2024-03-04")]
    assert _values("on 3/4/2024 and 13/4/2024")[0] == ("3/4/2024", "2024-04-03")


def test_a_day_that_is_not_in_the_calendar_stays_open() -> None:
    assert "not a day of the calendar" in _only("on 31 February 2024").open


def test_nothing_reads_across_a_blank_line() -> None:
    assert _values("It began in May\n\n15 people came.")[0] == ("May", "2024-05")
    assert _values("It began on 15\nAugust 2024.") == [("15\nAugust 2024", "2024-08-15")]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("في 15 آب 2024 وقعت المذكرة", ["2024-08-15"]),
        ("في ١٥ من أغسطس ٢٠٢٤", ["2024-08-15"]),
        ("15 أغسطس/آب", ["2024-08-15"]),
        ("زار بغداد يوم الجمعة الماضي", ["2024-08-16"]),
        ("الأسبوع الماضي", ["2024-W33"]),
        ("قبل أسبوعين", ["2024-W32"]),
        ("في كانون الثاني 2020", ["2020-01"]),
        ("أمس", ["2024-08-20"]),
        ("منذ عام 2019", ["2019"]),
        ("لە ١٥ی ئابی ٢٠٢٤", ["2024-08-15"]),
        ("هەفتەی ڕابردوو", ["2024-W33"]),
        ("ڕۆژی هەینی", ["2024-08-16"]),
        ("دوێنێ", ["2024-08-20"]),
        ("دوو هەفتە لەمەوبەر", ["2024-W32"]),
        ("لە تشرینی یەکەمی ٢٠٢٠", ["2020-10"]),
    ],
)
def test_arabic_and_kurdish(text: str, values: list[str]) -> None:
    assert [value for _, value in _values(text)] == values


def test_turkish_by_its_tag_or_its_words() -> None:
    text = "15 Ağustos 2024'te, geçen hafta, iki ay önce, dün ve Cuma günü görüştü; 2019 yılında"
    wanted = ["2024-08-15", "2024-W33", "2024-06", "2024-08-20", "2024-08-16", "2019"]
    assert [value for _, value in _values(text, language="tr")] == wanted
    assert [value for _, value in _values(text + " ve bu bir gün için")][:6] == wanted


# --- what holds for every text ------------------------------------------------------------

_VOCABULARY = (
    "on in since until from to and the of , . ' - / ( ) Friday May march 15 3rd 2019 1945 99 '90s "
    "1990s last next this two few weeks week day year century ago later earlier before half a "
    "quarter third second Q3 early end morning 10:35 p.m. GMT today now every daily İ ı Easter "
    "Christmas BC AD أمس آب 2024-02-30 9999-12-31 3/4/2024 31 February"
)
_WORDS = st.sampled_from([*_VOCABULARY.split(), "\n\n"])


@given(st.lists(_WORDS, max_size=40).map(" ".join), st.sampled_from(["", "2024-08", "0001-01-01",
       "9999-12-31", "2024-02-29", "2024-08-21T10:00"]))  # fmt: skip
def test_offsets_are_exact_and_edtf_is_valid(text: str, published: str) -> None:
    last = 0
    for told in find_dates(text, published):
        assert text[told.start : told.end] == told.text
        assert told.text == told.text.strip() != ""
        assert told.start >= last
        last = told.end
        for edtf in (told.edtf, told.interval):
            assert not edtf or parse_edtf(edtf)
        assert not (told.edtf and told.open)


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    for told in find_dates(text, PUBLISHED):
        assert text[told.start : told.end] == told.text


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    ["the ", "1 ", "May ", "Friday ", "3, ", "'", "the last ", "1990-", "a few ", "1,111,", " \n",
     "and ", "2019-", "the end of the ", "10:35 ", "early ", "Christmas ", "1.1.", "آب ", "İ"],
)  # fmt: skip
def test_hostile_repetition_costs_no_more_than_its_length(unit: str) -> None:
    # Not a timing: a pattern that backtracks would never come back from this.
    find_dates(unit * (100_000 // len(unit)), PUBLISHED)


@given(st.dates(), st.sampled_from(UNITS))
def test_a_stretch_holds_its_day_and_reads_back(day, unit: str) -> None:
    stretch = stretch_of(day, unit)
    span = parse_edtf(edtf_text(stretch))
    assert span.first == stretch.first
    assert span.last is not None
    assert span.last <= stretch.last
    if unit != "weekend" and day.year > 101:
        assert stretch.first <= day <= stretch.last
    assert timex_value(stretch)


def test_a_stretch_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="beyond the calendar"):
        shifted(stretch_of(parse_edtf("2024-01-01").first, "century"), 900)
