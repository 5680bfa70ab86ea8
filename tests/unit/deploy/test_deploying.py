"""Container, compose file and units: unprivileged, pinned, taken by systemd."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from plugin.settings.model import load_settings

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"
UNITS = ("ugovor.service", "ugovor-web.service", "ugovor-worker@.service")
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+) \\$", re.MULTILINE)


@pytest.mark.parametrize("unit", UNITS)
def test_systemd_understands_the_unit(unit: str, tmp_path: Path) -> None:
    """`systemd-analyze verify` finds no fault; a stand-in replaces the command."""
    tool = shutil.which("systemd-analyze")
    if tool is None:
        pytest.skip("no systemd-analyze here: the units were not verified (apt-get install systemd)")
    text = (DEPLOY / unit).read_text(encoding="utf-8")
    text = text.replace("/opt/ugovor/.venv/bin/ugovor", shutil.which("true") or "/bin/true")
    # The account is made at installation.
    text = text.replace("User=ugovor", "User=root")
    copy = tmp_path / unit
    copy.write_text(text, encoding="utf-8")
    said = subprocess.run(  # noqa: S603 -- our own command
        [tool, "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False
    )
    about_it = [line for line in said.stderr.splitlines() if "ugovor" in line]
    assert (0, []) == (said.returncode, about_it)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(
    "line",
    [
        "User=ugovor",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "CapabilityBoundingSet=",
        "KillMode=mixed",
    ],
)
def test_units_grant_no_needless_privilege(unit: str, line: str) -> None:
    """The service may do what it needs, and is asked to end before it is killed."""
    assert line in (DEPLOY / unit).read_text(encoding="utf-8").splitlines()


def pinned() -> dict[str, str]:
    """Return the pinned versions by name."""
    text = (DEPLOY / "requirements.txt").read_text(encoding="utf-8")
    return {canonicalize_name(found["name"]): found["version"] for found in PINNED.finditer(text)}


def test_every_dependency_is_pinned_within_its_bounds() -> None:
    """Each dependency of pyproject is pinned for the container, within its bounds."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = pinned()
    for text in project["dependencies"]:
        wanted = Requirement(text)
        assert wanted.specifier.contains(versions[canonicalize_name(wanted.name)]), text


def test_every_pinned_version_has_hashes() -> None:
    """Pip refuses the whole list where one is missing; so does this."""
    text = (DEPLOY / "requirements.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.partition("\n")[2])
    assert len(entries) == len(pinned())
    assert [] == [entry.split("==")[0] for entry in entries if "--hash=sha256:" not in entry]


def compose() -> dict[str, Any]:
    """Return the compose file."""
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("service", ["web", "worker"])
def test_containers_are_read_only_and_unprivileged(service: str) -> None:
    """Root is read-only, no capabilities, no new privileges, secrets in a file."""
    given = compose()["services"][service]
    assert given["read_only"] is True
    assert given["cap_drop"] == ["ALL"]
    assert given["security_opt"] == ["no-new-privileges:true"]
    assert given["env_file"] == "secrets.env"
    assert "environment" not in given


def test_only_this_machine_reaches_the_web_side() -> None:
    """What listens to the world is the reverse proxy."""
    assert ["127.0.0.1:8080:8080"] == compose()["services"]["web"]["ports"]
    assert "ports" not in compose()["services"]["database"]


def test_the_image_does_not_run_as_root() -> None:
    """The last user is a number above the system's; packages are checked by hash."""
    lines = (DEPLOY / "Containerfile").read_text(encoding="utf-8").splitlines()
    assert "USER 10001" == [line for line in lines if line.startswith("USER ")][-1]
    assert any("--require-hashes" in line for line in lines)


def test_the_settings_template_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    """With secrets from the environment; the database lies where units may write."""
    monkeypatch.setenv("UGOVOR_TRACKERS__MAIN__TOKEN", "t")
    monkeypatch.setenv("UGOVOR_TRACKERS__MAIN__WEBHOOK_SECRETS", '["a long random text"]')
    settings = load_settings(DEPLOY / "ugovor.toml")
    assert settings.service.database == "sqlite:////var/lib/ugovor/ugovor.db"
    assert settings.trackers["main"].kind == "jira_cloud"
    assert "StateDirectory=ugovor" in (DEPLOY / "ugovor.service").read_text(encoding="utf-8").splitlines()


def test_gunicorn_takes_its_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The settings name a worker and a hook that exist, and the app loads."""
    (tmp_path / "mappings").mkdir()
    monkeypatch.setenv("UGOVOR_CONFIG", str(DEPLOY / "ugovor.toml"))
    monkeypatch.setenv("UGOVOR_SERVICE__DATABASE", f"sqlite:///{tmp_path}/ugovor.db")
    monkeypatch.setenv("UGOVOR_SERVICE__MAPPINGS", str(tmp_path / "mappings"))
    monkeypatch.setenv("UGOVOR_TRACKERS__MAIN__TOKEN", "t")
    monkeypatch.setenv("UGOVOR_TRACKERS__MAIN__WEBHOOK_SECRETS", '["a long random text"]')
    command = ["-m", "gunicorn", "--print-config", "--config", str(DEPLOY / "gunicorn.conf.py")]
    said = subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, *command, "plugin.cli.web_server:wsgi()"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (0, "") == (said.returncode, said.stderr)
    # Whom gunicorn believed could name path and scheme of a request in a header.
    assert ["forwarded_allow_ips", "=", "[]"] in [line.split() for line in said.stdout.splitlines()]
