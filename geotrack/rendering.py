"""Tables -> output files and databases, each in its format, with what goes beside them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.addresses import Address
from geotrack.errors import FormatError
from geotrack.formats import Format, checked_options, format_for, function_of, options_of
from geotrack.intake import lacking_columns
from geotrack.losses import lost
from geotrack.outputs import write_whole
from geotrack.summary import counts
from geotrack.tables import records
from geotrack.writers.csv import write_csv_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from geotrack.assembly import Assembled, Progress

_log = logging.getLogger(__name__)


class Rendered(NamedTuple):
    """What was written, the counts of the data (see summary.counts), and what was rejected.

    `extraction` counts the documents read, and what was found in them (see extracting.Extracted).
    `lacking` tells of a table without dates or places (see intake.lacking_columns).
    """

    outputs: list[Path | Address]
    counts: dict[str, int]
    rejects: pd.DataFrame
    extraction: Mapping[str, Any] = MappingProxyType({})
    lacking: Mapping[str, Mapping[str, list[str]]] = MappingProxyType({})


Chosen = list[tuple["Format", dict[str, Any]]]


def chosen_formats(
    outputs: Sequence[Path | Address],
    format_name: str,
    options: Mapping[str, str],
    shared: Mapping[str, str],
) -> Chosen:
    """Each output's format and its options, checked."""
    formats = [format_for(path, format_name, to_write=True) for path in outputs]
    return list(zip(formats, _settled(formats, options, shared), strict=True))


def write_outputs(
    assembled: Assembled, outputs: Sequence[Path | Address], formats: Chosen, progress: Progress
) -> Rendered:
    """The outputs, and OUT.rejects.csv beside the first file where anything was rejected."""
    written: list[Path | Address] = []
    for number, (path, (format_, chosen)) in enumerate(zip(outputs, formats, strict=True)):
        progress(f"writing {path.name}", number, len(outputs))
        write = function_of(format_, to_write=True)
        missed = lost(format_.loses, [assembled.tables], assembled.presentation)
        warn_of(missed, path)

        def write_one(new: Path, write: Any = write, chosen: dict[str, Any] = chosen) -> None:
            write(assembled.tables, new, assembled.presentation, **chosen)

        if isinstance(path, Address):
            write(assembled.tables, path, assembled.presentation, **chosen)
        else:
            write_whole(path, write_one)
        written.append(path)
    rejects = assembled.tables["rejects"]
    files = [path for path in outputs if isinstance(path, Path)]
    written += write_beside(files[0] if files else Path(outputs[0].name), "rejects", rejects)
    lacking = lacking_columns(assembled.columns)
    return Rendered(written, counts(assembled.tables), rejects, assembled.extraction, lacking)


def warn_of(missed: list[str], path: Path | Address) -> None:
    if missed:
        _log.warning("%s does not hold: %s", path.name, "; ".join(missed))


def path_beside(output: Path, name: str) -> Path:
    return output.with_name(f"{output.name}.{name}.csv")


def write_beside(output: Path, name: str, table: pd.DataFrame) -> list[Path]:
    """A table as OUT.<name>.csv; one of an earlier run goes where there is nothing to tell."""
    beside = path_beside(output, name)
    if table.empty:
        beside.unlink(missing_ok=True)
        return []
    write_whole(beside, lambda new: write_csv_rows(new, list(table.columns), records(table)))
    return [beside]


def _settled(
    formats: Sequence[Format], options: Mapping[str, str], shared: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The options of each output, checked."""
    known = [options_of(function_of(format_, to_write=True)) for format_ in formats]
    for name in shared:
        if not any(name in one for one in known):
            names = ", ".join(dict.fromkeys(format_.name for format_ in formats))
            raise FormatError(f"--{name} means nothing to {names}")
    return [
        checked_options(
            format_, {**{n: v for n, v in shared.items() if n in one}, **options}, to_write=True
        )
        for format_, one in zip(formats, known, strict=True)
    ]
