"""A connection to PostgreSQL: opened when asked for by address, one transaction, plain errors."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from geotrack.errors import FormatError, GeotrackError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geotrack.addresses import Address

_SECONDS = 15
# The schema of a database that holds our tables, unless another is named.
SCHEMA = "geotrack"
# PostgreSQL cuts longer names off.
_MAX_NAME = 63


@contextmanager
def transaction(address: Address, error: type[GeotrackError]) -> Iterator[Any]:
    """A cursor in one transaction: committed at the end, undone by whatever is raised in it.

    Raises FormatError where psycopg (the extra `postgis`) is not installed, and `error`, without
    any password, for what the database says.
    """
    try:
        import psycopg
    except ImportError:
        raise FormatError(
            f"{address}: a PostGIS database needs psycopg: pip install 'geotrack[postgis]'"
        ) from None
    try:
        given = psycopg.conninfo.conninfo_to_dict(address.secret)
        given.setdefault("connect_timeout", _SECONDS)
        given.setdefault("application_name", "geotrack")
        with psycopg.connect(**given) as connection, connection.cursor() as cursor:  # type: ignore[arg-type]
            yield cursor
    except psycopg.Error as told:
        lines = address.hidden_in(str(told)).strip().splitlines() or [type(told).__name__]
        raise error(f"{address}: {lines[0]}") from None


def checked_schema(name: str) -> str:
    """The name of a schema. Raises FormatError for one that PostgreSQL would cut or refuse."""
    if not name or len(name.encode()) > _MAX_NAME or "\0" in name or name.startswith("pg_"):
        raise FormatError(
            f"schema {name!r} is no name for a schema: 1 to {_MAX_NAME} bytes, not beginning pg_"
        )
    return name
