"""Addresses of databases beside paths of files; what is secret in one is never shown."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

SCHEMES = ("postgresql://", "postgres://")


class Address:
    """An address of a database, such as postgresql://user@host/name.

    `str()` and `repr()` leave out password and parameters; only `secret` holds them.

    >>> str(Address("postgresql://ann:pw@db.example.org/events?sslkey=k"))
    'postgresql://ann@db.example.org/events'
    """

    def __init__(self, text: str) -> None:
        self.secret = text
        self.shown = _shown(text)

    @property
    def name(self) -> str:
        """The last part: the database's name."""
        return self.shown.rpartition("/")[2] or "database"

    def __str__(self) -> str:
        return self.shown

    def __repr__(self) -> str:
        return f"Address({self.shown!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Address) and other.secret == self.secret

    def __hash__(self) -> int:
        return hash(self.secret)

    def hidden_in(self, text: str) -> str:
        """A message of a driver's without the password, should it quote it."""
        words = {self.secret}
        try:
            parts = urlsplit(self.secret)
            given = parse_qs(parts.query)
            words |= {parts.password or "", *given.get("password", []), parts.query}
        except ValueError:
            return f"{self.shown} is no address that can be used"
        for word in sorted(words | set(map(unquote, words)), key=len, reverse=True):
            text = text.replace(word, "***") if word else text
        return text


def is_address(text: str) -> bool:
    """Whether a text is the address of a database, not a path.

    >>> is_address("postgresql://host/db"), is_address("events.csv")
    (True, False)
    """
    return text.lower().startswith(SCHEMES)


def _shown(text: str) -> str:
    scheme = text.partition("://")[0]
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return f"{scheme}://..."
    user = f"{parts.username}@" if parts.username else ""
    return f"{scheme}://{user}{host}{port}{parts.path}"
