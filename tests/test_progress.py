"""What a person sees of long work: a line on a terminal, one in five minutes in a log, the pace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.cli.printing import progress_bar

if TYPE_CHECKING:
    import pytest


class Clock:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def told(capsys: pytest.CaptureFixture[str], seconds: int, per_second: int, total: int) -> str:
    clock = Clock()
    with progress_bar(clock) as show:
        for second in range(seconds):
            clock.now = float(second)
            show("finding events", per_second * second, total)
    return capsys.readouterr().err


def test_a_log_has_a_line_in_five_minutes_with_the_time_left(capsys) -> None:
    lines = told(capsys, 610, 100, 100_000).splitlines()
    assert lines == [
        "  finding events 30,000/100,000, about 12 minutes left",
        "  finding events 60,000/100,000, about 7 minutes left",
    ]


def test_short_work_leaves_no_line_in_a_log(capsys) -> None:
    assert told(capsys, 250, 1, 250) == ""


def test_a_terminal_has_one_line_that_is_drawn_anew(capsys, monkeypatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    drawn = told(capsys, 60, 10, 6000).split("\r\x1b[K")
    assert "finding events 10/6,000" in drawn[2]
    assert "left" not in drawn[2]
    assert drawn[-2].endswith("finding events 590/6,000, about 9 minutes left")
    assert drawn[-1] == ""


def test_the_pace_is_that_of_the_last_while_not_of_what_was_remembered(capsys) -> None:
    clock = Clock()
    with progress_bar(clock) as show:
        show("finding events", 0, 200_000)
        for second in range(1, 330):
            clock.now = float(second)
            show("finding events", 100_000 + 10 * second, 200_000)
    assert capsys.readouterr().err.splitlines()[-1].endswith("about 3 hours left")
