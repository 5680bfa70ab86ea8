"""`ugovor check` and `ugovor schema`."""

from __future__ import annotations

import json

import pytest
from cli_scene import MAPPING, SETTINGS, CliScene

from mappings.schema import build_schema

GOOD = MAPPING
MISSPELT = MAPPING.replace("title: Corporate site", "titel: Corporate site")
NOBODY = MAPPING.replace("authority: [{person: director, may: [decide]}]", "")


@pytest.mark.parametrize(
    ("mapping", "exit_code", "said", "summary"),
    [
        pytest.param(GOOD, 0, "", "1 file: no faults.", id="a good mapping"),
        pytest.param(MISSPELT, 1, 'Did you mean "title"?', "1 error, 0 warnings.", id="a misspelt key"),
        pytest.param(NOBODY, 0, "warning: nobody can decide", "0 errors, 1 warning.", id="a warning alone"),
        pytest.param("", 1, ":1:1: error: the file is empty.", "1 file: 1 error", id="an empty file"),
    ],
)
def test_a_file_is_checked_without_any_settings(
    empty_office: CliScene, mapping: str, exit_code: int, said: str, summary: str
) -> None:
    """Faults are printed with their places, then a line that sums up."""
    path = empty_office.folder / "contract.yaml"
    path.write_text(mapping, encoding="utf-8")
    result = empty_office.run("check", str(path))
    assert result.exit_code == exit_code
    assert said in result.stdout
    assert summary in result.stdout.splitlines()[-1]


def test_a_fault_begins_with_its_place(empty_office: CliScene) -> None:
    """FILE:LINE:COLUMN: the form that editors jump to."""
    (empty_office.folder / "contract.yaml").write_text(MISSPELT, encoding="utf-8")
    lines = empty_office.run("check", "contract.yaml").stdout.splitlines()
    assert any(line.startswith('contract.yaml:2:27: error: unknown key "titel". ') for line in lines)


def test_json_is_the_list_of_faults(empty_office: CliScene) -> None:
    """A program reads file, line, column, sentence, remedy and severity of each."""
    (empty_office.folder / "contract.yaml").write_text(NOBODY, encoding="utf-8")
    [fault] = empty_office.json("check", "contract.yaml", "--json")
    assert fault["severity"] == "warning"
    assert {"file", "line", "column", "sentence", "remedy", "reason"} <= set(fault)


def test_json_of_a_good_mapping_is_an_empty_list(office: CliScene) -> None:
    """No faults are no entries, and no summing up disturbs the program."""
    assert office.json("check", "--json") == []


@pytest.mark.parametrize(
    "settings", [True, False], ids=["the settings' folder", "./mappings without settings"]
)
def test_without_files_the_folder_is_checked(office: CliScene, settings: bool) -> None:
    """The folder of the settings, or ./mappings where there are none."""
    if not settings:
        (office.folder / "ugovor.toml").unlink()
    office.mapping_file.write_text(MISSPELT, encoding="utf-8")
    result = office.run("check")
    assert result.exit_code == 1
    assert "mappings/acme.yaml:2:27: error" in result.stdout


def test_a_folder_can_be_named(office: CliScene) -> None:
    """Every mapping of it is checked."""
    (office.folder / "mappings" / "faulty.yml").write_text(MISSPELT, encoding="utf-8")
    assert office.run("check", "mappings").stdout.splitlines()[-1].startswith("2 files: ")


def test_a_tracker_that_the_settings_lack_is_a_warning(office: CliScene) -> None:
    """The mapping is good by itself, but its events would never come."""
    office.mapping_file.write_text(MAPPING.replace("name: main", "name: mian"), encoding="utf-8")
    result = office.run("check")
    assert result.exit_code == 0
    assert (
        'mappings/acme.yaml:4:17: warning: the settings have no tracker "mian". Did you mean "main"?'
        in result.stdout
    )


def test_trackers_are_not_compared_without_settings(empty_office: CliScene) -> None:
    """In the pipeline that checks mappings there may be no settings at all."""
    (empty_office.folder / "contract.yaml").write_text(
        MAPPING.replace("name: main", "name: other"), encoding="utf-8"
    )
    assert empty_office.json("check", "--json", "contract.yaml") == []


def test_faulty_settings_do_not_keep_files_from_being_checked(office: CliScene) -> None:
    """The file is checked; that trackers were not compared is said aside."""
    (office.folder / "ugovor.toml").write_text("[service", encoding="utf-8")
    result = office.run("check", str(office.mapping_file))
    assert (result.exit_code, result.stdout) == (0, "1 file: no faults.\n")
    assert "were not compared with the settings" in result.stderr


@pytest.mark.parametrize(
    ("args", "exit_code", "said"),
    [
        pytest.param(("check", "nowhere.yaml"), 1, "cannot be read", id="a file that is not there"),
        pytest.param(("--config", "nowhere.toml", "check"), 2, "cannot be read", id="no such settings"),
        pytest.param(("check",), 1, "cannot be read", id="no folder"),
        pytest.param(("check", "--nonsense"), 2, "No such option", id="an unknown option"),
    ],
)
def test_what_cannot_be_checked_is_told(
    empty_office: CliScene, args: tuple[str, ...], exit_code: int, said: str
) -> None:
    """The answer is a sentence and the exit code of its kind."""
    result = empty_office.run(*args)
    assert result.exit_code == exit_code
    assert said in result.output


def test_an_empty_folder_is_no_success(office: CliScene) -> None:
    """A pipeline that looks into the wrong folder must hear of it."""
    office.mapping_file.unlink()
    result = office.run("check")
    assert result.exit_code == 1
    assert "There is no contract mapping in mappings" in result.stderr


def test_schema_is_printed(empty_office: CliScene) -> None:
    """It is the schema that the loader goes by, without any settings."""
    assert json.loads(empty_office.run("schema").stdout) == build_schema()


@pytest.mark.parametrize(
    ("account", "exit_code"),
    [pytest.param("u-bot", 0, id="its own"), pytest.param("u-director", 1, id="his")],
)
def test_a_person_with_the_services_own_account_is_refused(
    office: CliScene, account: str, exit_code: int
) -> None:
    """Where `check` finds the settings.

    The service ignores itself, so nothing they write would count.
    """
    office.furnish(SETTINGS + f'account = "{account}"\n')
    result = office.run("check", str(office.mapping_file))
    assert result.exit_code == exit_code
    if exit_code:
        assert "acme.yaml:6:" in result.stdout
        assert "error: u-director is the account with which the service itself works" in result.stdout
        assert "`ugovor people main` prints the ids." in result.stdout
