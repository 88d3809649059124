"""The finished file: the same bytes, no network, a policy that fits, and no careless sinks."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from geotrack.schema import Presentation
from geotrack.tables import empty_tables
from geotrack.webmap.page import map_html, write_map_html
from tests.samples import HOSTILE, PRESENTATION, sample_tables
from tests.webmap.decoded import head_of

FRONTEND = Path(__file__).parents[2] / "frontend"
DATA = re.compile(r'<script type="text/plain"[^>]*>.*?</script>', re.DOTALL)


@pytest.fixture(scope="module")
def html() -> str:
    return map_html(sample_tables(), PRESENTATION)


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path, html: str) -> None:
    write_map_html(sample_tables(), tmp_path / "map.html", PRESENTATION)
    assert (tmp_path / "map.html").read_bytes() == html.encode("utf-8")


def test_the_page_needs_no_folium() -> None:
    """It is slow to load, and only EventLayer is a thing of folium's."""
    code = (
        "import sys; from geotrack.tables import empty_tables; from geotrack.schema import "
        "Presentation; from geotrack.webmap.page import map_html; "
        "map_html(empty_tables(), Presentation()); assert 'folium' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_nothing_in_the_page_points_at_the_network(html: str) -> None:
    markup = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", html, flags=re.DOTALL)
    links = re.findall(r"\b(?:src|href|srcset|action|poster)\s*=\s*[\"']?([^\"'\s>]*)", markup)
    assert [link for link in links if not link.startswith("#")] == []
    styles = "".join(re.findall(r"<style>(.*?)</style>", html, re.DOTALL))
    assert "@import" not in styles
    assert all(
        url.startswith(("data:", "#")) for url in re.findall(r"url\(['\"]?([^)'\"]*)", styles)
    )


def test_the_policy_allows_this_pages_own_code_and_nothing_else(html: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    rules = dict(rule.split(" ", 1) for rule in policy[1].split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["img-src"] == "data: blob:"
    assert "unsafe" not in policy[1]
    assert html.index("Content-Security-Policy") < html.index("<style>")
    for kind in ("script", "style"):
        blocks = re.findall(rf"<{kind}>(.*?)</{kind}>", html, re.DOTALL)
        digests = (base64.b64encode(hashlib.sha256(b.encode()).digest()) for b in blocks)
        assert rules[f"{kind}-src"] == " ".join(f"'sha256-{d.decode()}'" for d in digests)


def test_hostile_text_is_only_data(html: str) -> None:
    assert "<script>alert(1)" not in html
    assert "<script>alert(1)" not in DATA.sub("", html)
    hostile = Presentation(title=HOSTILE, subtitle=HOSTILE, marking=HOSTILE, name=HOSTILE)
    assert "<script>alert(1)" not in map_html(empty_tables(), hostile)


def test_language_and_marking_stand_on_the_page(html: str) -> None:
    assert '<html lang="en" dir="ltr">' in html
    assert "TLP:CLEAR" in DATA.sub("", html)
    assert head_of(html)["page"]["marking"] == "TLP:CLEAR"
    assert "<noscript>" in html


def test_leaflets_licence_is_in_the_page(html: str) -> None:
    assert "Volodymyr Agafonkin" in html or "Vladimir Agafonkin" in html
    assert "Redistributions in binary form must reproduce" in html


def test_our_front_end_never_parses_data_as_markup() -> None:
    sinks = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|Function\("
    )
    sources = sorted((FRONTEND / "src").glob("*.ts"))
    assert sources
    for source in sources:
        assert not sinks.search(source.read_text(encoding="utf-8")), source.name


def test_the_front_end_has_no_words_of_its_own() -> None:
    """Every key it asks for exists; keys made of parts are checked by their beginnings."""
    from geotrack.style import words

    known = words("en")
    for source in sorted((FRONTEND / "src").glob("*.ts")):
        text = source.read_text(encoding="utf-8")
        for key in re.findall(r'"((?:map|count)\.[a-z_.]+)"', text):
            assert key in known or f"{key}.other" in known, (source.name, key)
