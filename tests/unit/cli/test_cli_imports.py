"""What a command loads: nothing that only another command needs.

The modules are counted, not the seconds.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[3] / "mappings" / "examples" / "minimal.yaml"

RUN = """
import sys
from plugin.cli import main
try:
    main(sys.argv[1:], prog_name="ugovor")
finally:
    print("\\n".join(sys.modules), file=sys.stderr)
"""


def loaded_by(folder: Path, *args: str) -> set[str]:
    """Run a command in a process of its own and return the modules that it loaded."""
    command = [sys.executable, "-c", RUN, *args]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603
    return set(ended.stderr.splitlines())


@pytest.mark.parametrize("args", [("--help",), ("--version",)], ids=" ".join)
def test_help_and_version_load_no_command(tmp_path: Path, args: tuple[str, ...]) -> None:
    """They need click and little else."""
    loaded = loaded_by(tmp_path, *args)
    assert not {name for name in loaded if name.startswith(("plugin.", "mappings"))} - {
        "plugin.cli",
        "plugin.cli.errors",
        "plugin.settings",
        "plugin.settings.errors",
    }
    assert not loaded & {"pydantic", "sqlalchemy", "flask", "requests", "jinja2"}
    assert len(loaded) < 300


def test_a_check_of_a_file_loads_no_service(tmp_path: Path) -> None:
    """A mapping is checked by the contract format alone.

    There are no settings to read.
    """
    loaded = loaded_by(tmp_path, "check", str(EXAMPLE))
    assert not loaded & {"pydantic_settings", "sqlalchemy", "flask", "requests", "jinja2", "pymorphy3"}
    assert not {name for name in loaded if name.startswith(("plugin.store", "plugin.worker", "webhooks"))}
    assert len(loaded) < 800


def imported_by(*modules: str) -> set[str]:
    """Import modules in a process of its own and return all that came with them."""
    lines = [*(f"import {module}" for module in modules), "import sys", "print(*sys.modules)"]
    command = [sys.executable, "-c", "\n".join(lines)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603
    return set(ended.stdout.split())


def test_the_first_process_of_serve_stays_small() -> None:
    """It supervises web and worker, and needs neither settings nor database."""
    loaded = imported_by("plugin.cli", "plugin.cli.serve", "plugin.cli.web_server")
    assert not loaded & {"pydantic", "sqlalchemy", "flask", "requests", "jinja2", "holidays"}
    assert len(loaded) < 450


def test_the_service_loads_no_dictionary_before_it_needs_one() -> None:
    """Dictionaries come with the first word or day.

    The jira library serves `doctor` alone.
    """
    loaded = imported_by("plugin.bootstrap")
    assert not loaded & {"jira", "pymorphy3", "snowballstemmer", "authlib", "alembic", "holidays.countries"}
    assert len(loaded) < 1_300
