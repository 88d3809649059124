"""Wider places written right after a name."""

from __future__ import annotations

from functools import cache

import pytest

from geotrack.extraction.beside import parents_beside
from geotrack.extraction.publishers import country_of, host_of
from geotrack.extraction.scan import context_mentions
from geotrack.gazetteer.index import Index, open_gazetteer


@cache
def world() -> Index:
    return open_gazetteer([])


@pytest.mark.parametrize(
    ("text", "parents"),
    [
        ("Zakho, Iraq", ("Iraq",)),
        ("Zakho, Duhok, Iraq, on Monday", ("Duhok", "Iraq")),
        ("Zakho (Iraq) was", ("Iraq",)),
        ("Zakho in northern Iraq", ("Iraq",)),
        ("Zakho in the province of Duhok", ("Duhok",)),
        ("Slidell, La., on March 5", ("La.",)),
        ("Austin, Texas", ("Texas",)),
        ("Zakho، العراق", ("العراق",)),
        ("Zakho is a town in Duhok, Iraq", ("Duhok", "Iraq")),
        ("Zakho (Kurdish: Zaxo) is one of the old towns in the north of Iraq.", ("Iraq",)),
        ("Zakho was a place where it rained. Iraq", ()),
        ("Zakho, where it rained", ()),
        ("Zakho. Iraq said", ()),
        ("Zakho, Mr Smith said", ()),
        ("Zakho", ()),
    ],
)
def test_parents_beside(text: str, parents: tuple[str, ...]) -> None:
    end = len(text.split(",", maxsplit=1)[0].split(maxsplit=1)[0].rstrip(".,،"))
    assert parents_beside(text, end, world()) == parents


def test_context_mentions_are_names_outside_the_given_spans() -> None:
    text = "Lima is a village in Greece. It is not the capital of Peru, nor near New York."
    found = {m.name for m in context_mentions(text, [(0, 4)], world())}
    assert {"Greece", "Peru", "New York"} <= found
    assert "Lima" not in found
    assert "New" not in found


@pytest.mark.parametrize(
    ("source", "host", "country"),
    [
        ("http://www.example.co.uk/a?b", "example.co.uk", "GB"),
        ("https://example.ca:8080/", "example.ca", "CA"),
        ("https://example.com", "example.com", ""),
        ("https://example.tv", "example.tv", ""),
        ("The Daily Example", "", ""),
        ("http://[broken", "", ""),
        ("", "", ""),
    ],
)
def test_hosts_and_their_countries(source: str, host: str, country: str) -> None:
    assert host_of(source) == host
    assert country_of(host) == country
