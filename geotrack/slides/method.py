"""The last slide: how it was counted and placed, and whose data it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.edtf import date_in_words
from geotrack.slides.builder import Deck, shrunk_lines
from geotrack.slides.master import ACCENT, BODY, Box
from geotrack.slides.text import Line, Run
from geotrack.style import counted

if TYPE_CHECKING:
    from geotrack.slides.facts import Facts


def add_method(deck: Deck, facts: Facts) -> None:
    """How it was counted and placed, and the licences."""
    phrases, show = facts.words, facts.presentation
    keys = ("count", "occurred", "figures", "dates", "places", "chart")
    method = [phrases[f"slides.method.{key}"] for key in keys]
    if facts.counts["rejects"]:
        method.append(counted(show.language, "timeline.rejects", facts.counts["rejects"]))
    if show.as_of:
        method.append(
            phrases["timeline.as_of.long"].format(date=date_in_words(show.as_of, phrases))
        )
    method.append(phrases["timeline.made"].format(version=show.version))
    slide = deck.slide(phrases["slides.method"], [], method)
    left = Box(BODY.left, BODY.top + 0.05, 7.0, BODY.height)
    right = Box(BODY.left + 7.5, BODY.top + 0.05, BODY.width - 7.5, BODY.height)
    lines, _ = shrunk_lines(method, left.width, left.height, (14, 13, 12, 11), 7)
    deck.text(slide, left, lines, phrases["slides.method"])
    credit = list(show.credits) or [phrases["slides.no_credits"]]
    head = Line((Run(phrases["slides.licences"], 16, True, colour=ACCENT),))
    lines, more = shrunk_lines(credit, right.width, right.height - 0.45, (12, 11, 10), 5)
    spaced = [line._replace(before=6) for line in lines]
    deck.text(slide, right, [head, *spaced], phrases["slides.licences"])
    if more:
        deck.note(slide, [*method, *credit])
