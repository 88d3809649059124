"""Reports -> the table of mentions: so far their dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geotrack.extraction.dating.dates import find_dates
from geotrack.tables import make_table, records

if TYPE_CHECKING:
    import pandas as pd


def date_mentions(reports: pd.DataFrame, order: str = "") -> pd.DataFrame:
    """The dates in the reports' texts as rows of the table `mentions`, of kind `date`.

    `order` (dmy or mdy) is the project's, for 3/4/2024.

    >>> told = [{"report_id": "r", "text": "It fell on Friday.", "published": "2024-08-21"}]
    >>> date_mentions(make_table("reports", told)).loc[0, ["text", "edtf", "rule"]].to_list()
    ['Friday', '2024-08-16', 'weekday']
    """
    rows: list[dict[str, Any]] = []
    for report in records(reports):
        found = find_dates(report["text"], report["published"], report["language"], order)
        for told in found:
            row = told._asdict()
            rows.append(
                {key: row[key] for key in _SHARED}
                | {"report_id": report["report_id"], "kind": "date", "reason": told.open}
            )
    return make_table("mentions", rows)


_SHARED = ("start", "end", "text", "type", "value", "edtf", "interval", "rule")
