"""All processes on one database work by the same contracts."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scene import Scene

from mappings.loader import load_file
from plugin.bootstrap import Service, build
from plugin.runtime.clock import SystemClock
from plugin.settings.model import Settings

CONTRACT = """
contract: {{id: ACME, title: Site, language: en, timezone: UTC, live_from: 2026-03-01}}
tracker: {{name: main, projects: [ACME], team_comments: {{role: Agency}}}}
people: {{director: {{name: Peter Falk, side: client, account: u-director}}}}
authority: [{{person: director, may: [decide]}}]
unmatched: {unmatched}
capacity: 6h
stages: [{{id: design, title: Design, due: 2027-04-10, issue: ACME-2}}]
"""
FIRST, SECOND = CONTRACT.format(unmatched="beyond_scope"), CONTRACT.format(unmatched="unclear")


@dataclass
class Host:
    """A host with a folder of mappings and a worker of its own."""

    folder: Path
    service: Service

    def write(self, text: str, written_at: datetime | None = None) -> None:
        """Write the contract's file, now or as of a moment."""
        path = self.folder / "acme.yaml"
        path.write_text(text, encoding="utf-8")
        if written_at is not None:
            os.utime(path, (written_at.timestamp(), written_at.timestamp()))

    def look(self) -> None:
        """Take up what the files say."""
        worker = self.service.worker()
        # Each host's worker is a process of its own; here one process plays both.
        worker._name = f"worker:{socket.gethostname()}:{self.folder.name}"
        worker.beat(datetime.now(UTC))

    @property
    def version(self) -> str:
        """What this host decides by."""
        active = self.service.active_contracts.of("ACME")
        assert active is not None
        return active.mapping.unmatched

    @property
    def stands_apart(self) -> bool:
        """Whether its file is an older version's."""
        return any(fault.reason == "older_version" for fault in self.service.active_contracts.faults)

    @property
    def is_ready(self) -> bool:
        """What `/readyz` of this host says of its mappings."""
        checks = {check.name: check.ok for check in self.service.health().checks()}
        return checks.get("mappings", False)


def _host(folder: Path, database: str, name: str) -> Host:
    mappings = folder / name
    mappings.mkdir()
    tracker = {
        "kind": "jira_cloud",
        "url": "http://127.0.0.1:1",
        "token": "t",
        "webhook_secrets": ["a secret of both"],
        "account": "ugovor",
    }
    settings = Settings.model_validate(
        {"service": {"database": database, "mappings": mappings}, "trackers": {"main": tracker}}
    )
    return Host(mappings, build(settings, SystemClock()))


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[tuple[Host, Host]]:
    """Two hosts that share a database."""
    database = f"sqlite:///{tmp_path / 'shared.db'}"
    both = _host(tmp_path, database, "one"), _host(tmp_path, database, "other")
    yield both
    for host in both:
        host.service.close()


def test_hosts_with_different_mappings_stand_apart_loudly(hosts: tuple[Host, Host]) -> None:
    """A content that no version had is put in force by the first who sees it."""
    one, other = hosts
    for host in hosts:
        host.write(FIRST, datetime(2026, 1, 5, tzinfo=UTC))
        host.look()
    assert [host.is_ready for host in hosts] == [True, True]
    one.write(SECOND)
    one.look()
    other.look()
    assert (one.version, other.version) == ("unclear", "unclear")
    assert (one.stands_apart, other.stands_apart) == (False, True)
    assert (one.is_ready, other.is_ready) == (True, False)
    # Until its file is the one in force.
    other.write(SECOND)
    other.look()
    assert [host.is_ready for host in hosts] == [True, True]


def test_an_older_content_counts_again_when_its_file_was_written_since(hosts: tuple[Host, Host]) -> None:
    """When its file was written after the newer came into force, on whichever host."""
    one, other = hosts
    other.write(FIRST, datetime(2026, 1, 5, tzinfo=UTC))
    other.look()
    one.write(SECOND)
    one.look()
    other.look()
    assert other.stands_apart
    other.write(FIRST, datetime.now(UTC).replace(year=2100))
    other.look()
    one.look()
    assert (one.version, one.stands_apart, other.stands_apart) == ("beyond_scope", True, False)


def test_it_is_put_in_force_by_hand(hosts: tuple[Host, Host]) -> None:
    """By `ugovor check --put-in-force FILE`, which doctor names."""
    one, other = hosts
    other.write(FIRST, datetime(2026, 1, 5, tzinfo=UTC))
    other.look()
    one.write(SECOND)
    one.look()
    other.look()
    loaded = other.service.active_contracts.faults[0]
    assert f"ugovor check --put-in-force {other.folder / 'acme.yaml'}" in loaded.remedy
    active = other.service.active_contracts
    mapping = load_file(other.folder / "acme.yaml").mapping
    assert mapping is not None
    now = datetime.now(UTC)
    assert active.put_in_force(mapping, now)
    assert not active.put_in_force(mapping, now)
    other.look()
    one.look()
    assert (other.stands_apart, one.stands_apart, one.version) == (False, True, "beyond_scope")


def test_a_process_with_an_older_file_decides_nothing(scene: Scene) -> None:
    """What comes waits, and is decided once its file is the one in force."""
    path = scene.mappings / "acme.yaml"
    first = path.read_text(encoding="utf-8")
    scene.settle()
    # Another host brought a newer version; this one still has the first file.
    newer = first.replace("per_request: 60m", "per_request: 45m")
    assert newer != first
    path.write_text(newer, encoding="utf-8")
    scene.clock.move(seconds=10)
    scene.settle()
    path.write_text(first, encoding="utf-8")
    os.utime(path, (0, 0))
    scene.clock.move(seconds=10)
    asked = scene.create("contact", "Нужен калькулятор")
    scene.settle()
    assert [fault.reason for fault in scene.service.active_contracts.faults] == ["older_version"]
    assert scene.labels(asked) == set()
    path.write_text(newer, encoding="utf-8")
    scene.clock.move(seconds=10)
    scene.settle()
    assert scene.labels(asked) == {"beyond-scope"}
