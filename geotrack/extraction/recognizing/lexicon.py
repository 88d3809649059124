"""People's given names and common words, as far as they tell a person or a word from a place.

The list is made with the package (`build_lexicon`, called by hatch_build.py) from two packages a
running geotrack does not need: Faker (MIT; given names of some seventy languages and countries)
and symspellpy (MIT; how often English words are used, from SCOWL and Google Books Ngrams).
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from geotrack.errors import GazetteerError

LEXICON_PATH = Path(__file__).parents[2] / "_built" / "lexicon.tsv"
_GIVEN = "given"
# Ranks of English words by use, in classes: the 300 commonest are 0, and so on.
_RANKS = (300, 1_500, 5_000, 15_000, 40_000)


class Lexicon(NamedTuple):
    """Lower-case words: given names, and common words with their class (0 the commonest)."""

    given: frozenset[str]
    common: dict[str, int]


@cache
def read_lexicon(path: Path = LEXICON_PATH) -> Lexicon:
    """The lexicon of this installation. Raises GazetteerError where it is missing.

    >>> lexicon = read_lexicon()
    >>> "fatma" in lexicon.given, lexicon.common["of"], "zakho" in lexicon.common
    (True, 0, False)
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise GazetteerError(
            f"the list of words {path.name} is missing from this installation; reinstall "
            "geotrack, or in a checkout run: python hatch_build.py"
        ) from None
    rows = [line.split("\t") for line in lines]
    given = frozenset(word for word, sort in rows if sort == _GIVEN)
    return Lexicon(given, {word: int(sort) for word, sort in rows if sort != _GIVEN})


def build_lexicon(path: Path) -> None:
    """Write the lexicon; needs Faker and symspellpy."""
    lines = [f"{word}\t{_GIVEN}" for word in sorted(_given_names())]
    lines += [f"{word}\t{rank}" for word, rank in sorted(_common_words().items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _given_names() -> set[str]:
    """Every given name of Faker's, of all its locales."""
    names: set[str] = set()
    package = import_module("faker.providers.person")
    for folder in sorted(Path(str(package.__file__)).parent.iterdir()):
        if not (folder / "__init__.py").is_file():
            continue
        provider = import_module(f"{package.__name__}.{folder.name}").Provider
        for attribute in dir(provider):
            listed = getattr(provider, attribute) if "first_name" in attribute else ()
            if isinstance(listed, (tuple, list, dict, set)):
                names |= {str(name).lower() for name in listed}
    return {name for name in names if name.isalpha() and len(name) > 1}


def _common_words() -> dict[str, int]:
    """symspellpy's words, the commonest first in its file, each with its class."""
    spec = find_spec("symspellpy")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("symspellpy")
    file = Path(spec.submodule_search_locations[0]) / "frequency_dictionary_en_82_765.txt"
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    return {
        line.split(" ", 1)[0]: sum(number >= rank for rank in _RANKS)
        for number, line in enumerate(lines)
    }
