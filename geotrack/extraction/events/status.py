"""Whether what a trigger names happened: from the words of its verb group and what governs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geotrack.extraction.dating.words import word_set
from geotrack.extraction.events.governing import MOST_REACH, governor_of
from geotrack.extraction.events.lexicon import VIOLENCE
from geotrack.extraction.events.triggers import VERB_GROUP, Trigger
from geotrack.extraction.events.verbgroups import (
    group_start,
    is_describing,
    is_inverted,
    is_negated,
    is_none,
    is_reduced,
)

if TYPE_CHECKING:
    from geotrack.extraction.events.parts import Parts
    from geotrack.extraction.events.tokens import Tokens


class Standing(NamedTuple):
    """What is told of whether it happened.

    `status` is one of schema.STATUSES; `left_out` says why it is no event at all; `governor` is
    the match of status.toml that decided, `rule` its name; `passive` tells "was attacked";
    `group` is where the verb group begins.
    """

    status: str
    left_out: str = ""
    governor: Trigger | None = None
    rule: str = "told as it is"
    passive: bool = False
    group: int = 0


DESCRIBING = "participle before its noun"
_MODALS = {"W": "planned", "M": "demanded"}
_MOST_DEPTH = 4


def standing_of(parts: Parts, trigger: Trigger, depth: int = 0) -> Standing:
    """What the sentence says of whether `trigger` (of either word list) happened."""
    clause = parts.clauses[parts.clause_of[trigger.start]]
    if clause.link == "if" or is_inverted(parts, clause, trigger):
        return Standing("planned", "a condition", rule="condition", group=trigger.start)
    if trigger.part == "verb":
        own = _of_verb(parts, trigger, depth)
        hedge = _hedge(parts, trigger) if own.status == "occurred" and not own.left_out else None
        return own._replace(status="alleged", governor=None, rule=hedge) if hedge else own
    own = _of_noun(parts, trigger, depth)
    hedge = _hedge(parts, trigger) if trigger.name in VIOLENCE and own == _told(trigger) else None
    if hedge:
        # "shelling, allegedly by rebels"
        return own._replace(status="alleged", rule=hedge)
    if own.rule == Standing("").rule and clause.link in ("other", "same"):
        return _as_parent(parts, trigger, own)
    return own


def _told(trigger: Trigger) -> Standing:
    return Standing("occurred", group=trigger.start)


def _hedge(parts: Parts, trigger: Trigger) -> str | None:
    """The word that keeps what is told at arm's length: "reportedly" in its clause, "rumours",
    "no evidence that" anywhere."""
    clause = parts.clauses[parts.clause_of[trigger.start]]
    for found in parts.governors:
        word = parts.tokens.words[found.start]
        near = clause.start <= found.start < clause.end
        if found.name == "doubted" and trigger.name in VIOLENCE:
            return " ".join(parts.tokens.words[found.start : found.end])
        if near and found.name == "alleged" and word.endswith("ly"):
            return word
    return None


# --- verbs


def _of_verb(parts: Parts, trigger: Trigger, depth: int) -> Standing:
    tokens, kinds = parts.tokens, parts.tokens.kinds
    start = group_start(tokens, trigger.start, parts.clauses[parts.clause_of[trigger.start]].start)
    group = kinds[start : trigger.start].replace("v", "")
    passive = trigger.tense in ("either", "participle") and (
        "A" in group or kinds[trigger.end : trigger.end + 1] == "b" or is_reduced(parts, trigger)
    )
    plain = Standing("occurred", passive=passive, group=start)
    if not group and is_describing(tokens, trigger):
        return plain._replace(passive=True, rule=DESCRIBING)
    if is_negated(tokens, start, trigger.start) or is_none(tokens, start):
        # "did not attack", "no civilians had been killed", "no rockets landed"
        return plain._replace(status="denied", rule="negation")
    other = _not_quite(parts, trigger, plain) or _of_nominal(parts, trigger, plain, depth)
    if other:
        return other
    if "t" in group:
        return _of_infinitive(parts, trigger, plain, depth)
    if trigger.tense == "base" and not set(group) & set("WMPD"):
        demanded = _demanded_that(parts, trigger)
        return _under_that(plain, demanded) if demanded else plain
    return _by_modal(group, plain)


def _not_quite(parts: Parts, trigger: Trigger, plain: Standing) -> Standing | None:
    """ "almost bombed", "probably bombed"; "fear (that) the army will attack"."""
    words = parts.tokens.words
    if not _NOT_QUITE.isdisjoint(words[plain.group : trigger.start]):
        return plain._replace(left_out="not told as done", rule="almost")
    if not _GUESSED.isdisjoint(words[plain.group : trigger.start]):
        return plain._replace(status="alleged", rule="a guess")
    if not set(parts.tokens.kinds[plain.group : trigger.start]) & set("WP"):
        return None
    clause = parts.clauses[parts.clause_of[trigger.start]]
    first = parts.clauses[clause.parent].start if clause.link == "that" else clause.start
    if any(word.startswith("fear") for word in words[first : trigger.start]):
        return plain._replace(left_out="only feared", rule="fear")
    return None


def _of_nominal(parts: Parts, trigger: Trigger, plain: Standing, depth: int) -> Standing | None:
    """ "killing five", "denied having shelled": a verb that hangs on another; None for others."""
    tokens, start = parts.tokens, plain.group
    group = tokens.kinds[start : trigger.start]
    if tokens.words[start] == "having" and group.startswith("H") and "t" not in group:
        return _governed(parts, trigger, plain, depth, nominal=True)
    if trigger.tense != "ing" or set(group) & set("At") or start == 0:
        return None
    if tokens.kinds[start - 1] == ",":
        return _as_parent(parts, trigger, plain)
    governed = _governed(parts, trigger, plain, depth, nominal=True)
    return _as_verb_before(parts, trigger) or plain if governed == plain else governed


def _as_verb_before(parts: Parts, trigger: Trigger) -> Standing | None:
    """ "will vote on extending": no more done than the verb it hangs on."""
    first = parts.clauses[parts.clause_of[trigger.start]].start
    kinds = parts.tokens.kinds[first : trigger.start]
    modal = next((kind for kind in reversed(kinds) if kind in "WMP"), "")
    if kinds[-1:] != "p" or not modal:
        return None
    return _by_modal(modal, Standing("occurred", group=trigger.start))


def _by_modal(group: str, plain: Standing) -> Standing:
    """What an auxiliary says: "will", "must", "may"."""
    if "W" in group and "H" in group:
        # "would have attacked"
        return plain._replace(left_out="a possibility", rule="modal verb")
    for modal, status in _MODALS.items():
        if modal in group:
            return plain._replace(status=status, rule="modal verb")
    return plain._replace(left_out="a possibility", rule="modal verb") if "P" in group else plain


_NOT_QUITE = frozenset(("almost", "nearly", "narrowly"))
_GUESSED = word_set("probably possibly presumably apparently seemingly likely perhaps maybe")


def _of_infinitive(parts: Parts, trigger: Trigger, plain: Standing, depth: int) -> Standing:
    kinds = parts.tokens.kinds
    group = kinds[plain.group : trigger.start]
    at = group.index("t")
    found = governor_of(parts, plain.group + at + 1, nominal=False, whole=trigger)
    if found is not None:
        return _under(parts, found, plain, depth)
    if "H" in group[at:]:
        return plain._replace(status="alleged", rule="said to have")
    if "A" in group[:at]:
        # "is to visit"
        return plain._replace(status="planned", rule="is to")
    return plain._replace(left_out="a purpose", rule="infinitive")


def _under_that(plain: Standing, demanded: Trigger) -> Standing:
    return plain._replace(status="demanded", governor=demanded, rule="demand that")


def _demanded_that(parts: Parts, trigger: Trigger) -> Trigger | None:
    """The demand whose "that" begins the clause of this trigger."""
    clause = parts.clauses[parts.clause_of[trigger.start]]
    if clause.link != "that":
        return None
    near = (clause.start, clause.start + 1)
    return next((g for g in parts.governors if g.end in near and g.name == "demanded"), None)


def _as_parent(parts: Parts, trigger: Trigger, plain: Standing) -> Standing:
    """ "..., killing five", "after their withdrawal": as true as the clause it hangs on."""
    parent = parts.clauses[parts.clauses[parts.clause_of[trigger.start]].parent]
    if parent.start >= trigger.start:
        return plain
    for i in range(parent.end - 1, parent.start - 1, -1):
        kind = parts.tokens.kinds[i]
        if kind == "W":
            return plain._replace(status="planned", rule="as the clause before")
        if kind in "PM":
            return plain._replace(left_out="a possibility", rule="as the clause before")
    return plain


# --- nouns


def _of_noun(parts: Parts, trigger: Trigger, depth: int) -> Standing:
    plain = Standing("occurred", group=trigger.start)
    start, described = _described(parts.tokens, trigger.start, plain)
    if described is not None:
        return described
    governed = _governed(parts, trigger, plain, depth, nominal=True)
    if governed.rule != plain.rule:
        return governed
    demanded = _demanded_that(parts, trigger)
    return _under_that(plain, demanded) if demanded else _as_subject(parts, trigger, plain, start)


def _described(tokens: Tokens, start: int, plain: Standing) -> tuple[int, Standing | None]:
    """Where the noun's phrase begins, and what its adjectives and negation say, if anything."""
    while start > 0 and tokens.kinds[start - 1] in "oCvd#'":
        start -= 1
        word = tokens.words[start]
        if word in _SINGLE_ALLEGED:
            return start, plain._replace(status="alleged", rule=word)
        if word in _SINGLE_PLANNED:
            return start, plain._replace(status="planned", rule=word)
        if word in _SINGLE_AVERTED:
            return start, plain._replace(left_out=f"{word}: not told as done", rule=word)
    near = tokens.kinds[max(start - 3, 0) : start]
    if near[-1:] == "N" or ("N" in near and set(near) <= set("NHDdvt")):
        # "no attack", "never had a hearing"
        return start, plain._replace(status="denied", rule="negation")
    return start, None


