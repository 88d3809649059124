"""Functions of other packages in place of ours, found by entry point and named in geotrack.toml."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.errors import GazetteerError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


class Slot(NamedTuple):
    """What can be put in place of ours: the entry-point group, the key or option that names
    it, what it is called in messages."""

    group: str
    key: str
    what: str


GAZETTEER = Slot("geotrack.gazetteers", "[geocoding] gazetteer", "gazetteer")
RESOLVER = Slot("geotrack.resolvers", "[geocoding] resolver", "resolver")
RECOGNIZER = Slot("geotrack.recognizers", "[reports] recognizer, --recognizer", "recogniser")


def load_plugin(slot: Slot, name: str) -> Callable[..., Any]:
    """The function of an installed plug-in.

    Raises GazetteerError naming the plug-ins there are, or what is wrong with this one.
    """
    entry = _entry(slot, name)
    try:
        function = entry.load()
    except (ImportError, AttributeError) as error:
        raise GazetteerError(
            f"the {slot.what} plug-in {name!r} cannot be loaded: {error}"
        ) from None
    if not callable(function):
        raise GazetteerError(f"the {slot.what} plug-in {name!r} ({entry.value}) is no function")
    made: Callable[..., Any] = function
    return made


def plugin_version(slot: Slot, name: str) -> str:
    """Package and version behind a plug-in, so that a build knows when it changes."""
    distribution = _entry(slot, name).dist
    return f"{distribution.name} {distribution.version}" if distribution else ""


def _entry(slot: Slot, name: str) -> EntryPoint:
    from importlib.metadata import entry_points

    found = {entry.name: entry for entry in entry_points(group=slot.group)}
    if name not in found:
        near = difflib.get_close_matches(name, found, n=1)
        known = ", ".join(sorted(found)) or "none is installed"
        hint = f"did you mean {near[0]!r}?" if near else f"there are: {known}"
        raise GazetteerError(f"no {slot.what} plug-in {name!r} ({slot.key}); {hint}")
    return found[name]
