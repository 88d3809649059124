"""What the words of a date say, before it is known when they were written."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geotrack.extraction.dating.tokens import KIND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geotrack.extraction.dating.tokens import Tokens


class Meaning(NamedTuple):
    """One date, duration or set as its words have it.

    `how` says what to reckon from:

    - ``calendar``: a unit of the calendar with its year
    - ``yearless``: a day, month, season, quarter or holiday whose year is not said
    - ``weekday``: a weekday whose week is not said
    - ``shift``: `steps` units from the day of publication
    - ``told``: `steps` units from the date told last
    - ``of_told_year``, ``of_this_year``: a day or month, `steps` years from one of those
    - ``told_day``: a day of the month told last
    - ``order``: day and month (as `month` and `day`, in the order written) that could be swapped
    - ``written``: the same, and a date only where it is the day of writing
    - ``clock``: a time of the day told beside it or last
    - ``earlier``, ``next``: `steps` units from the date told last in a history, else from the day
      of publication
    - ``value``: no point in time; `value` is the TIMEX3 value and `type` its type

    `steer` is -1, 0 or 1 where the words say last, this or next, of the date told last where
    `from_told`. `part` is the time of day as
    TIMEX3 writes it, `mod` TIMEX3's modifier. `nth` counts weekdays of a month (-1: the
    last). `wrap` widens the day found to the unit around it
    ("the week of 6 March"). `start` and `end` are tokens; -1: those of the whole match.
    """

    how: str
    unit: str = ""
    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = -1
    steps: int = 0
    nth: int = 0
    holiday: str = ""
    steer: int | None = None
    from_told: bool = False
    part: str = ""
    mod: str = ""
    wrap: str = ""
    type: str = "DATE"
    value: str = ""
    start: int = -1
    end: int = -1


class Found(NamedTuple):
    """A stretch of tokens that a pattern matched: from token `start` up to `end`."""

    tokens: Tokens
    start: int
    end: int

    def where(self, *kinds: str) -> Iterator[int]:
        """The tokens of these kinds, in order."""
        wanted = {KIND[kind] for kind in kinds}
        return (i for i in range(self.start, self.end) if self.tokens.kinds[i] in wanted)

    def first(self, *kinds: str) -> int:
        """The first token of these kinds; -1 where there is none."""
        return next(self.where(*kinds), -1)

    def has(self, *kinds: str) -> bool:
        """Whether there is a token of these kinds."""
        return self.first(*kinds) >= 0

    def number(self, *kinds: str) -> int:
        """The number the first token of these kinds stands for; 0 where there is none."""
        at = self.first(*kinds)
        value = self.tokens.value(at) if at >= 0 else 0
        return value if isinstance(value, int) else 0

    def text(self, *kinds: str) -> str:
        """The name the first token of these kinds stands for; empty where there is none."""
        at = self.first(*kinds)
        value = self.tokens.value(at) if at >= 0 else ""
        return value if isinstance(value, str) else ""

    def word(self, *kinds: str) -> str:
        """The first token of these kinds in lower case."""
        at = self.first(*kinds)
        return self.tokens.words[at] if at >= 0 else ""

    def before(self, back: int = 1) -> str:
        """The lower-case word that stands `back` tokens before."""
        at = self.start - back
        return self.tokens.words[at] if at >= 0 else ""

    def after(self, on: int = 0) -> str:
        """The lower-case word that stands behind, `on` tokens further."""
        at = self.end + on
        return self.tokens.words[at] if at < len(self.tokens.words) else ""

    def is_kind_after(self, *kinds: str) -> bool:
        """Whether the next token is of these kinds."""
        return self.tokens.kind_at(self.end) in {KIND[kind] for kind in kinds}

    def is_kind_before(self, *kinds: str) -> bool:
        """Whether the token before is of these kinds."""
        return self.tokens.kind_at(self.start - 1) in {KIND[kind] for kind in kinds}
