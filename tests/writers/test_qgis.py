"""QGIS itself opens the GeoPackage: styled, its temporal controller ready. Needs python3-qgis."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from tests.programs import is_there
from tests.writers.made import written

# QGIS is built for the system's Python, never for ours.
_PYTHON = Path("/usr/bin/python3")
_LOOK = """
import json, os, sys
from qgis.core import QgsApplication, QgsVectorLayer
application = QgsApplication([], False)
application.initQgis()
told = {}
for name in ("locations", "areas"):
    layer = QgsVectorLayer(f"{sys.argv[1]}|layername={name}", name, "ogr")
    _, styled = layer.loadDefaultStyle()
    time = layer.temporalProperties()
    rules = layer.renderer().rootRule().children()
    told[name] = {
        "valid": layer.isValid(), "features": layer.featureCount(), "styled": styled,
        "time": time.isActive(), "begin": time.startExpression(),
        "broken": [r.label() for r in rules if r.filter() and r.filter().hasParserError()],
        "rules": len(rules), "types": {field.name(): field.typeName() for field in layer.fields()},
    }
print(json.dumps(told), flush=True)
os._exit(0)  # QGIS falls over its own objects when Python clears them up
"""


def test_qgis_opens_it_styled_and_dated(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "QT_QPA_PLATFORM": "offscreen",
                   "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}  # fmt: skip
    asked = {"env": environment, "capture_output": True, "text": True, "timeout": 300}
    found = subprocess.run([_PYTHON, "-c", "import qgis.core"], check=False, **asked)
    is_there("python3-qgis", not found.returncode)
    path = written("gpkg", tmp_path)
    done = subprocess.run([_PYTHON, "-c", _LOOK, str(path)], check=False, **asked)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    locations, areas = told["locations"], told["areas"]
    assert locations["valid"] and locations["styled"] and locations["time"]
    assert locations["features"] == 17
    assert 'coalesce("date_start"' in locations["begin"]
    assert locations["rules"] > 5
    assert locations["broken"] == areas["broken"] == []
    assert locations["types"]["date_start"] == "Date"
    assert areas["valid"] and areas["styled"]