_SINGLE_ALLEGED = word_set("alleged purported supposed reported rumoured rumored")
_SINGLE_PLANNED = word_set("planned proposed upcoming scheduled future imminent expected looming")
_SINGLE_AVERTED = word_set(
    "possible potential attempted foiled thwarted further any simulated mock hypothetical"
)
# What is said so of a thing with "is" may yet come, or not.
_UNREAL = word_set("unlikely impossible possible likely imminent inevitable conceivable")
_PASSED_OVER = "dCov#'pc\""


def _as_subject(parts: Parts, trigger: Trigger, plain: Standing, start: int) -> Standing:
    """ "the talks will begin", "the attack was foiled": what the noun's own verb says."""
    tokens, kinds = parts.tokens, parts.tokens.kinds
    clause = parts.clauses[parts.clause_of[trigger.start]]
    if start > clause.start and kinds[start - 1] not in ',;"sc':
        return plain
    group = trigger.end
    while group < clause.end and kinds[group] in _PASSED_OVER and group < trigger.end + MOST_REACH:
        group += 1
    i = group
    while i < clause.end and kinds[i] in VERB_GROUP:
        i += 1
    said = kinds[group:i] if set(kinds[group:i]) & set("AHWMPD") else ""
    if (said and is_negated(tokens, group, i)) or tokens.words[i - 1] == "never":
        return plain._replace(status="denied", rule="negation")
    words = tokens.words[group : i + 1]
    unreal = next((j for j, word in enumerate(words, group) if word in _UNREAL), -1)
    if "A" in said and unreal >= 0 and kinds[unreal + 1 : unreal + 2] not in ("o", "v"):
        # "is likely"; but "was likely carried out by" somebody
        return plain._replace(left_out="a possibility", rule="may be")
    if "W" in said and "A" in said and trigger.name in VIOLENCE and kinds[i : i + 1] == "o":
        # "an attack would be answered": nobody plans it.
        return plain._replace(left_out="a possibility", rule="modal verb")
    for found in parts.governors:
        if group <= found.start <= i and "A" in said and found.name in _OF_SUBJECTS:
            return _named(found, plain)
    return _by_modal(said, plain)


