"""Generic words in the names of divisions: "Cizre İlçesi" is called Cizre district as well."""

from __future__ import annotations

import re

# Words for a division, before or behind its proper name. English "County" and "Parish" are not
# among them: Orange County is not called Orange.
_BEFORE = (
    "arrondissement|cant[oó]n|circ?onscription|departamento|d[ée]partement|distrito|district|"
    "estado|gmina|judeţul|județul|kabupaten|komuna|kota|kreis|landkreis|mintaqat|mu[hḩ]āfaz̧at|"
    "muhafazat|municipio|municipality|obština|obshtina|opština|općina|ostān|ostan|powiat|"
    "prefecture|pr[eé]fecture|province|provincia|prov[ií]ncia|provincie|provinz|qaḑā’|qada|qazā|"
    "r[ée]gion|regi[oó]n|shahrestān|shahrestan|state|wilayat|wilāyat|wilaya|"
    "محافظة|محافظه|قضاء|ناحية|ولاية|منطقة|إقليم|شهرستان|استان|ولسوالی|ضلع|پارێزگای|قەزای|"
    "провинция|область|район|округ|市|省|県"
)
_LINK = r"(?:(?:de|do|da|di|du|des|del|dos|das|de la|de los|of|d')\s+|-e\s+|\s+)?"
_BEHIND = (
    "department|district|division|governorate|il|ili|ilçesi|krai|kray|municipality|oblast|oblast’|"
    "okrug|prefecture|province|qəzası|raion|rayon|rayonu|region|republic|shahrestān|state|"
    "subdistrict|township|voivodeship|zila|область|край|район|округ|республика|обласць|облысы"
)
_GENERIC = re.compile(
    rf"^(?:the\s+)?(?:{_BEFORE})\s*{_LINK}(?P<a>\S.*)$|^(?P<b>.*\S)\s+(?:{_BEHIND})$",
    re.IGNORECASE,
)


def proper_name(name: str) -> str:
    """A division's name without the generic word, empty where it has none.

    >>> [proper_name(n) for n in ("Cizre İlçesi", "Provincia de Salta", "قضاء سنجار", "Texas")]
    ['Cizre', 'Salta', 'سنجار', '']
    """
    found = _GENERIC.match(name)
    proper = (found["a"] or found["b"] or "").strip() if found else ""
    return proper if len(proper) > 2 else ""
