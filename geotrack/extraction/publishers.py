"""Where a publisher is at home: the country of its web address, the places of its other reports.

A local paper writes "Alexandria" and means its own. Where it is at home shows in what its other
documents of the same batch surely name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from geotrack.geocoding.context import Context, Neighbour
from geotrack.geocoding.together import Sense, find_senses, likeliest, sense_keys, settle

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer, Place
    from geotrack.geocoding.together import Mention

# Country codes that are sold as ordinary endings, and the one that differs from ISO 3166.
_SOLD = frozenset(
    [
        "ai",
        "am",
        "bz",
        "cc",
        "co",
        "fm",
        "gg",
        "io",
        "la",
        "ly",
        "me",
        "nu",
        "pw",
        "sh",
        "st",
        "tk",
        "to",
        "tv",
        "vc",
        "ws",
    ]
)
_DIFFERENT = {"uk": "GB", "su": "RU"}
# Only places this sure speak for a publisher, and of each publisher this many are kept.
_SURE = 0.5
_MOST_PLACES = 200

Told = Mapping[str, tuple["Place", float]]


class Publishers(NamedTuple):
    """By host: the places its documents tell of with their weights in sum."""

    told: dict[str, dict[str, tuple[Place, float]]]


def host_of(source: str) -> str:
    """The host of a web address, without `www`; empty where there is none.

    >>> host_of("http://www.example.co.uk/a.html"), host_of("Example News")
    ('example.co.uk', '')
    """
    try:
        host = urlsplit(source).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def country_of(host: str) -> str:
    """The ISO code of a host's country ending, empty for the endings anybody may buy.

    >>> country_of("example.co.uk"), country_of("example.com"), country_of("example.io")
    ('GB', '', '')
    """
    ending = host.rpartition(".")[2]
    if len(ending) != 2 or not ending.isalpha() or ending in _SOLD:
        return ""
    return _DIFFERENT.get(ending, ending.upper())


def told_by(mentions: Iterable[Mention], gazetteer: Gazetteer, context: Context) -> Told:
    """What one document surely tells of: place ids with place and weight; no countries."""
    listed = list(mentions)
    senses: list[Sense] = find_senses(listed, sense_keys(listed), gazetteer)
    told: dict[str, tuple[Place, float]] = {}
    for place, likely in likeliest(senses, settle(senses, context), context):
        if likely >= _SURE and place.kind != "country":
            told[place.place_id] = (place, told.get(place.place_id, (place, 0.0))[1] + likely)
    return told


def add_document(publishers: Publishers, host: str, told: Told) -> None:
    """Count a document's places for its publisher."""
    sums = publishers.told.setdefault(host, {})
    for place_id, (place, weight) in told.items():
        sums[place_id] = (place, sums.get(place_id, (place, 0.0))[1] + weight)
    if len(sums) > 2 * _MOST_PLACES:
        kept = sorted(sums.items(), key=lambda item: (-item[1][1], item[0]))[:_MOST_PLACES]
        publishers.told[host] = dict(kept)


def home_of(publishers: Publishers, host: str, own: Told) -> tuple[Neighbour, ...]:
    """The places of a publisher's other documents: all its places less those of this one."""
    found = []
    for place_id, (place, weight) in publishers.told.get(host, {}).items():
        rest = weight - own.get(place_id, (place, 0.0))[1]
        if rest > 1e-6:
            found.append(Neighbour(place, rest))
    return tuple(found)
