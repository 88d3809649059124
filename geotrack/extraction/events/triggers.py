"""The words of a sentence that may tell of an event, each as the verb or noun it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geotrack.extraction.dating.words import word_set
from geotrack.extraction.events.lexicon import Listed, trigger_classes, triggers_by_word

if TYPE_CHECKING:
    from geotrack.extraction.events.lexicon import Index
    from geotrack.extraction.events.tokens import Tokens


class Trigger(NamedTuple):
    """The tokens from `start` to before `end`, and what they are: see lexicon.Listed.

    `others` are further weak classes the same word may belong to.
    """

    start: int
    end: int
    name: str
    part: str
    tense: str
    weak: bool
    broad: bool = False
    others: tuple[str, ...] = ()


# Kinds of tokens that stand before a verb in its group, and those before a noun.
VERB_GROUP = "vNAHDWMPt"
_BEFORE_VERB = frozenset("tWMPDr")
_BEFORE_NOUN = frozenset("d'#pb")


def find_triggers(tokens: Tokens, index: Index | None = None) -> list[Trigger]:
    """The triggers of a sentence in order, none overlapping another; without regard to meaning.

    `index` is the word list (those of lexicon.toml).
    """
    index = triggers_by_word() if index is None else index
    found: list[Trigger] = []
    words, taken = tokens.words, 0
    for i, word in enumerate(words):
        listed = index.get(word)
        if listed is None or i < taken:
            continue
        trigger = _trigger_at(tokens, i, listed)
        if trigger:
            found.append(trigger)
            taken = trigger.end
    return found


# The class of what only counts when demanded stands back behind all others.
_LAST = "demanded_thing"


def _trigger_at(tokens: Tokens, at: int, listed: tuple[Listed, ...]) -> Trigger | None:
    named = _named_operation(tokens, at)
    if named:
        return named
    fits: list[tuple[Listed, int]] = []
    for form in listed:
        end = _end(tokens, at, form)
        if end and (not fits or end >= fits[0][1]) and _is_part(tokens, at, end, form, listed):
            fits.append((form, end))
    if not fits:
        return None
    longest = fits[0][1]
    same = [form for form, end in fits if end == longest]
    best = min(same, key=lambda form: (form.name == _LAST, form.broad, form.weak))
    others = [f.name for f in same if f.weak and f.part == best.part and f.name != best.name]
    return Trigger(
        at, longest, best.name, best.part, best.tense, best.weak, best.broad, tuple(others)
    )


def _named_operation(tokens: Tokens, at: int) -> Trigger | None:
    """ "Operation Claw-Lock": a thing with a name of its own."""
    if tokens.words[at] != "operation" or tokens.kinds[at] != "C":
        return None
    end = at + 1
    while tokens.kinds[end : end + 1] in ("C", '"') and end - at < 6:
        end += 1
    return Trigger(at, end, "named_operation", "noun", "one", weak=False) if end > at + 1 else None


def _end(tokens: Tokens, at: int, form: Listed) -> int:
    """Where the form that begins here ends; 0 where its other words do not follow.

    An adverb or a day may stand between a verb and its particle ("called Thursday on").
    """
    words, kinds = tokens.words, tokens.kinds
    i = at + 1
    for word in form.rest:
        skipped = 0
        while (
            (form.part == "phrase" and skipped < 1 and i < len(words) and kinds[i] == '"')
            or (form.part == "verb" and skipped < 3 and i < len(words) and words[i] != word
            and (kinds[i] in 'v"' or words[i] in _BETWEEN or _is_loose(word, kinds[i])))
        ):  # fmt: skip
            i, skipped = i + 1, skipped + 1
        if i >= len(words) or words[i] != word:
            return 0
        i += 1
    return i


def _is_loose(word: str, kind: str) -> bool:
    """Whether a verb's noun may have words of its own before it ("voiced deep concern")."""
    return kind in "do" and word not in _PARTICLES


_PARTICLES = word_set(
    "up down out off on in for to by with upon aside back over into of that at responsibility"
    " fire hostage part dead together through"
)
_BETWEEN = word_set(
    "on monday tuesday wednesday thursday friday saturday sunday today yesterday a an the"
)


