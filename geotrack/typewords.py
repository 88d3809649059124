"""What people call kinds of events in a spreadsheet -> the types of schema.py."""

from __future__ import annotations

from geotrack.columns import fold_header
from geotrack.schema import EVENT_TYPES

_BATTLES, _REMOTE, _CIVILIANS, _PROTESTS, _RIOTS, _STRATEGIC, _DIPLOMACY = EVENT_TYPES
# ACLED's 25 sub-types by type (ACLED Codebook, 2023), then plain words, English and Turkish.
_SUB_TYPES = {
    _BATTLES: ("Government regains territory", "Non-state actor overtakes territory",
               "Armed clash"),
    _REMOTE: ("Chemical weapon", "Air/drone strike", "Suicide bomb",
              "Shelling/artillery/missile attack", "Remote explosive/landmine/IED", "Grenade"),
    _CIVILIANS: ("Sexual violence", "Attack", "Abduction/forced disappearance"),
    _PROTESTS: ("Excessive force against protesters", "Protest with intervention",
                "Peaceful protest"),
    _RIOTS: ("Violent demonstration", "Mob violence"),
    _STRATEGIC: ("Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
                 "Headquarters or base established", "Looting/property destruction",
                 "Non-violent transfer of territory"),
}  # fmt: skip
_WORDS = {
    _BATTLES: ("battle", "clash", "clashes", "armed clashes", "firefight", "fighting", "ambush",
               "çatışma", "çatışmalar", "pusu", "اشتباك", "اشتباكات"),
    _REMOTE: ("air strike", "airstrike", "air strikes", "airstrikes", "drone strike",
              "drone strikes", "drone attack", "uav strike", "shelling", "artillery",
              "artillery fire", "mortar", "mortar fire", "rocket", "rocket attack", "rocket fire",
              "missile", "missile attack", "missile strike", "bombing", "bombardment",
              "explosion", "ied", "ied attack", "car bomb", "vbied", "suicide bombing",
              "suicide attack", "landmine", "mine", "uxo", "hava saldırısı", "hava harekatı",
              "bombardıman", "patlama", "bombalı saldırı", "top atışı", "roket saldırısı",
              "İHA saldırısı", "SİHA saldırısı", "غارة جوية", "غارات جوية", "غارة", "قصف",
              "قصف جوي", "قصف مدفعي",
              "قصف صاروخي", "ضربة جوية", "انفجار", "عبوة ناسفة", "air raid", "air raids",
              "topçu atışı"),
    _CIVILIANS: ("abduction", "kidnapping", "enforced disappearance", "assassination",
                 "execution", "massacre", "attack on civilians", "violence against civilians",
                 "suikast", "kaçırma", "infaz", "خطف", "اغتيال"),
    _PROTESTS: ("protest", "demonstration", "march", "rally", "sit-in", "protesto", "gösteri",
                "yürüyüş", "احتجاج", "مظاهرة"),
    _RIOTS: ("riot", "mob", "violent protest", "isyan", "ayaklanma", "شغب"),
    _STRATEGIC: ("arrest", "detention", "looting", "base established", "troop movement",
                 "withdrawal", "tutuklama", "gözaltı", "اعتقال"),
    _DIPLOMACY: ("meeting", "visit", "statement", "demand", "vote", "election", "legal step",
                 "phone call", "planned institution", "talks", "diplomacy", "toplantı",
                 "ziyaret", "açıklama", "seçim", "اجتماع", "زيارة", "بيان", "انتخابات"),
}  # fmt: skip
_TYPE_OF = {
    fold_header(word): kind
    for table in (_WORDS, _SUB_TYPES, {kind: (kind,) for kind in EVENT_TYPES})
    for kind, words in table.items()
    for word in words
}


def type_of_word(word: str) -> str:
    """The event type that a word plainly means, or each word of several; nothing for what may mean
    several.

    >>> type_of_word("Air strike"), type_of_word("Çatışma"), type_of_word("incident")
    ('Explosions/Remote violence', 'Battles', '')
    >>> type_of_word("Artillery shelling"), type_of_word("Clash/Protest")
    ('Explosions/Remote violence', '')
    """
    folded = fold_header(word)
    if folded in _TYPE_OF:
        return _TYPE_OF[folded]
    kinds = {_TYPE_OF.get(part, "") for part in folded.split("_") if part not in _AND}
    return kinds.pop() if len(kinds) == 1 else ""


_AND = frozenset(map(fold_header, ("and", "or", "ve", "veya", "و", "أو")))


def type_words() -> dict[str, tuple[str, ...]]:
    """type -> the words it is read from, for docs/formats.md."""
    return dict(_WORDS)
