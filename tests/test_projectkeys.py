"""The keys of geotrack.toml: what is unknown or of another type is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from geotrack.errors import ProjectError
from geotrack.projectkeys import FILE_NAME, KEYS, MEANINGS, load_keys


def test_every_key_has_its_meaning() -> None:
    known = {f"{s}.{key}" if s else key for s, keys in KEYS.items() for key in keys}
    assert known | {"columns", "columns.publish"} == set(MEANINGS)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('titel = "A"', "unknown key 'titel'; did you mean 'title'"),
        ("[focus]\ncountry = []", r"unknown key 'focus\.country'; did you mean 'countries'"),
        ("[colums]\na = 'b'", "unknown key 'colums'; did you mean 'columns'"),
        ("title = 3", "title must be str, not 3"),
        ("[geocoding]\nmin_score = true", r"geocoding\.min_score must be int or float, not True"),
        ('focus = "IQ"', r"focus must be a table, \[focus\]"),
        ("title = ", "is not TOML"),
    ],
)
def test_a_file_that_is_wrong(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProjectError, match=told):
        load_keys(path)


def test_a_file_that_is_no_text_or_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    with pytest.raises(ProjectError, match="geotrack init DIR"):
        load_keys(path)
    path.write_bytes(b'title = "\xff"')
    with pytest.raises(ProjectError, match="not UTF-8"):
        load_keys(path)


def test_columns_may_have_any_name(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_text('[columns]\n"My day" = "date"', encoding="utf-8-sig")
    assert load_keys(path) == {"columns": {"My day": "date"}}
