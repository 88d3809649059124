"""`geotrack places find | import | add | stats`."""

from __future__ import annotations

from importlib import import_module

import click

# Verb -> what `--help` says of it; imported when used, so that a look-up starts fast.
_VERBS = {
    "find": "Show the places a name may mean, the likeliest first.",
    "import": "Take a gazetteer file into a project, as a pack.",
    "add": "Add a place by hand to a project's own.",
    "stats": "Count what the gazetteer holds.",
}
_MODULES = {"find": "find", "import": "importing", "add": "add", "stats": "stats"}


class _Verbs(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _VERBS:
            return None
        found: click.Command = import_module(f"geotrack.cli.places.{_MODULES[cmd_name]}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Verbs"):
            formatter.write_dl(list(_VERBS.items()))


@click.group("places", cls=_Verbs)
def command() -> None:
    """Look into the gazetteer, and extend a project's: the world, packs, curated places."""