def _is_part(tokens: Tokens, at: int, end: int, form: Listed, listed: tuple[Listed, ...]) -> bool:
    """Whether the word is a verb (or noun) here, as the form says; a phrase always fits."""
    if form.part == "phrase":
        return True
    if _is_name(tokens, at, end) and not (form.part == "noun" and form.rest):
        return False
    if form.part == "noun":
        return _is_noun(tokens, at, end, form, listed)
    before = tokens.kinds[at - 1] if at else ""
    if form.tense in ("past", "either", "participle"):
        return True
    if form.rest:
        return before == "" or before not in ("d'" if form.tense == "ing" else "d'p")
    only = form.tense in ("base", "present") and _is_verb_only(tokens, at, listed)
    return only or is_verb(tokens, at, end, form.tense)


def _is_noun(tokens: Tokens, at: int, end: int, form: Listed, listed: tuple[Listed, ...]) -> bool:
    if at > 0 and tokens.kinds[at - 1] in "tWMPr":
        return False
    if form.rest or not any(f.part == "verb" for f in listed):
        return True
    tense = next(f.tense for f in listed if f.part == "verb")
    return not is_verb(tokens, at, end, tense)


def _is_verb_only(tokens: Tokens, at: int, listed: tuple[Listed, ...]) -> bool:
    """Whether the word is hardly ever a noun, and nothing before it makes it one here."""
    if any(f.part == "noun" and not f.rest for f in listed):
        return False
    word = tokens.words[at]
    if word in _ALSO_NOUNS or word.removesuffix("s") in _ALSO_NOUNS:
        return False
    return at == 0 or tokens.kinds[at - 1] not in "d'#p"


_ALSO_NOUNS = word_set(
    "shell probe blame tour slam sentence request vow pledge promise offer order report claim plan"
    " call ban charge phone cut censure rebuke retreat embargo boycott fire launch hit strike"
    " target rain push enter march block blockade gather picket rally send mass station move"
    " dispatch keep set build open leave end exit release free pardon swap host return visit sign"
    " seal pass back search share exchange supply grant ship lend fund finance provide halt stop"
    " close reduce circulate address issue voice express make state note post tweet quote find"
    " estimate charge view aim plan schedule propose start stage mount hold step claim suspect risk"
    " fear help protest counter combat ban block delay need want command lobby favour favor ask"
    " raid storm attack assault riot air loot torch torture wound murder rape kidnap battle"
    " clash ambush force drive travel talk sue quit ease demand appeal design use place shoot"
    " confer witness face record direct press jail level brand label"
)


def _is_name(tokens: Tokens, at: int, end: int) -> bool:
    """A word with a capital within a sentence beside another is part of a name ("Attack Group")."""
    if tokens.kinds[at] != "C" or at == 0:
        return False
    return tokens.kinds[at - 1] == "C" or tokens.kinds[end : end + 1] == "C"


def is_verb(tokens: Tokens, at: int, end: int, tense: str) -> bool:
    """Whether a word that may be either is a verb here, judged by its neighbours."""
    kinds, words = tokens.kinds, tokens.words
    before = at - 1
    while before >= 0 and kinds[before] in "vN":
        before -= 1
    kind = kinds[before] if before >= 0 else ""
    after = kinds[end] if end < len(kinds) else ""
    if tense == "ing":
        # "the Tamo bombing killed"
        named = kind == "C" and after == "o"
        noun = named or (kind in _BEFORE_NOUN and words[before] not in _VERBAL_BEFORE)
        verbal = kind == "p" and words[before] in _VERBAL_BEFORE and after == "p"
        free = after in tuple("dC#rots") or kind == "," or (kind == "" and after != "p") or verbal
        return kind == "A" or (not noun and free)
    if kind in _BEFORE_VERB:
        return not (words[before] == "to" and after in ("", ".", "b"))
    if kind in _BEFORE_NOUN or kind in "AH":
        return False
    if kind in ("o", "C") and tense == "present" and words[end : end + 1] == ["that"]:
        # "Turkey claims that"
        return True
    if kind in ("o", "C", "s") and after in tuple("dC#rt'\""):
        return after != "'" and (tense == "present" or words[before].endswith("s") or kind == "s")
    meets = words[end : end + 1] in (["with"], ["against"])
    return kind == "C" and tense == "present" and meets and at < 8


_VERBAL_BEFORE = word_set("by for from without after before while when in on of since")


def classes_of(trigger: Trigger) -> tuple[str, ...]:
    """The class of a trigger and those its word may belong to as well."""
    return (trigger.name, *(name for name in trigger.others if name in trigger_classes()))
