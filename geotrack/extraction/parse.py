"""Lines of JSON, a document each -> lines of JSON with its toponyms and what they mean.

The interface for evaluation (`geotrack parse`). Documents are read one at a time, first to count
them and their publishers; where publishers come more than once, once more, so that each document
knows what its publisher's others tell of.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.extraction.dating.dates import find_dates
from geotrack.extraction.lines import Document, read_documents
from geotrack.extraction.publishers import (
    Publishers,
    add_document,
    country_of,
    home_of,
    host_of,
    told_by,
)
from geotrack.extraction.scan import context_mentions
from geotrack.extraction.toponyms import find_toponyms, toponyms_at
from geotrack.geocoding.context import Context
from geotrack.geocoding.together import Mention, resolve_together

if TYPE_CHECKING:
    from geotrack.extraction.found import Toponym
    from geotrack.extraction.recognizers import Recognizer
    from geotrack.gazetteer.records import Gazetteer, Place
    from geotrack.geocoding.resolvers import Resolver

Progress = Callable[[str, int, int], None]


class Parsed(NamedTuple):
    """How many documents and toponyms were read and resolved, and each fault with its line."""

    documents: int
    toponyms: int
    resolved: int
    faults: tuple[str, ...]


class Found(NamedTuple):
    """A document's toponyms, and the mentions to resolve: first theirs, then evidence."""

    toponyms: Sequence[Toponym]
    mentions: Sequence[Mention]


Finder = Callable[[str, Sequence[tuple[int, int]]], Found]


def finder_of(
    gazetteer: Gazetteer, *, given: bool, recognize: Recognizer = find_toponyms
) -> Finder:
    """What finds the toponyms of a text: the recogniser, or (`given`) the spans told with it."""

    @lru_cache(maxsize=256)
    def find(text: str, spans: Sequence[tuple[int, int]]) -> Found:
        if given:
            toponyms = toponyms_at(text, spans, gazetteer)
            beside = context_mentions(text, spans, gazetteer)
        else:
            toponyms, beside = recognize(text, gazetteer), []
        return Found(toponyms, [*(Mention(t.in_full, t.parents) for t in toponyms), *beside])

    return find


def parse_file(
    path: Path,
    out: Path,
    gazetteer: Gazetteer,
    context: Context = Context(),  # noqa: B008
    resolve: Resolver = resolve_together,
    *,
    given: bool = False,
    recognize: Recognizer = find_toponyms,
    progress: Progress | None = None,
) -> Parsed:
    """Find the toponyms of every document of `path`, resolve them, write one line for each to
    `out`; `given`: resolve the given spans only.

    A line that cannot be used is answered by one with its `error`. `progress` is called with
    stage, documents done and documents in all. Raises InputError where the file cannot be read.
    """
    hosts = Counter(host_of(document.source) for document in read_documents(path))
    find = finder_of(gazetteer, given=given, recognize=recognize)
    publishers = _publishers(path, hosts, find, gazetteer, context, progress)
    documents = toponyms = resolved = 0
    faults: list[str] = []
    # What is no character (half of a pair) goes out as JSON escapes it, as it came in.
    with out.open("w", encoding="utf-8", errors="backslashreplace") as file:
        for documents, document in enumerate(read_documents(path), 1):
            found = find(document.text, document.spans)
            here = _context_of(document, found, gazetteer, publishers, context)
            answer = answer_of(document, found, gazetteer, here, resolve)
            file.write(json.dumps(answer, ensure_ascii=False) + "\n")
            toponyms += len(answer["toponyms"])
            resolved += sum(t["lat"] is not None for t in answer["toponyms"])
            faults += filter(None, (document.fault, document.warning))
            if progress:
                progress("resolving", documents, hosts.total())
    return Parsed(documents, toponyms, resolved, tuple(faults))


def answer_of(
    document: Document,
    found: Found,
    gazetteer: Gazetteer,
    context: Context,
    resolve: Resolver = resolve_together,
) -> dict[str, Any]:
    """The line written for a document: its toponyms, each with the best candidate, even if low."""
    answer: dict[str, Any] = {"doc_id": document.doc_id, "toponyms": [], "dates": []}
    if document.fault:
        answer["error"] = document.fault
    ranked = resolve(found.mentions, gazetteer, context)
    for told, candidates in zip(found.toponyms, ranked, strict=False):
        best = candidates[0] if candidates else None
        toponym: dict[str, Any] = {"start": told.start, "end": told.end, "name": told.name}
        toponym |= _coordinates(best.place if best else None)
        toponym |= {"kind": told.kind, "role": told.role, "score": best.score if best else 0.0}
        answer["toponyms"].append(toponym)
    answer["dates"] = [
        {"start": d.start, "end": d.end, "text": d.text, "type": d.type, "value": d.value}
        for d in find_dates(document.text, document.published)
    ]
    return answer


def _coordinates(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {"lat": None, "lon": None, "geonames_id": None, "place_id": None}
    ids = (place.place_id, *place.same_as.split(";"))
    return {
        "lat": place.latitude,
        "lon": place.longitude,
        "geonames_id": next((i[3:] for i in ids if i.startswith("gn:")), None),
        "place_id": place.place_id,
    }


def _context_of(
    document: Document,
    found: Found,
    gazetteer: Gazetteer,
    publishers: Publishers,
    context: Context,
) -> Context:
    """The context of one document: its publisher's country, and the places of its others."""
    host = host_of(document.source)
    context = context._replace(publisher_country=country_of(host))
    if host not in publishers.told:
        return context
    own = told_by(found.mentions[: len(found.toponyms)], gazetteer, context)
    return context._replace(home=home_of(publishers, host, own))


def _publishers(
    path: Path,
    hosts: Counter[str],
    find: Finder,
    gazetteer: Gazetteer,
    context: Context,
    progress: Progress | None,
) -> Publishers:
    """What each publisher with more than one document tells of; the file is read for it."""
    publishers = Publishers({})
    if not any(number > 1 for host, number in hosts.items() if host):
        return publishers
    for done, document in enumerate(read_documents(path), 1):
        host = host_of(document.source)
        if host and hosts[host] > 1:
            found = find(document.text, document.spans)
            here = context._replace(publisher_country=country_of(host))
            asked = found.mentions[: len(found.toponyms)]
            if asked:
                add_document(publishers, host, told_by(asked, gazetteer, here))
        if progress:
            progress("learning where publishers are at home", done, hosts.total())
    return publishers
