"""A sentence -> its clauses, and how each hangs on the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geotrack.extraction.dating.words import word_set
from geotrack.extraction.events.lexicon import governors_by_word, triggers_by_word

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from geotrack.extraction.events.tokens import Tokens


class Clause(NamedTuple):
    """The tokens from `start` to before `end`.

    `link` is how it hangs on the clause at `parent`: `root`, `and`, `then` (and later), `same`
    (while, during, where: at the same time), `other` (after, before, because), `if`, `rel`
    (which, who), `part` ("..., killing five"), `that` (what is said) or `said` ("..., he said":
    who says the rest).
    """

    start: int
    end: int
    link: str
    parent: int


# What a clause shares with the one it hangs on: its day and its scene.
SHARING = word_set("same part and rel")

_LINKS = {
    "when": "same", "while": "same", "as": "same", "during": "same", "amid": "same",
    "where": "same", "whereas": "other", "after": "other", "before": "other",
    "following": "other", "since": "other", "until": "other", "till": "other",
    "because": "other", "although": "other", "though": "other", "despite": "other",
    "but": "and", "if": "if", "unless": "if", "whether": "if", "once": "other",
    "which": "rel", "who": "rel", "whose": "rel", "whom": "rel", "that": "that",
}  # fmt: skip
_FINITE = "AHWMPD"
_AHEAD = 7


def split_clauses(
    tokens: Tokens, dated: Sequence[int], places: Collection[int] = ()
) -> list[Clause]:
    """The clauses of a sentence; `dated` is true for each token of a date.

    `places` are the tokens of places: "Tamo, Boro and Kidu" is no new clause.
    """
    opening, comma = _opening(tokens, dated)
    starts: list[tuple[int, str]] = [(0, opening)]
    for i in range(1, len(tokens.words)):
        link = _link_at(tokens, i, dated)
        if i == comma:
            link = "same" if opening == "same" else "root"
        if link == "and" and _joins_places(tokens, i, places):
            link = ""
        if link and starts[-1][0] == i - 1 and tokens.kinds[i - 1] in "sc,;":
            # "and when", "; which": one boundary.
            starts[-1] = (starts[-1][0], link)
        elif link:
            starts.append((i, link))
    starts = _with_speakers(tokens, starts, dated)
    ends = [start for start, _ in starts[1:]] + [len(tokens.words)]
    clauses: list[Clause] = []
    for (start, link), end in zip(starts, ends, strict=True):
        near = tokens.words[start] in ("during", "amid")
        parent = len(clauses) - 1 if near else _parent(tokens, clauses, link)
        clauses.append(Clause(start, end, link, max(parent, 0)))
    return clauses


def _opening(tokens: Tokens, dated: Sequence[int]) -> tuple[str, int]:
    """How a sentence begins, and where its main clause does behind "If they attack, ..."."""
    at = 1 if tokens.kinds[:1] == '"' else 0
    if tokens.kinds[at : at + 1] != "s" or tokens.words[at] in ("as", "that", "which", "who"):
        return "root", -1
    link = _subordinate(tokens, at, dated)
    comma = tokens.kinds.find(",")
    return (link, comma) if link and comma > 0 else ("root", -1)


def _joins_places(tokens: Tokens, i: int, places: Collection[int]) -> bool:
    before = i - 2 if tokens.kinds[i - 1] == "," else i - 1
    if before not in places and is_list_item(tokens, before):
        # "Tamo, Boro and Kidu" where nobody knows Boro
        before -= 2
    return i + 1 in places and before in places


def is_list_item(tokens: Tokens, i: int) -> bool:
    """Whether a name of one word stands between commas or "and"."""
    kinds = tokens.kinds
    return kinds[i] == "C" and kinds[i - 1] in ",c" and kinds[i + 1 : i + 2] in (",", "c")


def _parent(tokens: Tokens, clauses: list[Clause], link: str) -> int:
    """The clause one with this link hangs on, behind those there are.

    What a noun is told with ("which", "that") hangs on the clause before; all else on the
    nearest with a verb ("they attacked | since the raid | , killing five").
    """
    last = len(clauses) - 1
    if link in ("rel", "that", "root", "if"):
        return max(last, 0)
    if link == "said":
        return 0
    k = last
    while k > 0 and not has_verb(tokens, clauses[k].start, clauses[k].end):
        k = clauses[k].parent
    return max(k, 0)


def unit_of(clauses: Sequence[Clause], k: int, links: frozenset[str]) -> int:
    """The clause reached from `k` upwards as long as links are of these."""
    while k > 0 and clauses[k].link in links:
        k = clauses[k].parent
    return k


def _link_at(tokens: Tokens, i: int, dated: Sequence[int]) -> str:
    kinds, words = tokens.kinds, tokens.words
    kind = kinds[i]
    if kind == ";":
        names = kinds[i - 1] == "C" and kinds[i + 1 : i + 2] == "C" and words[i] in "–—"
        return "" if names else "and"
    if kind == "s":
        return _subordinate(tokens, i, dated)
    if kind == ",":
        return _participle(tokens, i + 1)
    if kind == "p" and words[i : i + 1] == ["in"] and words[i + 1 : i + 2] in _RETORTS:
        return "other"
    if kind == "c" and _starts_clause(tokens, i):
        return "then" if words[i + 1] in _LATER else "and"
    return ""


def _subordinate(tokens: Tokens, i: int, dated: Sequence[int]) -> str:
    kinds, word = tokens.kinds, tokens.words[i]
    following = _is_date_alone(tokens, i + 1, dated)
    if word == "as":
        return "same" if kinds[i - 1] == "," or kinds[i + 1 : i + 2] == "r" else ""
    if word in ("after", "before", "since", "until", "till", "following", "during") and following:
        return ""
    if word == "once" or (word == "prior" and kinds[i + 1 : i + 2] != "t"):
        return ""
    if word == "that" and kinds[i - 1] in "pb":
        return ""
    return _LINKS.get(word, "other")


def _is_date_alone(tokens: Tokens, i: int, dated: Sequence[int]) -> bool:
    """Whether a date begins here that describes no noun: not "last month's elections"."""
    if i >= len(dated) or not dated[i]:
        return False
    while i < len(dated) and dated[i]:
        i += 1
    return i >= len(dated) or (tokens.kinds[i] not in "'o" and tokens.words[i] != "of")


_LATER = word_set("later then subsequently afterwards eventually")
_RETORTS = (["response"], ["retaliation"], ["revenge"], ["reaction"])


def _participle(tokens: Tokens, i: int) -> str:
    """`part` where ", killing" begins here, `rel` for ", initiated in" that describes a noun."""
    if i >= len(tokens.words) - 1:
        return ""
    if tokens.kinds[i] == "v":
        i += 1
    if tokens.kinds[i] != "o":
        return ""
    word = tokens.words[i]
    if word.endswith("ing") and len(word) > 5:
        return "" if word in _NO_PARTICIPLES else "part"
    forms = triggers_by_word().get(word, ()) + governors_by_word().get(word, ())
    past = any(f.part == "verb" and f.tense in ("either", "participle") for f in forms)
    behind = i + 1 < len(tokens.kinds) and tokens.kinds[i + 1] in "pbt"
    return "rel" if past and behind and has_verb(tokens, 0, i - 1) else ""


_NO_PARTICIPLES = word_set("including according following regarding concerning during")


def _starts_clause(tokens: Tokens, i: int) -> bool:
    """Whether what "and" joins at `i` has a verb of its own."""
    kinds, words = tokens.kinds, tokens.words
    triggers, governors = triggers_by_word(), governors_by_word()
    for j in range(i + 1, min(i + _AHEAD, len(words))):
        if kinds[j] in ',;"s.':
            return False
        if kinds[j] in _FINITE:
            return True
        forms = triggers.get(words[j], ()) + governors.get(words[j], ())
        if any(f.part == "verb" and f.tense in ("past", "either", "present") for f in forms):
            nouns = any(f.part == "noun" for f in forms)
            return j == i + 1 or (kinds[j - 1] in "oCv" and not nouns)
        acting = any(f.part == "verb" and f.tense == "ing" for f in forms)
        if j == i + 1 and kinds[j] == "o" and (words[j].endswith("ed") or acting):
            return True
        if kinds[j] in "pb":
            return False
    return False


def _with_speakers(
    tokens: Tokens, starts: list[tuple[int, str]], dated: Sequence[int]
) -> list[tuple[int, str]]:
    """Adds where what is said begins ("he said | troops left") and ends ("... | , he said")."""
    governors = governors_by_word()
    added: dict[int, str] = {}
    for i, word in enumerate(tokens.words):
        if not any(f.name == "said" and f.tense != "ing" for f in governors.get(word, ())):
            continue
        if i and tokens.kinds[i - 1] in "d'":
            # "an alleged attempt"
            continue
        before = _speaker_start(tokens, i)
        if tokens.kinds[i + 1 : i + 3] in (',"', ';"'):
            before = 0
        inverted = i > 0 and tokens.kinds[i - 1] in ',"'
        final = inverted or not _says_more(tokens, i, dated)
        if before > 0 and word in _PLAIN_SAYING and final:
            added[before] = "said"
            close = tokens.words.index(",", i) if "," in tokens.words[i:] else 0
            if close and close not in dict(starts):
                added[close] = "and"
            continue
        content = _content_start(tokens, i, dated)
        if content and word in _PLAIN_SAYING:
            added[content] = "that"
    merged = dict(starts) | added
    return sorted(merged.items())


_PLAIN_SAYING = word_set(
    "said says say saying announced announces reported reports report told confirmed stated adds"
    " added claimed claims acknowledged insisted wrote argued maintained believes explained noted"
    " warned asserted alleged estimated disclosed reveals revealed"
)
_MOST_SPEAKER = 14


def _speaker_start(tokens: Tokens, verb: int) -> int:
    """Where the last part of a sentence that ends ", the army said" begins; 0 where none does."""
    for i in range(verb - 1, max(verb - _MOST_SPEAKER, 0), -1):
        kind = tokens.kinds[i]
        if kind == "," or (kind == '"' and i > 1):
            return i
        if kind in "AWMPDs;t" or kind == "H":
            return 0
    return 0


def _says_more(tokens: Tokens, verb: int, dated: Sequence[int]) -> bool:
    """Whether what is said stands behind the verb."""
    i = verb + 1
    while i < len(tokens.words) and (dated[i] or tokens.kinds[i] in "v" or tokens.words[i] == "on"):
        i += 1
    if i >= len(tokens.words):
        return False
    if "that" in tokens.words[i : i + 2 * _AHEAD] and tokens.kinds[i] == "p":
        return True
    return tokens.words[i] == "that" or tokens.kinds[i] in 'dCro#;"'


def _content_start(tokens: Tokens, verb: int, dated: Sequence[int]) -> int:
    """Where what is said begins without a "that"; 0 where it is not told so."""
    i, length = verb + 1, len(tokens.words)
    while i < length:
        if (
            dated[i]
            or tokens.kinds[i] == "v"
            or (tokens.words[i] == "on" and dated[min(i + 1, length - 1)])
        ):
            i += 1
        elif tokens.words[i] == "in" and tokens.words[i + 1 : i + 2] in (["a"], ["an"]):
            # As in "said in a statement that".
            i += 3
        else:
            break
    if tokens.kinds[i : i + 2] in (',"', ';"'):
        return i + 1
    if (
        i >= length
        or tokens.words[i] in ("that", "to", ",", "by")
        or tokens.kinds[i] not in "dCro#"
    ):
        return 0
    return i if has_verb(tokens, i, i + 3 * _AHEAD) else 0


def has_verb(tokens: Tokens, start: int, end: int) -> bool:
    """Whether a finite verb stands between two tokens, as far as auxiliaries and lists tell."""
    triggers, governors = triggers_by_word(), governors_by_word()
    for i in range(start, min(end, len(tokens.words))):
        if tokens.kinds[i] in _FINITE:
            return True
        forms = triggers.get(tokens.words[i], ()) + governors.get(tokens.words[i], ())
        finite = any(f.part == "verb" and f.tense in ("past", "either") for f in forms)
        if finite and i > start and tokens.kinds[i - 1] not in "dp":
            return True
    return False
