"""Headlines in Capitals Throughout: their common words read as in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geotrack.extraction.events.lexicon import governors_by_word, triggers_by_word

if TYPE_CHECKING:
    from geotrack.extraction.events.actorlist import ActorList
    from geotrack.extraction.events.tokens import Tokens

# A title of ten words may have one in lower case.
_FEWEST, _SHARE = 4, 0.9


def plain_case(tokens: Tokens, listed: ActorList) -> Tokens:
    """The tokens, with listed words of a title no longer taken for names; others as they are.

    >>> from geotrack.extraction.events.actorlist import default_actors
    >>> from geotrack.extraction.events.tokens import tokenise
    >>> plain_case(tokenise("Turkish Army Bombs Camps Near Tamo"), default_actors()).kinds
    'CooCpC'
    """
    capitals, plain = tokens.kinds.count("C"), tokens.kinds.count("o")
    if capitals < _FEWEST or capitals < _SHARE * (capitals + plain):
        return tokens
    triggers, governors = triggers_by_word(), governors_by_word()
    kinds = "".join(
        "o"
        if kind == "C"
        and not written.isupper()
        and (word in triggers or word in governors or word in listed.groups)
        else kind
        for word, written, kind in zip(tokens.words, tokens.written, tokens.kinds, strict=True)
    )
    return tokens._replace(kinds=kinds)
