"""folium without a network: a map and a figure of our own, ids that repeat, a strict CSP."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import folium
from branca.element import Element, Figure
from folium.template import Template

if TYPE_CHECKING:
    from collections.abc import Iterator

_METHOD = "_generate_id"
_lock = threading.RLock()
_CSP_MARK = 'content="geotrack-csp"'
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@contextmanager
def counted_ids() -> Iterator[None]:
    """Within it folium's ids count from 1 instead of being random; afterwards all is as before.

    Threads take turns; what other threads make meanwhile is counted too, and stays unique.
    """
    with _lock:
        original = Element.__dict__[_METHOD]
        numbers = itertools.count(1)
        setattr(Element, _METHOD, classmethod(lambda _cls: f"g{next(numbers)}"))
        try:
            yield
        finally:
            setattr(Element, _METHOD, original)


class RawText(Element):
    """Text put in as it stands: never read as a template, so braces in it are only braces."""

    _template = Template("{{ this.text }}")

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "RawText"
        self.text = text


class OfflineMap(folium.Map):
    """A folium map that links nothing: its lists of scripts and styles are its own, and empty."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012  # as folium declares it
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    _template = Template(
        """
        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }} role="application"
                aria-label="{{ this.label|e }}"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {
                center: {{ this.location|tojson }},
                ...{{ this.options|tojavascript }}
            });
        {% endmacro %}
        """
    )

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(tiles=None, zoom_control=False, **options)
        self.label = label


class PageFigure(Figure):
    """The page around the map. `texts` holds what its skeleton says, escaped on the way in."""

    _template = Template(
        """<!DOCTYPE html>
<html lang="{{ this.texts.language|e }}" dir="{{ this.texts.direction|e }}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="geotrack-csp">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{{ this.texts.title|e }}</title>
{{ this.header.render(**kwargs) }}
</head>
<body>
<a class="gt-skip" href="#gt-side">{{ this.texts.skip|e }}</a>
<noscript><p class="gt-noscript">{{ this.texts.noscript|e }}</p></noscript>
<div id="gt-page">
{% if this.texts.marking %}
<div id="gt-marking" dir="auto">{{ this.texts.marking|e }}</div>
{% endif %}
<header id="gt-header"><div id="gt-titles"><h1 dir="auto">{{ this.texts.title|e }}</h1>
<p id="gt-line" dir="auto">{{ this.texts.line|e }}</p></div></header>
<main id="gt-main">
<section id="gt-map-box">
{{ this.html.render(**kwargs) }}
<p id="gt-loading">{{ this.texts.loading|e }}</p>
</section>
<section id="gt-side" tabindex="-1"></section>
<section id="gt-band"></section>
</main>
</div>
<script>
{{ this.script.render(**kwargs) }}
</script>
</body>
</html>
"""
    )

    def __init__(self, texts: dict[str, str]) -> None:
        super().__init__()
        self.texts = texts
        del self.header._children["meta_http"]


def _sources(blocks: list[str]) -> str:
    digests = (hashlib.sha256(block.encode("utf-8")).digest() for block in blocks)
    return " ".join(f"'sha256-{base64.b64encode(d).decode('ascii')}'" for d in digests)


def with_policy(html: str) -> str:
    """The page with its content security policy: exactly its own inline code, and no network.

    The hashes are those of the script and style blocks as they stand in the finished page.
    """
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_sources(_SCRIPT.findall(html))}",
            f"style-src {_sources(_STYLE.findall(html))}",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    return html.replace(_CSP_MARK, f'content="{policy}"', 1)
