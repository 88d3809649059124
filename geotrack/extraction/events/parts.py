"""Everything known about one sentence before its triggers are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geotrack.extraction.events.actorlist import Actor
from geotrack.extraction.events.actors import find_actors
from geotrack.extraction.events.clauses import Clause, split_clauses
from geotrack.extraction.events.lexicon import governors_by_word
from geotrack.extraction.events.persons import known_person
from geotrack.extraction.events.tokens import Tokens, token_at
from geotrack.extraction.events.triggers import Trigger, find_triggers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geotrack.extraction.dating.dates import DateMention
    from geotrack.extraction.events.actorlist import ActorList
    from geotrack.extraction.events.sentences import Sentence
    from geotrack.extraction.found import Toponym


class Placed(NamedTuple):
    """A toponym or date of the sentence: its position in the report's, and its tokens."""

    mention: int
    start: int
    end: int


class Parts(NamedTuple):
    """A sentence taken apart: all positions are its tokens.

    `clause_of` gives the clause of each token, `governors` are the matches of status.toml.
    """

    sentence: Sentence
    tokens: Tokens
    triggers: list[Trigger]
    clauses: list[Clause]
    clause_of: list[int]
    actors: list[Actor]
    governors: list[Trigger]
    places: list[Placed]
    dates: list[Placed]
    demonyms: Mapping[str, str]


def take_apart(
    sentence: Sentence,
    tokens: Tokens,
    triggers: list[Trigger],
    toponyms: Sequence[tuple[int, Toponym]],
    dates: Sequence[tuple[int, DateMention]],
    listed: ActorList,
    persons: dict[str, Actor | None],
) -> Parts:
    """The parts of a sentence; `toponyms` and `dates` are those in it, with their positions.

    `persons` are those named before in the report: it is added to.
    """
    dated = bytearray(len(tokens.words))
    told = [_placed(tokens, i, date.start, date.end) for i, date in dates]
    for date in told:
        dated[date.start : date.end] = b"\1" * (date.end - date.start)
    tokens = tokens._replace(kinds=_without_days(tokens.kinds, dated))
    spots = [_placed(tokens, i, place.start, place.end) for i, place in toponyms]
    names = {i for date in told for i in range(date.start, date.end)}
    acting: set[int] = set()
    for spot, (_, place) in zip(spots, toponyms, strict=True):
        span = range(spot.start, spot.end)
        if place.role == "actor" and place.kind == "place":
            acting.update(span)
        if place.kind == "place":
            names.update(span)
    triggers = [t for t in triggers if not dated[t.start] and t.start not in names]
    clauses = split_clauses(tokens, dated, names)
    clause_of = [k for k, clause in enumerate(clauses) for _ in range(clause.start, clause.end)]
    actors = _beside_triggers(find_actors(tokens, listed, names, acting), triggers)
    actors = [known_person(actor, persons) for actor in actors]
    governors = find_triggers(tokens, governors_by_word())
    return Parts(
        sentence, tokens, triggers, clauses, clause_of, actors, governors, spots, told,
        listed.demonyms,
    )  # fmt: skip


def _without_days(kinds: str, dated: bytearray) -> str:
    """The kinds with the words of dates as numbers: "Monday" is no name, "May" may not."""
    return "".join(
        "#" if day and kind in "CP" else kind for kind, day in zip(kinds, dated, strict=True)
    )


def _beside_triggers(actors: list[Actor], triggers: list[Trigger]) -> list[Actor]:
    """The actors without the words of triggers: "Turkish military action" is Turkey's."""
    taken = {i: t for t in triggers for i in range(t.start, t.end) if t.part == "noun" or i == 0}
    kept = []
    for actor in actors:
        within = [i for i in range(actor.start, actor.end) if i in taken]
        if not within:
            kept.append(actor)
        elif within[0] > actor.start and actor.whose:
            kept.append(Actor(actor.start, within[0], actor.whose, "state", actor.whose))
    return kept


def _placed(tokens: Tokens, index: int, start: int, end: int) -> Placed:
    first = token_at(tokens, start)
    return Placed(index, first, max(first + 1, token_at(tokens, end - 1) + 1))
