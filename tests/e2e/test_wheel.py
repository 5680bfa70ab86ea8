"""The built wheel, installed where the sources are not: it has everything."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest
from ports import free_port

from plugin.cli.deploy_files import DEPLOY_FILES

ROOT = Path(__file__).parents[2]
_MAX_LINES = 400


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder where the wheel alone is installed."""
    built, target = tmp_path_factory.mktemp("dist"), tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    for command in (
        ["wheel", "--no-deps", "--wheel-dir", str(built), str(ROOT)],
        ["install", "--no-deps", "--target", str(target), "--find-links", str(built), "--no-index", "ugovor"],
    ):
        said = subprocess.run([*pip, *command], capture_output=True, text=True, check=False)  # noqa: S603
        assert 0 == said.returncode, said.stderr
    return target


def environment(installed: Path) -> dict[str, str]:
    """Return the environment of a Python that knows the wheel and no sources."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("UGOVOR_")}
    return kept | {"PYTHONPATH": os.pathsep.join((str(installed), sysconfig.get_path("purelib")))}


def command(*arguments: str) -> list[str]:
    """Return a command of the wheel, run by the Python below the virtual environment."""
    base = getattr(sys, "_base_executable", sys.executable)
    return [base, "-m", "plugin.cli", *arguments]


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder of its own."""
    return subprocess.run(  # noqa: S603 -- our own command
        command(*arguments),
        env=environment(installed),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def demo(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A demo of the wheel that has played; its folder, and what it said."""
    folder = tmp_path_factory.mktemp("demo") / "played"
    ports = ("--port", str(free_port()), "--site-port", str(free_port()))
    process = subprocess.Popen(  # noqa: S603 -- our own command
        command("demo", "--play", "--lang", "en", "--folder", str(folder), *ports),
        env=environment(installed),
        cwd=folder.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    lines: list[str] = []
    try:
        for line in process.stdout:
            lines.append(line)
            if "Ctrl-C" in line or len(lines) > _MAX_LINES:
                break
        yield folder, "".join(lines)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate()


def test_wheel_is_what_runs(installed: Path, tmp_path: Path) -> None:
    """Nothing is taken from the sources beside it."""
    base = getattr(sys, "_base_executable", sys.executable)
    said = subprocess.run(  # noqa: S603 -- our own command
        [
            base,
            "-c",
            "import mappings, plugin, webhooks; print(mappings.__file__, plugin.__file__, webhooks.__file__)",
        ],
        env=environment(installed),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert all(path.startswith(str(installed)) for path in said.stdout.split())


def test_demo_plays_both_chapters(demo: tuple[Path, str]) -> None:
    """Texts, pages, migrations and the practice tracker are in the wheel."""
    assert "5. The change register" in demo[1]
    assert "Second chapter" in demo[1]


def test_first_hour_works(installed: Path, demo: tuple[Path, str], tmp_path: Path) -> None:
    """A mapping is drafted from the demo's tracker, and checked."""
    config = str(demo[0] / "ugovor.toml")
    drafted = run(installed, tmp_path, "--config", config, "init", "main", "ACME", "--output", "drafted.yaml")
    assert 0 == drafted.returncode, drafted.stderr
    checked = run(installed, tmp_path, "check", "drafted.yaml")
    assert 0 == checked.returncode, checked.stdout + checked.stderr


def test_the_past_is_looked_back_on(installed: Path, demo: tuple[Path, str], tmp_path: Path) -> None:
    """From the demo's tracker, and from an export alone; both write a page."""
    config = str(demo[0] / "ugovor.toml")
    told = run(installed, tmp_path, "--config", config, "backtest", "ACME-SITE", "--output", "report.html")
    assert 0 == told.returncode, told.stderr
    assert "<svg" in (tmp_path / "report.html").read_text(encoding="utf-8")
    head = "Summary,Issue key,Issue id,Issue Type,Status,Project key,Created"
    export = f"{head}\nЛента,ACME-1,1,Task,Done,ACME,2026-04-03\n"
    (tmp_path / "issues.csv").write_text(export, encoding="utf-8")
    mapping = str(demo[0] / "mappings" / "acme-site.yaml")
    told = run(installed, tmp_path, "backtest", "--mapping", mapping, "--from", "issues.csv", "--json")
    assert (0, 0) == (told.returncode, json.loads(told.stdout)["writes"])


@pytest.mark.parametrize("form", ["xlsx", "pdf"])
def test_exports_work(installed: Path, demo: tuple[Path, str], tmp_path: Path, form: str) -> None:
    """The fonts are in the wheel, too."""
    config, contract = str(demo[0] / "ugovor.toml"), "ACME-SITE"
    asked = ("register", contract, "--format", form, "--output", f"register.{form}")
    said = run(installed, tmp_path, "--config", config, *asked)
    assert 0 == said.returncode, said.stderr
    assert (tmp_path / f"register.{form}").read_bytes()[:2] in (b"PK", b"%P")


def test_deploy_files_are_those_of_the_sources(installed: Path, tmp_path: Path) -> None:
    """What is listed is in the wheel, byte for byte; nothing is overwritten."""
    said = run(installed, tmp_path, "deploy-files", "files")
    assert 0 == said.returncode, said.stderr
    for name in DEPLOY_FILES:
        source = ROOT / "deploy" / name
        files = [each for each in source.rglob("*") if each.is_file()] if source.is_dir() else [source]
        for file in files:
            written = tmp_path / "files" / file.relative_to(ROOT / "deploy")
            assert file.read_bytes() == written.read_bytes(), file
    assert 2 == run(installed, tmp_path, "deploy-files", "files").returncode
