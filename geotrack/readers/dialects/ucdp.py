"""UCDP GED: the georeferenced event dataset of the Uppsala Conflict Data Program."""

from __future__ import annotations

import re

from geotrack.readers.dialects.rules import Dialect, Rule, plain_number

_KINDS = {"1": "State-based violence", "2": "Non-state violence", "3": "One-sided violence"}
_TYPES = {"state-based violence": "Battles", "non-state violence": "Battles",
          "one-sided violence": "Violence against civilians"}  # fmt: skip
# One source of `source_article`: "office,day,headline", the quotes part of the text.
_ARTICLE = re.compile(r'"([^"]*?),(\d{4}-\d\d-\d\d),(.*?)"(?=;"|$)', re.DOTALL)
_BRACKETS = re.compile(r"\s*\([^()]*\)$")


def _kind(text: str) -> str:
    return _KINDS.get(plain_number(text), text)


def _type(text: str) -> str:
    return _TYPES.get(_kind(text).casefold(), "")


def _where_prec(code: str, latitude: str) -> str:
    """Without its code a point of UCDP's may stand for much: no better than code 2."""
    return plain_number(code) or ("2" if latitude else "")


def _title(side_a: str, side_b: str, where: str, country: str) -> str:
    sides = " – ".join(filter(None, (side_a, side_b)))
    return ": ".join(filter(None, (sides, where or country)))


def _notes(clarity: str, notes: str) -> str:
    told = "An aggregate of several incidents (event_clarity 2)." if clarity == "2" else ""
    return " ".join(filter(None, (notes, told)))


def sources(article: str, office: str, date: str, headline: str) -> list[tuple[str, str, str]]:
    """Publisher, day and headline of each source.

    A semicolon also stands in headlines: where their number does not fit, `source_article`,
    which quotes each source, says which is whose.

    >>> sources("", "SOHR;BBC", "2016-01-03;2016-01-04", "A;B")
    [('SOHR', '2016-01-03', 'A'), ('BBC', '2016-01-04', 'B')]
    """
    offices, dates, titles = (_parts(text) for text in (office, date, headline))
    if len(offices) == 1:
        titles = [headline]
    if not offices or len(titles) != len(offices):
        quoted = _ARTICLE.findall(article)
        if quoted and len(quoted) in (len(offices) or len(quoted),):
            return [(who.strip(), day, " ".join(title.split())) for who, day, title in quoted]
        titles = [""] * len(offices)
    dates = dates if len(dates) == len(offices) else [""] * len(offices)
    return [
        (who, day, " ".join(title.split()))
        for who, day, title in zip(offices, dates, titles, strict=True)
    ]


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _offices(*cells: str) -> str:
    # A semicolon would part one source in two, and the days with it.
    return "; ".join(office or "unknown" for office, _, _ in sources(*cells))


def _dates(*cells: str) -> str:
    found = [day for _, day, _ in sources(*cells)]
    return "; ".join(found) if any(found) else ""


def _headlines(*cells: str) -> str:
    found = [title for _, _, title in sources(*cells)]
    return "\n".join(found) if all(found) else ""


_SOURCES = ("source_article", "source_office", "source_date", "source_headline")
UCDP = Dialect(
    "ucdp",
    "UCDP GED",
    "UCDP GED Codebook, version 21.1",
    marks=(("type_of_violence", "side_a", "side_b"), ("type_of_violence", "date_prec")),
    rules=(
        Rule("event_id", ("id",), plain_number),
        Rule("date", ("date_start",)),
        Rule("date_end", ("date_end",)),
        Rule("date_prec", ("date_prec",), plain_number,
             "1 the day; 2 to 5 one day between `date_start` and `date_end`"),
        Rule("year", ("year",), plain_number, "where there is no `date_start`, with the next two"),
        Rule("month", ("month",), plain_number),
        Rule("day", ("day",), plain_number),
        Rule("title", ("side_a", "side_b", "where_coordinates", "country"), _title,
             "both sides, and where"),
        Rule("event_type", ("type_of_violence",), _type,
             "1 and 2 (state-based, non-state) Battles, 3 (one-sided) Violence against civilians"),
        Rule("sub_event_type", ("type_of_violence",), _kind, "UCDP's own words"),
        Rule("actor1", ("side_a",)),
        Rule("actor2", ("side_b",)),
        Rule("fatalities_low", ("low", "low_death", "low_est")),
        Rule("fatalities_high", ("high", "high_death", "high_est")),
        Rule("fatalities", ("best", "best_death", "best_est"), lambda *told: max(told),
             "where there are no `low` and `high`; private beside them"),
        Rule("places", ("where_coordinates",)),
        Rule("admin2", ("adm_2",)),
        Rule("admin1", ("adm_1",)),
        Rule("country", ("country",), lambda name: _BRACKETS.sub("", name),
             "without a former name in brackets"),
        Rule("latitude", ("latitude",)),
        Rule("longitude", ("longitude",)),
        Rule("where_prec", ("where_prec", "latitude"), _where_prec,
             "1 the spot; 2 area (25 km); 3 admin2, 4 admin1: areas, not pins; 5, 6, 7 not drawn. "
             "A file without it: 2"),
        Rule("notes", ("event_clarity", "notes"),
             lambda clarity, notes: _notes(plain_number(clarity), notes),
             "2: said to be an aggregate of several incidents"),
        Rule("source", _SOURCES, _offices, "a report each source"),
        Rule("report_date", _SOURCES, _dates, "its day"),
        Rule("report_title", _SOURCES, _headlines, "its headline"),
    ),
    coded=True,
    unread=("region", "active_year", "source_original", "where_description"),
)  # fmt: skip
