"""What a published dataset's columns mean, declared as rules, and a table read by them."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from geotrack.columns import fold_header
from geotrack.readers.raw import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    import pandas as pd

    from geotrack.readers.raw import RawTable


class Rule(NamedTuple):
    """How one of our columns is read.

    Without `work` it is the first of `headers` that is there, as it stands. With `work`, a
    function of their cells (empty text for a header that is not there) which gives our cell;
    `how` says in docs/formats.md what that function does. A `column` that is not one of ours
    stays a private column under that name.
    """

    column: str
    headers: tuple[str, ...]
    work: Callable[..., str] | None = None
    how: str = ""


class Dialect(NamedTuple):
    """A dataset: its name, what it is, the headers that tell it, the rules.

    It is recognised where all headers of one of the `marks` are there. `unread` are headers that
    look like columns of ours but mean something else. `left_out` is given the cells of its own
    headers (`left_out_by`) and says why a row is no event, or nothing. `table` is what the rows
    are: events or reports; a table of neither says so in `refused`. `coded`: each row has its
    coordinate from a gazetteer of theirs, and a code for how sharp it is.
    """

    name: str
    meaning: str
    source: str
    marks: tuple[tuple[str, ...], ...]
    rules: tuple[Rule, ...]
    unread: tuple[str, ...] = ()
    left_out_by: tuple[str, ...] = ()
    left_out: Callable[..., str] | None = None
    table: str = "events"
    refused: str = ""
    coded: bool = False


def translated(raw: RawTable, dialect: Dialect, own: Collection[str] = ()) -> RawTable:
    """The table with what `dialect` makes of its cells, and what its headers mean.

    Headers in `own` are the project's to say: no rule reads them. Derived columns stand beside
    the cells they come from; `origins` of what comes back says which those are.
    """
    told = {fold_header(header) for header in own}
    headers = {fold_header(h): str(h) for h in raw.frame.columns if fold_header(h) not in told}
    raw = _without(raw, dialect, headers)
    meant = {headers[f]: "" for f in map(fold_header, dialect.unread) if f in headers}
    added: dict[str, list[str]] = {}
    origins: dict[str, tuple[str, ...]] = {}
    spent: set[str] = set()
    for rule in dialect.rules:
        there = [headers.get(fold_header(h), "") for h in rule.headers]
        if not any(there):
            continue
        if rule.work is None:
            meant[next(filter(None, there))] = rule.column
            continue
        label = _label(rule, headers)
        added[label] = _worked(raw.frame, there, rule.work)
        origins[label] = tuple(filter(None, there))
        if rule.work is plain_number:
            # The same code, written plainly: once is enough.
            spent.update(origins[label])
        meant[label] = rule.column
    kept = [h for h in raw.frame.columns if h not in added and h not in spent]
    frame = raw.frame[kept].assign(**added) if added else raw.frame
    return raw._replace(frame=frame, meant=meant, origins=origins, coded=dialect.coded)


def _label(rule: Rule, headers: Mapping[str, str]) -> str:
    """The header of a derived column: its own name, unless another column bears that."""
    rival = headers.get(rule.column)
    if rival is None or rule.column in map(fold_header, rule.headers):
        return rival or rule.column
    return f"{rule.column} (derived)"


def _worked(frame: pd.DataFrame, headers: list[str], work: Callable[..., str]) -> list[str]:
    columns = [frame[h].tolist() if h else repeat("") for h in headers]
    known: dict[tuple[str, ...], str] = {}
    cells = []
    for line in zip(*columns, strict=False):
        found = known.get(line)
        if found is None:
            found = known[line] = work(*(cell.strip() for cell in line))
        cells.append(found)
    return cells


def _without(raw: RawTable, dialect: Dialect, headers: Mapping[str, str]) -> RawTable:
    """The table without the rows that are no events; each is named in the notes."""
    if dialect.left_out is None:
        return raw
    there = [headers.get(fold_header(h), "") for h in dialect.left_out_by]
    reasons = _worked(raw.frame, there, dialect.left_out)
    if not any(reasons):
        return raw
    notes = [
        Note(str(row), "", "", reason)
        for row, reason in zip(raw.rows, reasons, strict=True)
        if reason
    ]
    stays = [not reason for reason in reasons]
    rows = [row for row, stay in zip(raw.rows, stays, strict=True) if stay]
    frame = raw.frame[stays].reset_index(drop=True)
    return raw._replace(frame=frame, rows=rows, notes=(*raw.notes, *notes))


def plain_number(text: str) -> str:
    """A code as databases write it: "4.0" is 4.

    >>> plain_number("214797.0"), plain_number("ABC12"), plain_number("")
    ('214797', 'ABC12', '')
    """
    head, dot, tail = text.strip().partition(".")
    return head if dot and not tail.strip("0") else text.strip()


def coded(codes: Mapping[str, str]) -> Callable[[str], str]:
    """A function that turns codes into what they mean; any other text stays as it is.

    >>> coded({"1": "town"})("1.0")
    'town'
    """

    def decode(text: str) -> str:
        return codes.get(plain_number(text), text)

    return decode
