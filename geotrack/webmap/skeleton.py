"""The page around the map's data: its markup, escaped by construction, and a strict policy."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from geotrack.webmap.assets import asset

# Where the data come to stand; no text can hold it, for texts are escaped on the way in.
_DATA = "<!--geotrack-data-->"
_POLICY = 'content="geotrack-csp"'
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_PAGE = """<!DOCTYPE html>
<html lang="{{ language }}" dir="{{ direction }}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="geotrack-csp">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{{ title }}</title>
<style>{{ css }}</style>
</head>
<body>
<div id="gt-page">
<a class="gt-skip" href="#gt-side">{{ skip }}</a>
<noscript><p class="gt-noscript">{{ noscript }}</p></noscript>
<header>{% if marking %}
<p id="gt-marking" dir="auto">{{ marking }}</p>
{% endif %}
<div id="gt-header"><div id="gt-titles"><h1 dir="auto">{{ title }}</h1>
<p id="gt-line" dir="auto">{{ line }}</p></div></div></header>
<main id="gt-main">
<section id="gt-map-box" aria-label="{{ map }}">
<div id="gt-map" role="application" aria-label="{{ map_label }}"></div>
<p id="gt-loading">{{ loading }}</p>
</section>
<section id="gt-side" aria-label="{{ table }}" tabindex="-1"></section>
<section id="gt-band" aria-label="{{ time }}"></section>
</main>
</div>
<script>{{ js }}</script>
<!--geotrack-data-->
</body>
</html>
"""


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.from_string(_PAGE)


def skeleton(texts: dict[str, str]) -> tuple[str, str]:
    """The page before and after its data; `texts` are what it says without them."""
    # Our own built files, never data: the one thing here that is not escaped.
    css, js = (Markup(asset(name)) for name in ("webmap.css", "webmap.js"))  # noqa: S704
    html = _template().render(texts, css=css, js=js)
    before, _, after = with_policy(html).partition(_DATA)
    return before, after


def with_policy(html: str, connect: str = "'none'") -> str:
    """The page with its content security policy: exactly its own inline code, and no network.

    The hashes are those of the script and style blocks as they stand in the finished page.
    `connect` is what else it may ask for, where it must.
    """
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_sources(_SCRIPT.findall(html))}",
            f"style-src {_sources(_STYLE.findall(html))}",
            "img-src data: blob:",
            *(() if connect == "'none'" else (f"connect-src {connect}",)),
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    return html.replace(_POLICY, f'content="{policy}"', 1)


def _sources(blocks: list[str]) -> str:
    digests = (hashlib.sha256(block.encode("utf-8")).digest() for block in blocks)
    return " ".join(f"'sha256-{base64.b64encode(d).decode('ascii')}'" for d in digests)
