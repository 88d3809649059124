"""`geotrack parse`."""

from __future__ import annotations

from pathlib import Path

import click

from geotrack.cli.options import Bounds, BoundsType
from geotrack.cli.printing import progress_bar

_MOST_FAULTS = 10


@click.command("parse")
@click.argument("documents", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True,
              help="The file to write: JSON lines, one for each line read.")  # fmt: skip
@click.option(
    "--given-spans",
    is_flag=True,
    help="Resolve the given toponyms; find no others.",
)
@click.option(
    "--recognizer",
    default="",
    metavar="NAME",
    help="What finds toponyms: spacy (ours and a spaCy pipeline) or an installed plug-in.",
)
@click.option("--resolver", default="", help="An installed plug-in instead of geotrack's own.")
@click.option("--country", "countries", multiple=True, metavar="CODE",
              help="A country in question, such as IQ.")  # fmt: skip
@click.option("--bbox", "bounds", type=BoundsType(), default=None, help="The region in question.")
def command(
    documents: Path,
    output: Path,
    given_spans: bool,
    recognizer: str,
    resolver: str,
    countries: tuple[str, ...],
    bounds: Bounds | None,
) -> None:
    """Find the places and dates that DOCUMENTS (JSON lines) tell of.

    A line is {"doc_id", "text", "date"?, "source"?, "toponyms"?: [{"start", "end"}]}; offsets
    are code points, the end exclusive. The best candidate is written even where its score is low.
    """
    from geotrack.extraction.parse import parse_file
    from geotrack.extraction.recognizers import recognizer_named
    from geotrack.gazetteer.index import opened_gazetteer
    from geotrack.geocoding import Context
    from geotrack.geocoding.resolvers import resolver_named
    from geotrack.outputs import write_whole

    context, resolve = Context(countries, bounds), resolver_named(resolver)
    with opened_gazetteer([]) as gazetteer, progress_bar() as progress:
        done = []

        def write(new: Path) -> None:
            done.append(
                parse_file(
                    documents, new, gazetteer, context, resolve,
                    given=given_spans, recognize=recognizer_named(recognizer), progress=progress,
                )
            )  # fmt: skip

        write_whole(output, write)
    (parsed,) = done
    for fault in parsed.faults[:_MOST_FAULTS]:
        click.echo(f"geotrack: {fault}", err=True)
    if len(parsed.faults) > _MOST_FAULTS:
        click.echo(f"geotrack: and {len(parsed.faults) - _MOST_FAULTS:,} more", err=True)
    click.echo(
        f"{parsed.documents:,} documents, {parsed.toponyms:,} toponyms, "
        f"{parsed.resolved:,} with a place; wrote {output}"
    )
