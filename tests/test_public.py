"""The public face: the names in `__all__` are there, documented, and load lazily."""

from __future__ import annotations

import subprocess
import sys

import geotrack
from tests.projects import ROOT


def test_every_public_name_is_there_and_documented() -> None:
    for name in geotrack.__all__:
        found = getattr(geotrack, name)
        assert name == "__version__" or found.__doc__, name
    assert set(geotrack.__all__) <= set(dir(geotrack))


def test_no_public_function_bears_its_modules_name() -> None:
    for name in geotrack.__all__:
        module = getattr(getattr(geotrack, name), "__module__", "")
        assert name != module.rpartition(".")[2]


def test_importing_geotrack_loads_nothing_heavy() -> None:
    code = "import sys, geotrack; assert not {'pandas', 'folium', 'click'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
