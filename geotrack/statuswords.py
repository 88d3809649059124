"""What people write of whether something happened -> the statuses of schema.py."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geotrack.columns import fold_header

if TYPE_CHECKING:
    from collections.abc import Iterable

# Statuses as people write them; a table without the column tells of what occurred.
STATUS_WORDS = {
    fold_header(word): status
    for status, words in {
        "occurred": ("", "confirmed", "verified", "happened", "gerçekleşti", "doğrulandı",
                     "وقع", "حدث", "مؤكد"),
        "alleged": ("claimed", "unconfirmed", "unverified", "reported", "rumoured", "rumored",
                    "iddia", "iddia edildi", "doğrulanmadı", "مزعوم", "ادعاء", "غير مؤكد"),
        "planned": ("announced", "planlandı", "planlanıyor", "مخطط", "مخطط له"),
        "demanded": ("called for", "talep edildi", "talep", "مطلوب", "مطالبة"),
        "denied": ("refuted", "reddedildi", "yalanlandı", "نفي", "منفي"),
    }.items()
    for word in (status, *words)
}  # fmt: skip
# An answer to a question, which is one about the status only where the header asks for it.
_ANSWERS = frozenset(
    fold_header(word)
    for word in ("yes", "no", "y", "n", "true", "false", "partly", "partially", "unknown",
                 "evet", "hayır", "kısmen", "نعم", "لا")
)  # fmt: skip
_ASKS = re.compile(
    r"(?:^|_)(?:un)?(?:confirm|verif|corrobor|happen|occur|alleg|claim|credib|status|certain"
    r"|dogrula|teyit|gercekles|iddia|durum)|مؤكد|تاكيد|تأكيد|تحقق|التحقق"
)
# So many of its filled cells must be such words: the rest are remarks and slips.
_MOST = 0.8


def looks_like_status(header: str, cells: Iterable[str]) -> bool:
    """Whether a column that nobody reads says of its rows whether they happened.

    Its cells must be statuses as people write them; yes and no are only under a header that asks
    for it. A column that says the same of all rows, that they happened, changes nothing.

    >>> looks_like_status("Confirmed?", ["yes", "no", ""]), looks_like_status("Children?", ["no"])
    (True, False)
    >>> looks_like_status("Remarks", ["alleged", "confirmed"]), looks_like_status("Ok?", ["yes"])
    (True, False)
    """
    filled = [fold_header(cell) for cell in cells if cell]
    if not filled:
        return False
    words = set(STATUS_WORDS) - {""}
    if _ASKS.search(fold_header(header)):
        words |= _ANSWERS
    found = [cell for cell in filled if cell in words]
    say_more = {cell for cell in found if STATUS_WORDS.get(cell) != "occurred"} - _PLAIN_YES
    return bool(say_more) and len(found) >= _MOST * len(filled)


_PLAIN_YES = frozenset(map(fold_header, ("yes", "y", "true", "evet", "نعم")))
