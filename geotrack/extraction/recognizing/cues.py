"""Words that tell beside a name what it is; the lists stand in cues.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path

_LISTS: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in tomllib.loads(
        Path(__file__).with_name("cues.toml").read_text(encoding="utf-8")
    ).items()
}
FUNCTION_WORDS = _LISTS["function"]
PLACE_WORDS = _LISTS["placeword"]
ROAD_WORDS = _LISTS["road"]
BODY_WORDS = _LISTS["body"]
LOCATIVES = _LISTS["locative"]
INNER_WORDS = _LISTS["inner"]
ARTICLES = _LISTS["article"]
AUXILIARIES = _LISTS["auxiliary"]
SHORTENED = _LISTS["shortened"]
SETTLEMENTS = _LISTS["settlement"]
SURROUNDINGS = _LISTS["surroundings"]
CONJUNCTIONS = _LISTS["conjunction"]
GROUND_VERBS = tuple(sorted(_LISTS["ground"]))

# The sort of a word by the first of these lists it stands in.
_SORTS = ("month", "title", "people", "speech", "direction", "road", "placeword", "body")
WORD_SORTS: dict[str, str] = {word: name for name in reversed(_SORTS) for word in _LISTS[name]}
