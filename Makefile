# Two commands on a fresh machine: `make maps` and `make test`. See README.md for the same
# without make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What the built files (place index, front end, basemap) and the installation depend on.
SOURCES := pyproject.toml constraints.txt hatch_build.py \
	geotrack/extraction/recognizing/lexicon.py \
	$(shell find data/gazetteer data/basemap frontend geotrack/gazetteer geotrack/basemap -type f \
	  -not -path '*/node_modules/*' -not -path '*/__pycache__/*' 2>/dev/null)

.PHONY: maps test lint types imports frontend pytest docs clean

maps: .make/installed
	$(BIN)/geotrack build

test: lint types imports frontend pytest

lint: .make/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .make/dev
	$(BIN)/mypy

imports: .make/dev
	$(BIN)/lint-imports --no-cache

frontend: .make/dev
	$(BIN)/python scripts/check_frontend.py

pytest: .make/dev .make/programs
	$(BIN)/python -m pytest -q -n auto --dist loadfile

# --- setting up, once ----------------------------------------------------------------------

$(BIN)/python:
	$(PYTHON) -m venv $(VENV) || { echo "Python has no venv module; on Debian: apt-get install python3-venv"; exit 1; }

.make/installed: $(BIN)/python $(SOURCES)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@mkdir -p .make && touch $@

.make/dev: .make/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

# A headless Chromium and, where Debian's packages can be had, LibreOffice to open the slides.
.make/programs: .make/dev scripts/install_programs.py
	$(BIN)/python scripts/install_programs.py
	@touch $@

clean:
	rm -rf .make .geotrack $(VENV) geotrack/_built frontend/node_modules
