"""Text, toponyms and dates -> events, sentence by sentence, with the rules that fired.

    find_events -> FoundEvent: the quote, the word that told, type, status, actors, places, date

Words of lexicon.toml tell of an event, their clause says who, where and when, and the words that
govern them (status.toml) whether it happened. What is seen and not kept is a candidate that says
why.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from geotrack.extraction.dating.words import word_set
from geotrack.extraction.events.actorlist import Actor, default_actors
from geotrack.extraction.events.aftermath import with_aftermath
from geotrack.extraction.events.figures import fatalities, find_figures, none_killed
from geotrack.extraction.events.headlines import plain_case
from geotrack.extraction.events.kinds import type_of
from geotrack.extraction.events.leaving import left_out
from geotrack.extraction.events.lexicon import VIOLENCE, trigger_classes
from geotrack.extraction.events.parts import take_apart
from geotrack.extraction.events.placing import SAYINGS, Spots, places_of
from geotrack.extraction.events.plover import CONDITION
from geotrack.extraction.events.repeats import DEFINITE, is_definite, mark_repeats
from geotrack.extraction.events.roles import actors_of, partners_of, victims_of
from geotrack.extraction.events.sentences import split_sentences
from geotrack.extraction.events.status import standing_of
from geotrack.extraction.events.subjects import light_verb, name_of, subject_before
from geotrack.extraction.events.telling import claimed_by
from geotrack.extraction.events.timing import date_of
from geotrack.extraction.events.titles import title_of
from geotrack.extraction.events.tokens import tokenise
from geotrack.extraction.events.triggers import find_triggers
from geotrack.extraction.events.uniting import Reading, unite
from geotrack.extraction.events.weighing import may_count, score_of, settled_class
from geotrack.extraction.found import FoundEvent, FoundFigure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geotrack.extraction.dating.dates import DateMention
    from geotrack.extraction.events.actorlist import ActorList
    from geotrack.extraction.events.parts import Parts
    from geotrack.extraction.events.sentences import Sentence
    from geotrack.extraction.events.status import Standing
    from geotrack.extraction.events.triggers import Trigger
    from geotrack.extraction.found import Toponym

_M = TypeVar("_M", "Toponym", "DateMention")

# The language whose words are listed; a text in another says nothing here.
LANGUAGE = "en"


def find_events(
    text: str,
    toponyms: Sequence[Toponym],
    dates: Sequence[DateMention],
    language: str = "en",
    actors: ActorList | None = None,
) -> list[FoundEvent]:
    """The events of a text in the order of their words, candidates (with `left_out`) included.

    `toponyms` and `dates` are the text's, in order: events point into them. `language` is a BCP
    47 tag; only English (or an empty tag) is read. `actors` is the actor list (that of
    actors.toml).

    >>> text = "Gunmen killed five villagers in Karo on Monday, police said."
    >>> from geotrack.extraction.dating.dates import find_dates
    >>> from geotrack.extraction.found import Toponym
    >>> event, = find_events(text, [Toponym(32, 36, "Karo")], find_dates(text, "2024-08-21"))
    >>> event.event_type, event.actor1, event.fatalities_low, event.scenes, event.claimed_by
    ('Violence against civilians', 'Gunmen', 5.0, (0,), 'Police')
    """
    if language and language.split("-", maxsplit=1)[0].lower() != LANGUAGE:
        return []
    listed = actors or default_actors()
    place_starts = [toponym.start for toponym in toponyms]
    date_starts = [date.start for date in dates]
    body: list[FoundEvent] = []
    headlines: list[FoundEvent] = []
    persons: dict[str, Actor | None] = {}
    last: Sentence | None = None
    for sentence in split_sentences(text):
        tokens = plain_case(tokenise(text, sentence.start, sentence.end), listed)
        triggers = [t for t in find_triggers(tokens) if may_count(tokens, t)]
        before, last = last, sentence
        if not triggers:
            with_aftermath(body, before, sentence, tokens, [])
            continue
        parts = take_apart(
            sentence,
            tokens,
            triggers,
            _within(toponyms, place_starts, sentence),
            _within(dates, date_starts, sentence),
            listed,
            persons,
        )
        found = _of_sentence(text, parts, toponyms, dates)
        found = with_aftermath(body, before, sentence, tokens, found)
        (body if sentence.kind == "text" else headlines).extend(found)
    # A headline tells of what the text tells better.
    events = mark_repeats(text, body + headlines, toponyms, dates)
    return sorted(events, key=lambda event: (event.trigger, event.end))


def _within(mentions: Sequence[_M], starts: list[int], sentence: Sentence) -> list[tuple[int, _M]]:
    first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
    return [(i, mentions[i]) for i in range(first, last) if mentions[i].end <= sentence.end]


def _of_sentence(
    text: str, parts: Parts, toponyms: Sequence[Toponym], dates: Sequence[DateMention]
) -> list[FoundEvent]:
    readings = []
    for told in parts.triggers:
        standing = standing_of(parts, told)
        settled = settled_class(parts, told, standing)
        if settled is None:
            continue
        trigger, standing = settled
        first, second = actors_of(parts, trigger, standing)
        first = first or _speaker_meant(parts, trigger, standing)
        killed = victims_of(parts, trigger, standing)
        partners = partners_of(parts, first)
        readings.append(Reading(trigger, standing, first, second, killed, partners))
    figures = find_figures(parts) if readings else []
    events: list[FoundEvent] = []
    united = unite(parts, readings)
    kept = [reading for reading, why in united if not why]
    for reading, why in united:
        counted = (figures, kept, [reading for reading, _ in united])
        events += _events_of(text, parts, reading, why, toponyms, dates, counted)
    return events


def _events_of(
    text: str,
    parts: Parts,
    reading: Reading,
    why: str,
    toponyms: Sequence[Toponym],
    dates: Sequence[DateMention],
    counted: tuple[list[FoundFigure], list[Reading], list[Reading]],
) -> list[FoundEvent]:
    trigger, standing = reading.trigger, reading.standing
    claimant, manner = claimed_by(parts, trigger)
    status = manner if manner and standing.status == "occurred" else standing.status
    event_type, sub_event_type = type_of(parts, reading)
    spots, place_rules = _first_told(
        places_of(parts, told, toponyms, status)
        for told in (trigger, *(p for p in reading.parts if p.name in VIOLENCE))
    )
    date, date_rule = date_of(parts, trigger, dates)
    figures = () if why else _figures_of(parts, reading, *counted[:2])
    actor1, actor2 = reading.names
    if status == "demanded":
        # Who demands it, and of whom; what is demanded has no day yet.
        actor1, actor2 = _demander(parts, reading, counted[2]) or claimant, actor1 or actor2
        date, date_rule = None, ""
    low, high = fatalities(figures) if status == "occurred" else (None, None)
    if low is None and status == "occurred" and trigger.name in VIOLENCE:
        low = _killed_by_name(reading) or (0.0 if none_killed(parts) else None)
    tokens = parts.tokens
    rules = (
        f"trigger: {trigger.name}", f"status: {standing.rule}", *place_rules,
        *((date_rule,) if date_rule else ()),
        *(("who says so",) if claimant else ()),
        *((DEFINITE,) if is_definite(parts, trigger) else ()),
        *((CONDITION,) if any(clause.link == "if" for clause in parts.clauses) else ()),
    )  # fmt: skip
    event = FoundEvent(
        start=parts.sentence.start,
        end=parts.sentence.end,
        trigger=(tokens.starts[trigger.start], tokens.ends[trigger.end - 1]),
        event_type=event_type,
        sub_event_type=sub_event_type,
        status=status,
        title=title_of(text, parts, trigger, standing, status),
        actor1=actor1,
        actor2=actor2 if actor2 != actor1 else "",
        claimed_by=claimant,
        scenes=spots.scenes,
        venues=spots.venues,
        topics=spots.topics,
        date=date,
        fatalities_low=low,
        fatalities_high=high,
        figures=figures,
        rules=rules,
    )
    event = event._replace(
        score=score_of(parts, reading, event), left_out=why or left_out(parts, reading, event)
    )
    return _apart(parts, event, spots) if trigger.name == "institution" else [event]


def _first_told(
    found: Iterator[tuple[Spots, tuple[str, ...]]],
) -> tuple[Spots, tuple[str, ...]]:
    """The places of the first word of an event that has any ("a strike hit Tamo")."""
    return next((told for told in found if told[1]), (Spots(), ()))


def _killed_by_name(reading: Reading) -> float | None:
    """How many persons the sentence names as killed; None for none."""
    return float(len(reading.victims)) or None


def _speaker_meant(parts: Parts, trigger: Trigger, standing: Standing) -> Actor | None:
    """Whom a pronoun means in what somebody says: "we" the speaker, "they" a speaking body.

    What a ministry or army says "they" did, its state did.
    """
    at = light_verb(parts, trigger) if trigger.part == "noun" else standing.group
    word = parts.tokens.words[at - 1] if at > 0 else ""
    if word not in ("we", "i", "they", "it"):
        return None
    claimant, _ = claimed_by(parts, trigger)
    if not claimant:
        return None
    speaker = next((a for a in parts.actors if name_of(a) == claimant), None)
    if word in ("we", "i"):
        return speaker or Actor(at - 1, at, claimant, "name")
    if speaker and speaker.kind in ("armed", "political"):
        return speaker._replace(name=speaker.whose or speaker.name)
    return None


def _demander(parts: Parts, reading: Reading, told: list[Reading]) -> str:
    """Who demands a thing: the subject of what governs it, else who speaks before it."""
    governor = reading.standing.governor
    if governor and governor.part == "verb":
        group = standing_of(parts, governor).group
        name = name_of(subject_before(parts, group))
        if name:
            return name
    start = reading.trigger.start
    speakers = [r for r in told if r.trigger.start < start and r.actor1 and _may_demand(r)]
    return speakers[-1].names[0] if speakers else ""


def _may_demand(reading: Reading) -> bool:
    return reading.standing.status == "occurred" and reading.trigger.name in _DEMANDING


_DEMANDING = word_set("demand promise statement disapproval meeting vote protest rejection")


def _figures_of(
    parts: Parts, reading: Reading, figures: list[FoundFigure], kept: list[Reading]
) -> tuple[FoundFigure, ...]:
    """The figures nearest to this reading of all of the sentence; the dead only of violence."""
    found = []
    for figure in figures:
        bloody = figure.what in ("killed", "wounded")
        rivals = [r for r in kept if _may_count(r, bloody)]
        if rivals and min(rivals, key=lambda r: _gap(parts, r, figure)) is reading:
            found.append(figure)
    return tuple(found)


def _may_count(reading: Reading, bloody: bool) -> bool:
    name = reading.trigger.name
    if bloody:
        return name in VIOLENCE or name in ("capture", "riot")
    return name not in SAYINGS or name in ("aid",)


def _gap(parts: Parts, reading: Reading, figure: FoundFigure) -> int:
    start = parts.tokens.starts[reading.trigger.start]
    return min(abs(figure.start - start), abs(figure.end - start))


def _apart(parts: Parts, event: FoundEvent, spots: Spots) -> list[FoundEvent]:
    """ "a centre in A and an office in B": one event for each place named with its own thing."""
    places = spots.scenes or spots.venues
    objects = trigger_classes()["institution"].objects
    told = [place for place in parts.places if place.mention in places]
    between = (parts.tokens.words[one.end : two.start] for one, two in pairwise(told))
    if len(places) < 2 or any(objects.isdisjoint(words) for words in between):
        return [event]
    return [
        event._replace(
            scenes=(place,) if spots.scenes else (), venues=() if spots.scenes else (place,)
        )
        for place in places
    ]
