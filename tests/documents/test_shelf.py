"""Rows on the shelf: in order, each document once, whatever order they came in."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from geotrack.documents.shelf import opened_shelf, put, rows_in_order, settle

Row = dict[str, Any]
names = st.sampled_from(["a.txt", "b.jsonl", "ü.txt", "\udc80.txt"])
rows = st.builds(
    lambda path, number, sha256, own: {
        "path": path, "number": number, "sha256": sha256, "report_id": own or f"d-{sha256}",
        "text": f"{path} {number}",
    },
    names, st.integers(0, 3), st.sampled_from("123456"), st.sampled_from(["", "j1", "j2"]),
)  # fmt: skip


def plainly(told: list[Row]) -> tuple[list[Row], int]:
    """The same in memory: the rows that stand, and how many are twins."""
    kept: list[Row] = []
    seen: set[str] = set()
    for row in sorted(told, key=lambda row: (row["path"], row["number"])):
        if not {row["sha256"], row["report_id"]} & seen:
            kept.append(row)
            seen |= {row["sha256"], row["report_id"]}
    return kept, len(told) - len(kept)


@given(st.lists(rows, max_size=30))
def test_each_document_stands_once_in_the_order_of_files(told: list[Row]) -> None:
    with opened_shelf() as shelf:
        for row in told:
            put(shelf, row)
        number, rejects = settle(shelf, [])
        kept, n_twins = plainly(told)
        assert list(rows_in_order(shelf)) == kept
        assert (number, len(rejects)) == (len(kept), n_twins)


def test_given_cells_go_to_their_document_and_others_stand_behind() -> None:
    empty = {"path": "", "sha256": "", "report_id": "", "text": "", "title": "", "published": ""}
    told = [
        {"path": "a.txt", "number": 0, "sha256": "1", "report_id": "d-1", "text": "One."},
        {"path": "b.jsonl", "number": 2, "sha256": "2", "report_id": "j2", "text": "Two."},
    ]
    cells = [
        empty | {"path": "a.txt", "title": "First", "text": "another"},
        empty | {"path": "b.jsonl", "title": "no document, but many"},
        empty | {"report_id": "j2", "published": "2024"},
        empty | {"report_id": "paper", "text": "Told on paper."},
    ]
    with opened_shelf() as shelf:
        for row in told:
            put(shelf, row)
        assert settle(shelf, cells) == (3, [])
        first, second, *others = rows_in_order(shelf)
    assert (first["title"], first["text"]) == ("First", "One.")
    assert (second["published"], second["published_basis"]) == ("2024", "analyst")
    assert [row.get("text", "") for row in others] == ["", "Told on paper."]
