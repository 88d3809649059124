"""`geotrack formats`."""

from __future__ import annotations

import click


@click.command("formats")
@click.argument("name", default="")
def command(name: str) -> None:
    """List what can be read and written; with NAME, that format's options."""
    from geotrack.errors import FormatError
    from geotrack.formats import all_formats, function_of, options_of

    formats = all_formats()
    if not name:
        name_width = max(len(format_.name) for format_ in formats.values())
        suffix_width = max(len(format_.suffix) for format_ in formats.values())
        for format_ in formats.values():
            ways = ("reads" if format_.reader else "", "writes" if format_.writer else "")
            click.echo(
                f"{format_.name:{name_width}} {format_.suffix:{suffix_width}} "
                f"{' '.join(filter(None, ways)):12} {format_.meaning}"
            )
        return
    if name not in formats:
        raise FormatError(f"no format {name!r}; there are: {', '.join(formats)}")
    chosen = formats[name]
    click.echo(f"{chosen.name} ({chosen.suffix}): {chosen.meaning}")
    for to_write, verb in ((False, "reading"), (True, "writing")):
        if chosen.writer if to_write else chosen.reader:
            options = options_of(function_of(chosen, to_write=to_write))
            listed = ", ".join(f"{k}={v!r}" for k, v in options.items()) or "none"
            click.echo(f"  options when {verb}: {listed}")
    for loss in chosen.loses:
        click.echo(f"  does not hold: {loss.words}")
    for loss in chosen.unread:
        click.echo(f"  holds, but is not read back: {loss.words}")
