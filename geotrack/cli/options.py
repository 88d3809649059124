"""Options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

Bounds = tuple[float, float, float, float]


class BoundsType(click.ParamType[Bounds]):
    name = "west,south,east,north"

    def convert(
        self, value: str | Bounds, param: click.Parameter | None, ctx: click.Context | None
    ) -> Bounds:
        if isinstance(value, tuple):
            return value
        try:
            west, south, east, north = (float(part) for part in value.split(","))
        except ValueError:
            self.fail(f"{value!r} is not four numbers such as 41,35,46.5,38", param, ctx)
        return west, south, east, north


def table_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """TABLE and what says how to read it: --from, --read, --date-order, --country, --bbox."""
    for option in (
        click.option("--bbox", "bounds", type=BoundsType(), default=None,
                     help="The region in question; places within it come first."),
        click.option("--country", "countries", multiple=True, metavar="CODE",
                     help="A country in question, such as IQ; may be given several times."),
        click.option("--date-order", type=click.Choice(["dmy", "mdy", "ymd"]), default=None,
                     help="How 03/04/2024 is to be read."),
        read_option,
        from_option,
        click.argument("table", type=click.Path(path_type=Path)),
    ):  # fmt: skip
        function = option(function)
    return function


def option_pairs(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    """`--set name=value` pairs as a dict, with what another option has put there."""
    pairs: dict[str, str] = ctx.params.get(str(param.name)) or {}
    for text in values:
        name, equals, value = text.partition("=")
        if not equals:
            raise click.BadParameter(f"{text!r} is not name=value")
        pairs[name.strip()] = value.strip()
    return pairs


read_option = click.option(
    "--read",
    "read",
    multiple=True,
    callback=option_pairs,
    metavar="NAME=VALUE",
    help="How TABLE is read: encoding, separator, sheet, layer or header_row.",
)


def _set_format(ctx: click.Context, _param: click.Parameter, value: str) -> None:
    if value:
        ctx.params.setdefault("read", {})["format"] = value


from_option = click.option(
    "--from",
    callback=_set_format,
    expose_value=False,
    default="",
    metavar="FORMAT",
    help="What TABLE is, such as acled or gdelt.  [default: told by its suffix and columns]",
)
