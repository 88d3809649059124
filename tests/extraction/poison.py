"""What finds events in tests of hostile documents: as always, but for texts that say what to do."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from geotrack.extraction import one


def find_in(asked: dict[str, Any]) -> dict[str, Any]:
    """The real answer; a text with a poison in it kills, swells, breaks or holds up its process."""
    if "DIE-OF-THIS" in asked["text"]:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "SWELL-FROM-THIS" in asked["text"]:
        len([bytearray(1_000_000) for _ in range(8_000)])
    if "BREAK-ON-THIS" in asked["text"]:
        raise KeyError("x")
    if "WAIT-AT-THIS" in asked["text"]:
        time.sleep(50)
    return one.find_in(asked)