_OF_SUBJECTS = word_set("planned demanded averted denied mooted")


# --- what governs


def _governed(
    parts: Parts, trigger: Trigger, plain: Standing, depth: int, nominal: bool
) -> Standing:
    found = governor_of(parts, plain.group, nominal, trigger)
    if found is None or (found.name == "mooted" and trigger.name in VIOLENCE):
        # An attack that is discussed took place.
        return plain
    return _under(parts, found, plain, depth)


def _under(parts: Parts, found: Trigger, plain: Standing, depth: int) -> Standing:
    """What a governor makes of the thing it governs."""
    if depth >= _MOST_DEPTH:
        return plain
    if found.name == "said":
        return plain
    if found.tense == "infinitive":
        above = governor_of(parts, found.start, nominal=True, whole=found)
        if above is not None and above.name not in ("planned", "aspect", "said"):
            # "the need for a roadmap to discuss ...": no plan of its own.
            return plain._replace(left_out="part of what is not told as done", rule=above.name)
    own = standing_of(parts, found, depth + 1) if found.part == "verb" else _of_phrase(parts, found)
    if found.name == "aspect":
        return own._replace(passive=plain.passive, group=plain.group)
    if own.status == "denied" and found.name in ("planned", "demanded", "mooted"):
        if found.name == "demanded":
            return plain._replace(left_out="not demanded", rule="negation")
        return plain._replace(status="denied", governor=found, rule="negation")
    return _named(found, plain)


def _of_phrase(parts: Parts, found: Trigger) -> Standing:
    if is_negated(parts.tokens, max(found.start - 2, 0), found.start):
        return Standing("denied", group=found.start)
    return Standing("occurred", group=found.start)


_LEFT_OUT = {
    "averted": "not told as done",
    "mooted": "only talked about",
    "threatened": "only threatened",
}


def _named(found: Trigger, plain: Standing) -> Standing:
    if found.name in _LEFT_OUT:
        return plain._replace(left_out=_LEFT_OUT[found.name], governor=found, rule=found.name)
    return plain._replace(status=found.name, governor=found, rule=f"governed: {found.name}")
