"""Lines of JSON, a document each -> lines of JSON with its toponyms and what they mean.

The interface for evaluation (`geotrack parse`). Documents are read one at a time, first to count
them and their publishers; where publishers come more than once, once more, so that each document
knows what its publisher's others tell of.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.edtf import parse_edtf
from geotrack.errors import InputError
from geotrack.extraction.dating.dates import find_dates
from geotrack.extraction.given import mentions_of
from geotrack.extraction.publishers import (
    Publishers,
    add_document,
    country_of,
    home_of,
    host_of,
    told_by,
)
from geotrack.gazetteer.names import fold_name
from geotrack.gazetteer.records import DEMONYM
from geotrack.geocoding.context import Context
from geotrack.geocoding.together import resolve_together

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer, Place
    from geotrack.geocoding.resolvers import Resolver

Progress = Callable[[str, int, int], None]

# A line longer than this is no document.
_MOST_CHARACTERS = 50_000_000


class Document(NamedTuple):
    """One line read: what it says, or the fault that made it unusable; a warning where it was
    used all the same. `published` is EDTF."""

    doc_id: Any
    text: str = ""
    published: str = ""
    source: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    fault: str = ""
    warning: str = ""


class Parsed(NamedTuple):
    """How many documents and toponyms were read and resolved, and each fault with its line."""

    documents: int
    toponyms: int
    resolved: int
    faults: tuple[str, ...]


def parse_file(
    path: Path,
    out: Path,
    gazetteer: Gazetteer,
    context: Context = Context(),  # noqa: B008
    resolve: Resolver = resolve_together,
    progress: Progress | None = None,
) -> Parsed:
    """Resolve the given spans of every document of `path` and write one line for each to `out`.

    A line that cannot be used is answered by one with its `error`. `progress` is called with
    stage, documents done and documents in all. Raises InputError where the file cannot be read.
    """
    hosts = Counter(host_of(document.source) for document in read_documents(path))
    publishers = _publishers(path, hosts, gazetteer, context, progress)
    documents = toponyms = resolved = 0
    faults: list[str] = []
    # What is no character (half of a pair) goes out as JSON escapes it, as it came in.
    with out.open("w", encoding="utf-8", errors="backslashreplace") as file:
        for documents, document in enumerate(read_documents(path), 1):
            answer = answer_of(document, gazetteer, publishers, context, resolve)
            file.write(json.dumps(answer, ensure_ascii=False) + "\n")
            toponyms += len(answer["toponyms"])
            resolved += sum(t["lat"] is not None for t in answer["toponyms"])
            faults += filter(None, (document.fault, document.warning))
            if progress:
                progress("resolving", documents, hosts.total())
    return Parsed(documents, toponyms, resolved, tuple(faults))


def read_documents(path: Path) -> Iterator[Document]:
    """The documents of a file of JSON lines, in order; an unusable line as one with a fault."""
    try:
        with path.open(encoding="utf-8", errors="surrogateescape") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _document(line, f"{path.name} line {number}")
    except FileNotFoundError:
        raise InputError(f"{path} is not there") from None
    except OSError as error:
        raise InputError(f"{path.name} cannot be read: {error.strerror}") from None


def _document(line: str, where: str) -> Document:
    if len(line) > _MOST_CHARACTERS:
        return Document(None, fault=f"{where}: longer than {_MOST_CHARACTERS:,} characters")
    try:
        data = json.loads(line.encode("utf-8", "surrogateescape").decode("utf-8"))
    except UnicodeDecodeError:
        return Document(None, fault=f"{where}: not UTF-8")
    except (ValueError, RecursionError):
        return Document(None, fault=f"{where}: not a line of JSON")
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        doc_id = data.get("doc_id") if isinstance(data, dict) else None
        return Document(doc_id, fault=f"{where}: no object with a `text`")
    spans, fault = _spans(data, where)
    source = data.get("source")
    published, warning = published_day(data.get("date"))
    return Document(
        data.get("doc_id"),
        data["text"],
        published,
        source if isinstance(source, str) else "",
        spans,
        fault,
        f"{where}: {warning}" if warning else "",
    )


def published_day(told: Any) -> tuple[str, str]:
    """A document's `date` as an EDTF day, and what is said of one that cannot be read.

    >>> published_day("2009-03-20 12:24:52-05"), published_day("Tue Aug 04 19:01:21 +0000 2020")
    (('2009-03-20', ''), ('2020-08-04', ''))
    >>> published_day("last week")[1]
    "the date 'last week' cannot be read and counts as absent"
    """
    if told is None or told == "":
        return "", ""
    text = str(told).strip()
    for length in (10, 7, 4):
        if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text[:length]) and _is_day(text[:length]):
            return text[:length], ""
    for form in ("%a %b %d %H:%M:%S %z %Y", "%a, %d %b %Y %H:%M:%S %z"):
        with suppress(ValueError):
            return datetime.strptime(text, form).date().isoformat(), ""  # noqa: DTZ007 - both have %z
    return "", f"the date {text[:40]!r} cannot be read and counts as absent"


def _is_day(text: str) -> bool:
    try:
        return bool(parse_edtf(text))
    except ValueError:
        return False


def _spans(data: dict[str, Any], where: str) -> tuple[tuple[tuple[int, int], ...], str]:
    told = data.get("toponyms", [])
    if not isinstance(told, list):
        return (), f"{where}: `toponyms` is no list"
    spans: list[tuple[int, int]] = []
    for number, span in enumerate(told, 1):
        match span:
            case {"start": int(start), "end": int(end)} if 0 <= start < end <= len(data["text"]):
                spans.append((start, end))
            case _:
                fault = f"{where}: toponym {number}: start and end do not lie within the text"
                return tuple(spans), fault
    return tuple(spans), ""


def answer_of(
    document: Document,
    gazetteer: Gazetteer,
    publishers: Publishers,
    context: Context,
    resolve: Resolver = resolve_together,
) -> dict[str, Any]:
    """The line written for a document: its toponyms, each with the best candidate, even if low."""
    answer: dict[str, Any] = {"doc_id": document.doc_id, "toponyms": [], "dates": []}
    if document.fault:
        answer["error"] = document.fault
    mentions = mentions_of(document.text, document.spans, gazetteer)
    host = host_of(document.source)
    context = context._replace(publisher_country=country_of(host))
    if host in publishers.told:
        asked = mentions[: len(document.spans)]
        context = context._replace(
            home=home_of(publishers, host, told_by(asked, gazetteer, context))
        )
    ranked = resolve(mentions, gazetteer, context)
    for (start, end), candidates in zip(document.spans, ranked, strict=False):
        toponym: dict[str, Any] = {"start": start, "end": end, "name": document.text[start:end]}
        best = candidates[0] if candidates else None
        toponym |= _coordinates(best.place if best else None)
        marks = gazetteer.marks_of(fold_name(toponym["name"])) if best else {}
        toponym["kind"] = "demonym" if DEMONYM in marks.values() else "place"
        # Whether a place acts, or is where something happened, is not looked into yet.
        toponym["role"] = None
        toponym["score"] = best.score if best else 0.0
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


def _publishers(
    path: Path,
    hosts: Counter[str],
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
        if host and hosts[host] > 1 and document.spans:
            mentions = mentions_of(document.text, document.spans, gazetteer)
            here = context._replace(publisher_country=country_of(host))
            add_document(
                publishers, host, told_by(mentions[: len(document.spans)], gazetteer, here)
            )
        if progress:
            progress("learning where publishers are at home", done, hosts.total())
    return publishers
