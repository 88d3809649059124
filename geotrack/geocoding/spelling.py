"""Other ways to write a name that no place is filed under: by sound, then by one slip.

Both are last steps. What they find counts little by itself (see weights.json) and is placed only
where a parent, the focus or the company speaks for it: fuzzy search must not turn Hewler into
Heuweiler. All variants are made first and looked up together: exact keys in a sorted index
answer faster than any comparison with every name.
"""

from __future__ import annotations

import re
from itertools import product
from math import prod

from anyascii import anyascii

from geotrack.gazetteer.names import fold_name

# Shorter names are one slip away from too many others.
_SHORTEST = 5
_MOST_VARIANTS = 4000
_LATIN = "abcdefghijklmnopqrstuvwxyz "
_ARABIC = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنهویئ "
# Letters that one language or romanisation writes for another's, in Latin script.
_ALIKE = (
    ("x", "kh"), ("kh", "h"), ("c", "j"), ("ch", "c"), ("sh", "s"), ("zh", "j"), ("dh", "d"),
    ("th", "t"), ("gh", "g"), ("q", "k"), ("w", "v"), ("ou", "u"), ("oo", "u"), ("u", "o"),
    ("ee", "i"), ("i", "e"), ("e", "a"), ("y", "i"), ("iyah", "iya"), ("iya", "iye"),
)  # fmt: skip
# Arabic script writes few short vowels, and one letter for a long vowel and a consonant.
_READINGS = {"ا": ("a",), "و": ("w", "u", "o"),
             "ی": ("y", "i", "e", "iy"), "ي": ("y", "i", "e", "iy"),
             "ى": ("a", "i"), "ة": ("a", "ah", "e"), "ه": ("h",), "ە": ("a", "e"), "ع": ("", "a"),
             "ئ": ("",), "ء": ("",), "أ": ("a", "u"), "إ": ("i", "e")}  # fmt: skip
_FINAL_H = ("h", "a", "e")
_SHORT = ("", "a", "i", "u")
_ARTICLE = re.compile(r"^ال(?=\w{3})")


def sound_keys(name: str) -> set[str]:
    """Keys that sound like a name.

    >>> "zakho" in sound_keys("Zaxo"), "kiev" in sound_keys("Киев")
    (True, True)
    >>> "dahuk" in sound_keys("دهوك"), "hewler" in sound_keys("هەولێر")
    (True, True)
    """
    key = fold_name(name)
    if len(key) < 3:
        return set()
    if key.isascii():
        return _respelled(key) - {key}
    if re.search(r"[\u0600-\u06ff]", name):
        return _vowelled(_ARTICLE.sub("", name.strip()))
    latin = fold_name(anyascii(name))
    return {latin} if len(latin) > 2 else set()


def _respelled(key: str) -> set[str]:
    """With one or two pairs of like letters exchanged."""
    pairs = [(a, b) for pair in _ALIKE for a, b in (pair, pair[::-1])]
    once = {_exchanged(key, a, b) for a, b in pairs}
    return once | {_exchanged(one, a, b) for one in once for a, b in pairs}


def _exchanged(key: str, old: str, new: str) -> str:
    # "kh" must not become "khh" by the rule that makes "h" of "kh".
    return key if new in key and old in new else key.replace(old, new)


def _vowelled(name: str) -> set[str]:
    """All readings of a name in Arabic script, with short vowels between its consonants."""
    choices: list[tuple[str, ...]] = []
    for letter, following in zip(name, (*name[1:], ""), strict=True):
        read = _READINGS.get(letter) or (fold_name(anyascii(letter)),)
        if not following and letter in "هھ":
            read = _FINAL_H
        choices.append(read)
        if following and _is_consonant(letter) and _is_consonant(following):
            choices.append(_SHORT)
    if prod(map(len, choices)) > _MOST_VARIANTS:
        return set()
    return {fold_name("".join(chosen)) for chosen in product(*choices)} - {""}


def _is_consonant(letter: str) -> bool:
    return letter.isalpha() and (letter not in _READINGS or letter == "ه") and letter not in "آێۆۇ"


def slip_keys(key: str) -> set[str]:
    """Keys one slip away: a letter left out, put in, exchanged, or two swapped; none if short.

    >>> "baghdad" in slip_keys("baghdaad"), slip_keys("zap")
    (True, set())
    """
    if len(key) < _SHORTEST:
        return set()
    alphabet = _LATIN if key.isascii() else _ARABIC
    cuts = [(key[:i], key[i:]) for i in range(len(key) + 1)]
    left_out = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    exchanged = {a + c + b[1:] for a, b in cuts if b for c in alphabet}
    put_in = {a + c + b for a, b in cuts for c in alphabet}
    return {made for made in left_out | swapped | exchanged | put_in if made.strip() == made} - {
        key
    }
