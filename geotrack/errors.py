"""Every error geotrack raises on purpose.

::

    GeotrackError            exit code 2
    ├── InputError           a file is missing, broken, empty or unreadable
    ├── ProjectError         geotrack.toml is missing, broken or names something unknown
    ├── FormatError          no such format, or the format has no such option
    │   └── LimitError       more data than the format can hold
    ├── GazetteerError       the place index is missing, of another version or broken
    ├── OutputError          an output could not be put in its place
    ├── ClusterError         workers cannot be reached, or die again and again
    └── StrictError          exit code 1: `--strict` and something was rejected

Each message names the file (and row, column or option) and says what would be right.
The command line prints the message alone; a traceback never reaches a user.
"""

from __future__ import annotations


class GeotrackError(Exception):
    """Base of all errors of this package. `exit_code` is what the command line exits with."""

    exit_code = 2


class InputError(GeotrackError, ValueError):
    """An input file is missing, broken, empty or unreadable."""


class ProjectError(GeotrackError, ValueError):
    """geotrack.toml is missing, broken or names something unknown."""


class FormatError(GeotrackError, ValueError):
    """No such format, or no such option for it."""


class LimitError(FormatError):
    """More data than a format can hold; the message says how much and how much it holds."""


class GazetteerError(GeotrackError, RuntimeError):
    """The place index is missing, of another version or broken."""


class OutputError(GeotrackError, OSError):
    """An output could not be put in its place; the old one is still there."""


class ClusterError(GeotrackError, RuntimeError):
    """Workers cannot be reached, are not installed, or die again and again over a partition."""


class StrictError(GeotrackError):
    """`--strict` was asked for and something was rejected."""

    exit_code = 1
