"""Docs cannot drift: what they show is run, what they list is compared with the code."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from geotrack.cli import VERBS, main
from tests.projects import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    language: str
    file: str
    text: str


def _blocks(page: Path) -> list[Block]:
    return [Block(*m.groups(default="")) for m in _BLOCK.finditer(page.read_text("utf-8"))]


def _matches(shown: list[str], printed: list[str]) -> bool:
    """Whether lines are as shown: `...` in a line stands for anything, alone for any lines."""
    if not shown:
        return not printed
    if shown[0] == "...":
        return any(_matches(shown[1:], printed[i:]) for i in range(len(printed) + 1))
    if not printed:
        return False
    pattern = ".*".join(re.escape(part.strip()) for part in shown[0].split("..."))
    same = re.fullmatch(pattern, printed[0]) is not None
    return same and _matches(shown[1:], printed[1:])


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _run_console(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        program, *arguments = shlex.split(command)
        assert program == "geotrack", command
        try:
            main(arguments)
        except SystemExit as ending:
            assert ending.code in (0, 1, None), command
        told = capsys.readouterr()
        # Rejects go to stderr; a terminal shows both, so the page may show either first.
        wanted = _lines(shown)
        out, err = _lines(told.out), _lines(told.err)
        orders = ([*out[:i], *err, *out[i:]] for i in range(len(out) + 1))
        assert any(_matches(wanted, order) for order in orders), (
            f"{command}\n--- docs\n{shown}\n--- printed\n{told.out}{told.err}"
        )


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_what_a_page_shows_is_what_happens(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"EXAMPLE": ROOT}
    for block in _blocks(page):
        if block.file:
            target = tmp_path / block.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            _run_console(block.text, capsys)
        elif block.language == "python":
            exec(compile(block.text, page.name, "exec"), names)  # noqa: S102 - our own docs


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / link).exists(), link


def test_formats_page_is_in_step_with_the_code() -> None:
    import runpy

    make_docs = runpy.run_path(str(ROOT / "scripts" / "make_docs.py"))
    assert (ROOT / "docs" / "formats.md").read_text("utf-8") == make_docs["page"](), (
        "run: python scripts/make_docs.py"
    )


def test_every_verb_is_told_of_in_the_docs() -> None:
    text = "".join(page.read_text("utf-8") for page in PAGES)
    assert [verb for verb in VERBS if f"geotrack {verb}" not in text] == []


def test_every_dependency_is_accounted_for() -> None:
    import tomllib

    told = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(text for extra in extras for text in extra)]
    names = [re.split(r"[<>=!~ \[]", text)[0] for text in wanted]
    assert [name for name in names if f"`{name}`" not in told] == []


def test_no_page_or_source_names_a_registry_or_a_path_of_this_machine() -> None:
    import subprocess

    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout.split("\0")
    bad = re.compile(r"https?://(?:registry\.|files\.pythonhosted|pypi\.)|/work/main|/root/")
    texts = [
        p for p in listed if p.endswith((".py", ".md", ".toml", ".json", ".txt", ".ts", ".csv"))
    ]
    found = [
        name
        for name in texts
        if name != "tests/test_docs.py"
        and bad.search((ROOT / name).read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []
