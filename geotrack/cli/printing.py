"""What the verbs share in printing: progress, counts, rejects, sizes."""

from __future__ import annotations

import sys
import time
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd

_BAR_WIDTH = 24
# A line on a terminal is drawn so often at the most, one in a log file so often.
_DRAW_SECONDS, _LOG_SECONDS = 0.1, 300.0
# The pace is that of so many seconds; nothing is said of it before half of them are over.
_PACE_SECONDS = 40.0


@contextmanager
def progress_bar(
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Callable[[str, int, int], None]]:
    """A function to call with (stage, done, total): one line on a terminal, elsewhere a line in
    five minutes. Long work is told of with the time that is left.

    What has no total (waiting) is printed as a line wherever stderr goes.
    """
    tty = sys.stderr.isatty()
    drawn, logged, begun = "", clock(), clock()
    last, told_at = "", 0.0
    pace: deque[tuple[float, int]] = deque()

    def show(stage: str, done: int, total: int) -> None:
        nonlocal drawn, logged, begun, last, told_at
        if not total:
            click.echo(f"{stage} ...", err=True)
            return
        now = clock()
        if stage != last:
            last, begun = stage, now
            pace.clear()
        elif done < total and now - told_at < _DRAW_SECONDS:
            return
        told_at = now
        pace.append((now, done))
        while now - pace[0][0] > _PACE_SECONDS:
            pace.popleft()
        left = ""
        if now - begun > _PACE_SECONDS / 2 and done < total:
            left = time_left(pace[-1][1] - pace[0][1], now - pace[0][0], total - done)
        if tty:
            full = round(_BAR_WIDTH * done / total)
            drawn = "█" * full + "░" * (_BAR_WIDTH - full)
            text = f"\r\x1b[K  {drawn} {stage} {done:,}/{total:,}{left}"
            click.echo(text, err=True, nl=False)
        elif now - logged >= _LOG_SECONDS:
            logged = now
            click.echo(f"  {stage} {done:,}/{total:,}{left}", err=True)

    try:
        yield show
    finally:
        if drawn:
            click.echo("\r\x1b[K", err=True, nl=False)


def time_left(done: int, seconds: float, left: int) -> str:
    """How long the rest takes if it goes on as it did, in words; empty where nobody can tell.

    >>> time_left(100, 10.0, 3000), time_left(10, 10.0, 90_000), time_left(9, 3.0, 1)
    (', about 5 minutes left', ', about 25 hours left', ', less than a minute left')
    """
    if done <= 0 or seconds <= 0:
        return ""
    minutes = left * seconds / done / 60
    if minutes < 1:
        return ", less than a minute left"
    if minutes < 90:
        return f", about {plural(round(minutes), 'minute')} left"
    return f", about {plural(round(minutes / 60), 'hour')} left"


def size_text(n_bytes: int) -> str:
    """A file's size for people.

    >>> size_text(1_536_000), size_text(900)
    ('1.5 MB', '900 B')
    """
    for unit, factor in (("MB", 1_000_000), ("kB", 1_000)):
        if n_bytes >= factor:
            return f"{n_bytes / factor:.1f} {unit}"
    return f"{n_bytes} B"


def plural(number: int, word: str) -> str:
    """A number and its noun.

    >>> plural(1, "event"), plural(1200, "event")
    ('1 event', '1,200 events')
    """
    return f"{number:,} {word}" + ("" if number == 1 else "s")


def echo_extraction(told: Mapping[str, Any]) -> None:
    """What was found in documents, and why the rest was left out: two lines, none without any."""
    if not told:
        return
    known = f" ({told['remembered']:,} unchanged)" if told["remembered"] else ""
    click.echo(
        f"Reports  {plural(told['documents'], 'document')}{known}: "
        f"{plural(told['events'], 'event')} found, "
        f"{plural(told['candidates'], 'candidate')} left out"
    )
    reasons = [f"{reason} ({number:,})" for reason, number in told["left_out"].items()]
    if reasons:
        more = f"; and {len(reasons) - 3} more reasons" if len(reasons) > 3 else ""
        click.echo(f"Left out {'; '.join(reasons[:3])}{more}")


def echo_columns(columns: pd.DataFrame) -> None:
    """For each file a line that says what its headers were read as and which stay private."""
    from geotrack.columns import fold_header
    from geotrack.style import clean_text

    for file, rows in columns.groupby("file", sort=False):
        pairs = [(clean_text(h), c) for h, c in zip(rows["header"], rows["column"], strict=True)]
        read = [h if fold_header(h) == c else f"{h} as {c}" for h, c in pairs if c]
        private = [h for h, c in pairs if not c]
        told = f"; kept private: {', '.join(private)}" if private else ""
        click.echo(f"{file}: columns read: {', '.join(read)}{told}")


def echo_lacking(lacking: Mapping[str, Mapping[str, list[str]]]) -> None:
    """For each file of events a line if no header was read as a date or as a place, and one if a
    column that was read as nothing looks like a status."""
    from geotrack.style import clean_text

    for file, kinds in lacking.items():
        for kind, headers in kinds.items():
            if kind == "status":
                listed = ", ".join(repr(clean_text(header)) for header in headers)
                click.echo(
                    f"Beware   {clean_text(file)}: no column was read as a status, so all its "
                    f"events stand as occurred, but {listed} seems to say which did; put occurred, "
                    "alleged, planned, demanded or denied into a column named status"
                )
                continue
            outcome = "undated" if kind == "date" else "without a place"
            click.echo(
                f"Beware   {clean_text(file)}: no column was read as a {kind}, so its events are "
                f"{outcome}; if one is, name it under [columns] of geotrack.toml"
            )


def echo_ignored(ignored: Mapping[str, list[str]], most: int = 3) -> None:
    """For each of the first files a line with the headers that reach no output."""
    from geotrack.style import clean_text

    for file, headers in list(ignored.items())[:most]:
        click.echo(f"Private  {file}: {', '.join(map(clean_text, headers))}")
    if len(ignored) > most:
        click.echo(f"         and columns of {plural(len(ignored) - most, 'more file')}")


def echo_rejects(rejects: pd.DataFrame, most: int = 10, n_all: int = 0) -> None:
    """The first rejects, a line each, on stderr; `n_all` there are where the table is not all."""
    from geotrack.summary import reject_place
    from geotrack.tables import records

    for row in records(rejects.head(most)):
        value = f" ({row['value'][:60]})" if row["value"] else ""
        click.echo(f"  {reject_place(row)}{value}: {row['reason']}", err=True)
    shown, number = min(len(rejects), most), max(len(rejects), n_all)
    if number > shown:
        click.echo(f"  and {number - shown:,} more", err=True)
