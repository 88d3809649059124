"""CAMEO's codes (CAMEO Codebook 1.1b3, 2012) -> our types and plain words."""

from __future__ import annotations

_DIPLOMACY, _STRATEGIC = "Diplomacy and politics", "Strategic developments"
_CIVILIANS, _REMOTE = "Violence against civilians", "Explosions/Remote violence"
# The twenty root codes: their words and our type.
ROOTS: dict[str, tuple[str, str]] = {
    "01": ("Make public statement", _DIPLOMACY),
    "02": ("Appeal", _DIPLOMACY),
    "03": ("Express intent to cooperate", _DIPLOMACY),
    "04": ("Consult", _DIPLOMACY),
    "05": ("Engage in diplomatic cooperation", _DIPLOMACY),
    "06": ("Engage in material cooperation", _DIPLOMACY),
    "07": ("Provide aid", _DIPLOMACY),
    "08": ("Yield", _DIPLOMACY),
    "09": ("Investigate", _DIPLOMACY),
    "10": ("Demand", _DIPLOMACY),
    "11": ("Disapprove", _DIPLOMACY),
    "12": ("Reject", _DIPLOMACY),
    "13": ("Threaten", _DIPLOMACY),
    "14": ("Protest", "Protests"),
    "15": ("Exhibit force posture", _STRATEGIC),
    "16": ("Reduce relations", _DIPLOMACY),
    "17": ("Coerce", _STRATEGIC),
    "18": ("Assault", _CIVILIANS),
    "19": ("Fight", "Battles"),
    "20": ("Use unconventional mass violence", _CIVILIANS),
}
# Codes below the roots whose type is another, or for which ACLED has a sub-type of its own.
CODES: dict[str, tuple[str, str]] = {
    "145": ("Violent demonstration", "Riots"),
    "087": ("De-escalate military engagement", _STRATEGIC),
    "171": ("Looting/property destruction", _STRATEGIC),
    "173": ("Arrests", _STRATEGIC),
    "175": ("Violent repression", _CIVILIANS),
    "181": ("Abduction/forced disappearance", _CIVILIANS),
    "1821": ("Sexual violence", _CIVILIANS),
    "183": ("Bombing", _REMOTE),
    "1831": ("Suicide bomb", _REMOTE),
    "191": ("Impose blockade", _STRATEGIC),
    "193": ("Armed clash", "Battles"),
    "194": ("Shelling/artillery/missile attack", _REMOTE),
    "195": ("Air/drone strike", _REMOTE),
    "204": ("Use weapons of mass destruction", _REMOTE),
    "2041": ("Chemical weapon", _REMOTE),
}


def _entry(code: str) -> tuple[str, str]:
    """The longest code that is a beginning of this one: 1452 is a kind of 145."""
    code = code.strip()
    for end in range(len(code), 2, -1):
        if code[:end] in CODES:
            return CODES[code[:end]]
    return ROOTS.get(code[:2], ("", ""))


def event_type(code: str) -> str:
    """Our type of a CAMEO code; empty for what is no such code.

    >>> event_type("0841"), event_type("1951"), event_type("---")
    ('Diplomacy and politics', 'Explosions/Remote violence', '')
    """
    return _entry(code)[1]


def words_of(code: str) -> str:
    """What a CAMEO code stands for, as widely as we tell codes apart.

    >>> words_of("195"), words_of("0841")
    ('Air/drone strike', 'Yield')
    """
    return _entry(code)[0]
