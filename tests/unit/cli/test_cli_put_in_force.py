"""`ugovor check --put-in-force FILE`, and what doctor says of an older file."""

from __future__ import annotations

import os

from cli_scene import MAPPING, CliScene

NEWER = MAPPING.replace("unmatched: beyond_scope", "unmatched: unclear")


def test_doctor_names_the_way_back_to_an_older_content(office: CliScene) -> None:
    """An older content counts again by the command that doctor names."""
    folder = office.folder / "mappings"
    [path] = folder.iterdir()
    office.run("check", "--put-in-force", str(path))
    path.write_text(NEWER, encoding="utf-8")
    assert "the file is in force now" in office.run("check", "--put-in-force", str(path)).stdout
    path.write_text(MAPPING, encoding="utf-8")
    os.utime(path, (0, 0))
    [line] = [line for line in office.json("doctor", "--json") if "holds version" in line["sentence"]]
    assert line["level"] == "no"
    assert "ugovor check --put-in-force " in line["remedy"]
    assert office.run("check", "--put-in-force", str(path)).exit_code == 0
    assert not [line for line in office.json("doctor", "--json") if "holds version" in line["sentence"]]


def test_a_faulty_file_is_never_put_in_force(office: CliScene) -> None:
    """Its faults are told as ever, and the version in force stays."""
    path = office.folder / "faulty.yaml"
    path.write_text(MAPPING.replace("title:", "titel:"), encoding="utf-8")
    result = office.run("check", "--put-in-force", str(path))
    assert result.exit_code == 1
    assert "in force" not in result.stdout
