"""What the verbs of `geotrack places` share: which gazetteer is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from geotrack.gazetteer.records import Gazetteer
    from geotrack.project import Project


class Chosen(NamedTuple):
    """The gazetteer in question and the project it is of, if any."""

    gazetteer: Gazetteer
    project: Project | None


def gazetteer_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """--project and --places."""
    for option in (
        click.option("--places", "files", type=click.Path(path_type=Path), multiple=True,
                     help="A file of own places (CSV), before all others."),
        click.option("--project", type=click.Path(path_type=Path), default=None,
                     help="A project: its places, packs, focus and corrections count."),
    ):  # fmt: skip
        function = option(function)
    return function


@contextmanager
def chosen_gazetteer(project: Path | None, files: tuple[Path, ...]) -> Iterator[Chosen]:
    """The gazetteer of a project, with further files before it, or the world's with them."""
    if project is None:
        from geotrack.gazetteer.index import opened_gazetteer

        with opened_gazetteer(files) as gazetteer:
            yield Chosen(gazetteer, None)
        return
    from geotrack.project import project_gazetteer, read_project

    told = read_project(project)
    with project_gazetteer(told._replace(places=(*told.places, *files))) as gazetteer:
        yield Chosen(gazetteer, told)
