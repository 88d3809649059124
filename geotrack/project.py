"""geotrack.toml -> Project: what goes in, how it is read, what stands on the outputs."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from geotrack.addresses import Address
from geotrack.cells import Settings
from geotrack.columns import check_mapping
from geotrack.dates import DATE_ORDERS
from geotrack.errors import InputError, ProjectError
from geotrack.formats import checked_options, format_for
from geotrack.gazetteer.index import opened_gazetteer
from geotrack.gazetteer.packs import Pack, read_packs
from geotrack.geocoding import MIN_SCORE, Context
from geotrack.projectkeys import FILE_NAME, load_keys
from geotrack.schema import SECTIONS
from geotrack.style import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager

    from geotrack.gazetteer.records import Gazetteer

# What a briefing can be written as beside the deck.
_ALSO = ("html", "docx", "pdf")


class Briefing(NamedTuple):
    """What the briefing consists of, as told under [briefing]; paths are absolute."""

    sections: tuple[str, ...] = ()
    areas: int = 3
    template: Path | None = None
    since: Path | None = None
    also: tuple[str, ...] = ()

    def options(self) -> dict[str, Any]:
        """The options of the writers of briefings."""
        return {
            "sections": ",".join(self.sections), "areas": self.areas,
            "template": str(self.template or ""), "since": str(self.since or ""),
        }  # fmt: skip


class Project(NamedTuple):
    """A project as told by its geotrack.toml; paths are absolute, `folder` holds the file."""

    folder: Path
    name: str
    title: str
    subtitle: str
    language: str
    marking: str
    as_of: str
    events: tuple[Path, ...]
    reports: Path | None
    figures: Path | None
    corrections: Path | None
    places: tuple[Path, ...]
    settings: Settings
    context: Context
    min_score: float
    packs: tuple[Pack, ...] = ()
    gazetteer: str = ""
    resolver: str = ""
    briefing: Briefing = Briefing()
    report_paths: tuple[Path, ...] = ()
    report_language: str = ""
    recognizer: str = ""
    # Read like event tables; only a lone project has any.
    databases: tuple[Address, ...] = ()
    publish: tuple[str, ...] = ()

    def shown(self, path: Path | Address) -> str:
        """A path as it stands in messages and tables: relative to the project, with slashes."""
        if isinstance(path, Address):
            return path.shown
        try:
            return path.relative_to(self.folder).as_posix()
        except ValueError:
            return path.name


def read_project(folder: Path) -> Project:
    """The project of a folder (or of its geotrack.toml).

    Raises ProjectError, naming key and what would be right, for a missing or broken file, an
    unknown key, a wrong type or an input that is not there.
    """
    folder = folder.resolve()
    path = folder if folder.is_file() else folder / FILE_NAME
    data = load_keys(path)
    folder = path.parent
    inputs, focus = data.get("inputs", {}), data.get("focus", {})
    others = [_file(folder, inputs, key) for key in ("reports", "figures", "corrections")]
    places = _files(folder, inputs.get("places", ()), "inputs.places")
    # A pattern for event tables may well fit the other tables that stand beside them.
    taken = {*others, *places, *(path.with_name("names.csv") for path in places)}
    reports = _report_paths(folder, data.get("reports", {}).get("paths", ()))
    told = _files(folder, inputs.get("events", ()), "inputs.events", needed=not reports)
    events = tuple(path for path in told if path not in taken)
    if told and not events:
        raise ProjectError(f"{FILE_NAME}: inputs.events names no table but those of other keys")
    language = data.get("language", "en")
    words(language)
    return Project(
        folder=folder,
        name=_name(data.get("name") or folder.name),
        title=data.get("title") or data.get("name") or folder.name,
        subtitle=data.get("subtitle", ""),
        language=language,
        marking=data.get("marking", ""),
        as_of=_as_of(data.get("as_of", "")),
        events=events,
        reports=others[0],
        figures=others[1],
        corrections=others[2],
        places=places,
        settings=_settings(data),
        context=Context(_countries(focus), _bounds(focus), language=language),
        min_score=_min_score(data.get("geocoding", {}).get("min_score", MIN_SCORE)),
        packs=read_packs(inputs.get("packs", ()), folder),
        gazetteer=data.get("geocoding", {}).get("gazetteer", ""),
        resolver=data.get("geocoding", {}).get("resolver", ""),
        briefing=_briefing(folder, data.get("briefing", {})),
        report_paths=reports,
        report_language=data.get("reports", {}).get("language", ""),
        recognizer=data.get("reports", {}).get("recognizer", ""),
        publish=_publish(data.get("columns", {})),
    )


def project_gazetteer(project: Project) -> AbstractContextManager[Gazetteer]:
    """The gazetteer of a project for a `with` block: its places, its packs, then the world."""
    packs = [pack.path for pack in project.packs]
    return opened_gazetteer(project.places, packs, project.gazetteer)


def lone_project(
    table: Path | Address | Sequence[Path],
    *,
    title: str = "",
    date_order: str = "",
    countries: tuple[str, ...] = (),
    bounds: tuple[float, float, float, float] | None = None,
    marking: str = "",
    language: str = "en",
    read: Mapping[str, str] | None = None,
) -> Project:
    """A project that is one table or database and nothing else, for `render`, `geocode` and
    `check`; or, given a sequence of paths, documents to find events in, for `extract`.

    `read` are options of the table's reader. Raises ProjectError for an option that geotrack.toml
    would refuse as well, FormatError for one that the reader does not have.
    """
    address = table if isinstance(table, Address) else None
    is_table = isinstance(table, Path)
    told = [table] if isinstance(table, Path) else [] if isinstance(table, Address) else list(table)
    missing = [path for path in told if not (path.is_file() if is_table else path.exists())]
    if missing or not (told or address):
        raise InputError(f"{missing[0] if missing else 'a document'} is not there")
    words(language)
    focus = {"countries": list(countries), "bounds": list(bounds) if bounds else None}
    inputs = tuple(path.resolve() for path in told)
    stem = (address or inputs[0]).name.partition(".")[0]
    options = _read_options(address or inputs[0], read or {}) if address or is_table else {}
    return Project(
        folder=Path(os.path.commonpath([path.parent for path in inputs])) if inputs else Path.cwd(),
        name=_name(stem or "map"),
        title=title or stem.replace("_", " ").replace("-", " "),
        subtitle="",
        language=language,
        marking=marking,
        as_of="",
        events=inputs if is_table else (),
        reports=None,
        figures=None,
        corrections=None,
        places=(),
        settings=_settings({"date_order": date_order, "read": options}),
        context=Context(_countries(focus), _bounds(focus), language=language),
        min_score=MIN_SCORE,
        report_paths=() if is_table else inputs,
        databases=(address,) if address else (),
    )


def _name(name: str) -> str:
    """The name of the output folder: plain characters only, so that it cannot lead elsewhere."""
    if not name.strip(". ") or any(c in '/\\:*?"<>|' or ord(c) < 32 for c in name):
        raise ProjectError(f"{FILE_NAME}: name {name!r} cannot be the name of a folder")
    return name


def _as_of(value: str | date) -> str:
    if not value:
        return ""
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise ProjectError(f"{FILE_NAME}: as_of {value!r} is no day such as 2024-12-31") from None


def _files(
    folder: Path,
    patterns: str | list[Any] | tuple[()],
    key: str,
    *,
    needed: bool = False,
    dirs: bool = False,
) -> tuple[Path, ...]:
    """The files that paths and patterns (*.csv) name, in a fixed order; with `dirs` folders too."""
    listed = [patterns] if isinstance(patterns, str) else list(patterns)
    if needed and not listed:
        raise ProjectError(f"{FILE_NAME}: {key} names no file")
    found: list[Path] = []
    for pattern in listed:
        if not isinstance(pattern, str):
            raise ProjectError(f"{FILE_NAME}: {key} must list paths, not {pattern!r}")
        if any(mark in pattern for mark in "*?["):
            matches = sorted(p for p in folder.glob(pattern) if not p.name.startswith((".", "~$")))
        else:
            matches = [folder / pattern]
        if not matches or not all(p.is_file() or (dirs and p.is_dir()) for p in matches):
            raise ProjectError(f"{FILE_NAME}: {key} names {pattern!r}, but there is no such file")
        found += matches
    return tuple(dict.fromkeys(found))


def _report_paths(folder: Path, told: str | list[Any] | tuple[()]) -> tuple[Path, ...]:
    """Files and folders as told: a folder is looked through when the reports are read."""
    listed = [told] if isinstance(told, str) else list(told)
    folders = [t for t in listed if isinstance(t, str) and (folder / t).is_dir()]
    files = _files(folder, [t for t in listed if t not in folders], "reports.paths", dirs=True)
    return tuple(dict.fromkeys([*(folder / t for t in folders), *files]))


def _file(folder: Path, inputs: Mapping[str, Any], key: str) -> Path | None:
    if not inputs.get(key):
        return None
    return _files(folder, inputs[key], f"inputs.{key}")[0]


def _publish(columns: Mapping[str, Any]) -> tuple[str, ...]:
    """The list under columns.publish; text under that name maps a column called so."""
    told = columns.get("publish", ())
    if isinstance(told, str):
        return ()
    if not isinstance(told, list | tuple) or not all(isinstance(h, str) for h in told):
        raise ProjectError(f"{FILE_NAME}: columns.publish must be a list of your column names")
    return tuple(dict.fromkeys(told))


def _settings(data: Mapping[str, Any]) -> Settings:
    mapping = data.get("columns", {})
    mapping = {h: c for h, c in mapping.items() if h != "publish" or isinstance(c, str)}
    for header, column in mapping.items():
        if not isinstance(column, str):
            raise ProjectError(f"{FILE_NAME}: columns.{header!r} must be text, not {column!r}")
    check_mapping(mapping)
    order = data.get("date_order", "")
    if order and order not in DATE_ORDERS:
        raise ProjectError(f"{FILE_NAME}: date_order {order!r} is none of {', '.join(DATE_ORDERS)}")
    return Settings(mapping, order, data.get("read", {}))


def _read_options(table: Path | Address, read: Mapping[str, str]) -> dict[str, Any]:
    if not read:
        return {}
    options = dict(read)
    name = options.pop("format", "")
    format_ = format_for(table, name, to_write=False)
    checked = checked_options(format_, options, to_write=False)
    return checked | ({"format": name} if name else {})


def _countries(focus: Mapping[str, Any]) -> tuple[str, ...]:
    countries = focus.get("countries", [])
    for code in countries:
        if not (isinstance(code, str) and len(code) == 2 and code.isupper()):
            raise ProjectError(
                f"{FILE_NAME}: focus.countries holds {code!r}; write two-letter codes such as IQ"
            )
    return tuple(countries)


def _bounds(focus: Mapping[str, Any]) -> tuple[float, float, float, float] | None:
    bounds = focus.get("bounds")
    if bounds is None:
        return None
    numbers = [b for b in bounds if isinstance(b, int | float) and not isinstance(b, bool)]
    if len(bounds) != 4 or len(numbers) != 4:
        raise ProjectError(
            f"{FILE_NAME}: focus.bounds must be four numbers: west, south, east, north"
        )
    west, south, east, north = map(float, numbers)
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south < north <= 90):
        raise ProjectError(
            f"{FILE_NAME}: focus.bounds {bounds} is not west, south, east, north in degrees"
        )
    return west, south, east, north


def _briefing(folder: Path, told: Mapping[str, Any]) -> Briefing:
    """[briefing] with absolute paths; names that do not exist are refused."""
    sections, also = tuple(told.get("sections", ())), tuple(told.get("also", ()))
    for key, values, known in (("sections", sections, SECTIONS), ("also", also, _ALSO)):
        unknown = [value for value in values if value not in known]
        if unknown:
            listed = ", ".join(known)
            raise ProjectError(
                f"{FILE_NAME}: briefing.{key} knows no {unknown[0]!r}; there are: {listed}"
            )
    areas = told.get("areas", 3)
    if not 0 <= areas <= 40:
        raise ProjectError(f"{FILE_NAME}: briefing.areas {areas} is not between 0 and 40")
    paths = {key: folder / told[key] for key in ("template", "since") if told.get(key)}
    for key, path in paths.items():
        if not path.exists():
            raise ProjectError(
                f"{FILE_NAME}: briefing.{key} names {told[key]!r}, but it is not there"
            )
    return Briefing(sections, areas, paths.get("template"), paths.get("since"), also)


def _min_score(value: float) -> float:
    if not 0 <= value <= 1:
        raise ProjectError(f"{FILE_NAME}: geocoding.min_score {value} is not between 0 and 1")
    return float(value)
