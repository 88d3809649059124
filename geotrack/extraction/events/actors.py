"""Who is named in a sentence: listed organisations, states, groups and persons, each with its span."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from geotrack.extraction.events.lexicon import triggers_by_word
from geotrack.extraction.events.tokens import tokenise
from geotrack.extraction.events.triggers import is_verb

if TYPE_CHECKING:
    from collections.abc import Collection

    from geotrack.extraction.events.tokens import Tokens


class ActorList(NamedTuple):
    """What actors.toml says, folded for looking up.

    `names` maps the first word of a name to its words and the actor meant; `demonyms` a word
    ("turkish") to its state, or to itself for a people without one; `groups` the first word of
    a group's name to all its words and their kind.
    """

    names: dict[str, tuple[tuple[tuple[str, ...], str, str], ...]]
    demonyms: dict[str, str]
    groups: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    titles: frozenset[str]


class Actor(NamedTuple):
    """Someone named in a sentence: tokens `start` to before `end`.

    `kind`: state, people, organisation (listed), body (by its name's last word), armed,
    political or civil (groups), person or name (a single word). `whose` is the state or people
    a group belongs to, or that a person holds an office.
    """

    start: int
    end: int
    name: str
    kind: str
    whose: str = ""


def read_actors(toml: str) -> ActorList:
    """The actor list written as actors.toml is.

    >>> own = read_actors('[organisations]\\n"Free Valley Army" = ["FVA"]')
    >>> own.names["fva"]
    ((('fva',), 'Free Valley Army', 'organisation'),)
    """
    told = tomllib.loads(toml)
    names: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    demonyms = {word.lower(): word for word in told.get("peoples", {}).get("names", ())}
    for kind, table in (("organisation", "organisations"), ("state", "states")):
        for name, aliases in told.get(table, {}).items():
            for alias in (name, *aliases):
                words = tuple(_parts(alias))
                if kind == "state" and _is_demonym(alias):
                    demonyms[" ".join(words)] = name
                names.setdefault(words[0], []).append((words, name, kind))
    groups: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, entries in told.get("groups", {}).items():
        for entry in entries:
            parts = tuple(entry.split())
            groups.setdefault(parts[0], []).append((parts, kind))
    return ActorList(
        {word: tuple(sorted(some, key=_length)) for word, some in names.items()},
        demonyms,
        {word: tuple(sorted(some, key=_length)) for word, some in groups.items()},
        frozenset(told.get("titles", {}).get("words", ())),
    )


@cache
def default_actors() -> ActorList:
    """The actor list that comes with geotrack."""
    return read_actors((files(__package__) / "actors.toml").read_text("utf-8"))


def _length(entry: tuple[tuple[str, ...], *tuple[str, ...]]) -> int:
    return -len(entry[0])


def _parts(alias: str) -> list[str]:
    return tokenise(alias).words


_DEMONYM_ENDS = (
    "an", "ian", "ese", "ish", "i", "ch", "ek", "ss", "ab", "er", "ani", "lav", "rian", "o",
    "ans", "ians", "is", "ks", "ns", "es", "os", "ds", "abe", "abé", "ek", "men", "yz", "t", "k",
    "rs", "ts", "vs", "bs", "b", "h",
)  # fmt: skip


def _is_demonym(alias: str) -> bool:
    return alias not in _OTHER_NAMES and alias.endswith(_DEMONYM_ENDS)


_OTHER_NAMES = frozenset(
    (
        "Afghanistan Pakistan Sudan Iran Japan Jordan Oman Azerbaijan Bahrain Lebanon Kazakhstan"
        " Tajikistan Turkmenistan Uzbekistan Kyrgyzstan Mali Malawi Haiti Fiji Burundi Djibouti"
        " Brunei Niger Algeria Taiwan Myanmar Congo Laos Cyprus Belarus Honduras Philippines"
        " Netherlands Emirates Kuwait Egypt Denmark Burundi Togo Morocco Mexico Chad Bangladesh"
        " Greece France Yemen"
    ).split()
) | {
    "DR Congo", "South Sudan", "Saudi Arabia", "Islamic Republic of Iran", "Burkina Faso",
    "Great Britain", "Russian Federation", "Soviet Union", "People's Republic of China",
    "Democratic Republic of the Congo", "Democratic Republic of Congo", "United Arab Emirates",
    "United States", "Democratic People's Republic of Korea",
}  # fmt: skip


def find_actors(
    tokens: Tokens, listed: ActorList, places: Collection[int], acting: Collection[int]
) -> list[Actor]:
    """The actors of a sentence, in order.

    `places` are the tokens of toponyms, which are no persons; `acting` those of places that
    stand for their government, which act.
    """
    found: list[Actor] = []
    taken = 0
    for i, kind in enumerate(tokens.kinds):
        if i < taken or kind not in "oCr" or (kind == "o" and tokens.words[i] not in listed.groups):
            continue
        actor = _actor_at(tokens, i, listed, places, acting)
        if actor:
            found.append(actor)
            taken = actor.end
    return found


def _actor_at(
    tokens: Tokens,
    at: int,
    listed: ActorList,
    places: Collection[int],
    acting: Collection[int],
) -> Actor | None:
    kind = tokens.kinds[at]
    if kind == "o":
        end, what = _group_end(tokens, at, listed)
        if what and not _is_modifier(tokens, end, listed):
            name = _written(tokens, _with_adjectives(tokens, at), end)
            return _with_person(tokens, Actor(at, end, name, what), listed, places)
        return None
    if kind not in "Cr":
        return None
    named = _named(tokens, at, listed)
    if named and not (kind == "r" and not tokens.written[at].isupper()):
        grown = _group_behind(tokens, at, named, listed)
        if grown:
            return _with_person(tokens, grown, listed, places)
        return (
            named
            if not _goes_on(tokens, named.end, places)
            else _person(tokens, at, listed, places)
        )
    if at in acting:
        end = at + 1
        while end in acting:
            end += 1
        return Actor(at, end, _written(tokens, at, end), "state")
    if kind == "r":
        return None
    end, what = _group_end(tokens, at, listed)
    if what and not (tokens.kinds[end : end + 1] == "C" and tokens.words[at] in listed.titles):
        return _with_person(tokens, Actor(at, end, _written(tokens, at, end), what), listed, places)
    return _person(tokens, at, listed, places)


def _named(tokens: Tokens, at: int, listed: ActorList) -> Actor | None:
    """The longest listed name that begins here."""
    for words, name, kind in listed.names.get(tokens.words[at], ()):
        end = at + len(words)
        if tuple(tokens.words[at:end]) == words:
            written = tokens.written[at]
            if len(words) == 1 and len(written) <= 4 and not written.isupper() and kind != "state":
                continue
            if kind == "state" and " ".join(words) in listed.demonyms:
                return Actor(at, end, name, "people", name)
            return Actor(at, end, name, kind, name if kind == "state" else "")
    people = listed.demonyms.get(tokens.words[at])
    if people:
        return Actor(at, at + 1, people, "people", people)
    return None


def _goes_on(tokens: Tokens, end: int, places: Collection[int]) -> bool:
    """Whether a listed name is only the beginning of a longer one."""
    return tokens.kinds[end : end + 1] == "C" and end not in places


def _group_end(tokens: Tokens, at: int, listed: ActorList) -> tuple[int, str]:
    if at >= len(tokens.words):
        return at, ""
    for words, kind in listed.groups.get(tokens.words[at], ()):
        end = at + len(words)
        if tuple(tokens.words[at:end]) == words:
            # "junta jets", "party leaders": the last word says what they are.
            further, what = _group_end(tokens, end, listed)
            return (further, what) if what else (end, kind)
    return at, ""


_MOST_BETWEEN = 3


def _group_behind(tokens: Tokens, at: int, named: Actor, listed: ActorList) -> Actor | None:
    """ "Turkish air forces", "Iraq's federal government", "PKK fighters"."""
    i = named.end
    if tokens.kinds[i : i + 1] == "'":
        i += 1
    for j in range(i, min(i + _MOST_BETWEEN, len(tokens.words))):
        if tokens.kinds[j] not in "oC":
            return None
        end, what = _group_end(tokens, j, listed)
        if what and not _is_modifier(tokens, end, listed):
            name = _written(tokens, at, end)
            return Actor(at, end, name, what, named.whose or named.name)
        if not what and any(f.part == "noun" for f in triggers_by_word().get(tokens.words[j], ())):
            return None
    return None


def _is_modifier(tokens: Tokens, end: int, listed: ActorList) -> bool:
    """Whether what ends here only describes the next word: "military operations", "police chief"."""
    word = tokens.words[end] if end < len(tokens.words) else ""
    forms = triggers_by_word().get(word, ())
    if not any(f.part == "noun" and not f.rest for f in forms):
        return (
            tokens.words[end - 1] in _DESCRIBING
            and tokens.kinds[end : end + 1] == "o"
            and not forms
        )
    return not is_verb(tokens, end, end + 1, "present" if word.endswith("s") else "base")


_DESCRIBING = frozenset("military police government army opposition rebel militia".split())


def _with_adjectives(tokens: Tokens, at: int) -> int:
    """Where the name of a group begins: one capital or plain word before it belongs to it."""
    i = at
    while i > 0 and at - i < 2 and tokens.words[i - 1] in _ADJECTIVES:
        i -= 1
    return i


_ADJECTIVES = frozenset(
    "armed masked foreign federal military civil paramilitary islamist separatist local senior"
    " peaceful anti-government government opposition rebel tribal coalition border unarmed"
    " suspected ethnic riot security unidentified unknown university".split()
)


def _with_person(tokens: Tokens, group: Actor, listed: ActorList, places: Collection[int]) -> Actor:
    """ "Iraqi Foreign Minister Fuad Hussein" is the person; "the Iraqi foreign minister" is not."""
    end = group.end
    if group.kind != "political" or tokens.kinds[end : end + 1] != "C" or end in places:
        return group
    if tokens.words[end - 1].endswith("s"):
        return group
    person = _person(tokens, end, listed, places)
    return person._replace(start=group.start, whose=group.whose or OFFICE) if person else group


def known_person(actor: Actor, persons: dict[str, Actor | None]) -> Actor:
    """A bare surname as the one person of it named before; others are remembered.

    Of two persons with one surname none is meant by it.
    """
    if actor.kind not in ("person", "name"):
        return actor
    surname = actor.name.lower().split()[-1].removeprefix("al-")
    known = persons.get(surname)
    if actor.kind == "person" and " " in actor.name:
        one = known is None or known.name == actor.name or known.name.endswith(actor.name)
        persons[surname] = actor if one and (known or surname not in persons) else None
        return actor
    if known is None:
        return actor
    return known._replace(start=actor.start, end=actor.end)


_PARTICLES = frozenset(
    "al el bin ibn bint abu de da dos del van von der den ben ould la le".split()
)
_MOST_NAME = 6


def _person(tokens: Tokens, at: int, listed: ActorList, places: Collection[int]) -> Actor | None:
    """A run of words with capitals that is no place; titles before it are left off its name."""
    kinds, words = tokens.kinds, tokens.words
    end = at
    while end < len(words) and end - at < _MOST_NAME + 4:
        joins = end > at and words[end] in _PARTICLES and kinds[end + 1 : end + 2] == "C"
        if kinds[end] != "C" and not joins:
            break
        end += 1
    start = at
    while start < end and (
        words[start].rstrip(".") in listed.titles or words[start] in listed.demonyms
    ):
        start += 1
        if start < end and kinds[start] == ".":
            start += 1
    size = end - start
    if not size:
        return None
    titled = start > at
    if (
        start in places
        and (size == 1 or all(i in places for i in range(start, end)))
        and not titled
    ):
        return None
    if size == 1 and not titled and (words[start] in _NO_NAMES or len(words[start]) < 3):
        return None
    if size == 1 and start == 0 and (words[0].endswith("ly") or kinds[1:2] == ","):
        return None
    if words[end - 1] in _THINGS:
        return None
    if kinds[end : end + 1] == "'":
        owned, what = _group_end(tokens, end + 1, listed)
        if what:
            name = _written(tokens, start, owned)
            return Actor(at, owned, name, what, _written(tokens, start, end))
    if words[end - 1] in _NO_PERSON_ENDS:
        return Actor(at, end, _written(tokens, start, end), "body")
    kind = "person" if size > 1 or titled else "name"
    office = OFFICE if set(words[at:start]) & _OFFICES else ""
    return Actor(at, end, _written(tokens, start, end), kind, office)


# Titles of those who act for a state.
OFFICE = "an office"
_OFFICES = frozenset(
    "president minister ambassador king emir secretary chancellor governor premier envoy"
    " vice-president undersecretary sultan general colonel".split()
)
_NO_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december the there separately meanwhile earlier"
    " sunni shiite islam however according under despite operation also recent recently first"
    " last late early today yesterday tomorrow tensions government officials new north south east"
    " west western eastern northern southern central moscow's certain".split()
)
_THINGS = frozenset(
    "memorandum understanding agreement accord accords treaty operation war road street square"
    " river mountain mountains airport hospital base camp school mosque church resolution plan act"
    " law day bridge prison jail crossing region province district governorate state county city"
    " sea gulf strip bank valley peninsula highway port island islands constitution protocol summit"
    " games cup festival relations security conference".split()
)
_NO_PERSON_ENDS = frozenset(
    "council ministry party movement front army agency organization organisation union association"
    " committee court university group company corporation bank office department presidency"
    " alliance coalition congress league watch international forum program programme times post tv"
    " television radio news network service bureau force forces command brigade church commission"
    " conference".split()
)


def _written(tokens: Tokens, start: int, end: int) -> str:
    """The words as the text has them, put together."""
    name = ""
    for i in range(start, end):
        gap = " " if name and tokens.starts[i] > tokens.ends[i - 1] else ""
        name += gap + tokens.written[i]
    return name
