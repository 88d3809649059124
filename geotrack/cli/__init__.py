"""The command line: one file a verb; each parses, calls one public function and prints."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import click

from geotrack.errors import GeotrackError

# Verb -> what `--help` says of it; the code of a verb is imported only when it is used.
VERBS = {
    "init": "Make a new project from a spreadsheet, or an empty one.",
    "build": "Build everything geotrack.toml asks for.",
    "extract": "Find the events that documents tell of.",
    "geocode": "Give a table of place names coordinates and reasons.",
    "render": "Turn a table of events into maps, tables and slides.",
    "parse": "Say which places the toponyms of documents mean.",
    "places": "Look into the gazetteer and extend it.",
    "check": "Find every fault in a project or a table.",
    "formats": "List what can be read and written.",
}


class _Verbs(click.Group):
    """A group whose commands are imported when used, so that `--help` stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in VERBS:
            return None
        module = import_module(f"geotrack.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="geotrack", message="geotrack %(version)s")
def program() -> None:
    """Dated events and the reports that tell of them, on maps, timelines and slides: offline."""


@contextmanager
def _log_shown() -> Iterator[None]:
    """What renderers log, such as labels for which there was no room, each once on stderr."""
    told: set[str] = set()

    def is_new(record: logging.LogRecord) -> bool:
        before = len(told)
        told.add(record.getMessage())
        return len(told) > before

    log, shown = logging.getLogger("geotrack"), logging.StreamHandler(sys.stderr)
    shown.setFormatter(logging.Formatter("note: %(message)s"))
    shown.addFilter(is_new)
    before = log.level
    log.addHandler(shown)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.setLevel(before)
        log.removeHandler(shown)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; mistakes end with one plain message, never a traceback.

    Exit codes: 0 done; 1 faults found (`check`, `--strict`); 2 a mistake in the call or the
    inputs. GEOTRACK_DEBUG=1 shows the traceback of what is not such a mistake.
    """
    try:
        with _log_shown():
            program(arguments, prog_name="geotrack")
    except GeotrackError as error:
        click.echo(f"geotrack: {error}", err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        if os.environ.get("GEOTRACK_DEBUG"):
            raise
        name = f" ({os.path.basename(str(error.filename))})" if error.filename else ""  # noqa: PTH119
        click.echo(f"geotrack: {error.strerror or error}{name}", err=True)
        sys.exit(2)
    except Exception as error:
        if os.environ.get("GEOTRACK_DEBUG"):
            raise
        kind = type(error).__name__
        click.echo(
            f"geotrack: this should not happen ({kind}: {error}). Please report it; "
            "GEOTRACK_DEBUG=1 shows where.",
            err=True,
        )
        sys.exit(2)
