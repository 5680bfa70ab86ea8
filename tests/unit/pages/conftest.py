"""A service's pages without a network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from mappings.loader import load_file, mapping_digest
from mappings.model import ContractMapping
from plugin.practice.demo.contract import contract_text
from plugin.store import contracts
from plugin.store.engine import Database

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def mapping(tmp_path: Path) -> ContractMapping:
    """The example contract as it would be on 2 March 2026."""
    path = tmp_path / "acme.yaml"
    path.write_text(contract_text(NOW.date(), "ru"), encoding="utf-8")
    loaded = load_file(path)
    assert (loaded.faults, loaded.mapping is None) == ((), False)
    assert loaded.mapping is not None
    return loaded.mapping


@pytest.fixture
def database(tmp_path: Path, newest_sqlite: bytes) -> Iterator[Database]:
    """A database with every table and no row."""
    (tmp_path / "x.db").write_bytes(newest_sqlite)
    opened = Database(f"sqlite:///{tmp_path / 'x.db'}")
    yield opened
    opened.close()


@pytest.fixture
def loaded(database: Database, mapping: ContractMapping) -> Database:
    """A database in which the example contract is in force."""
    with database.change() as connection:
        contracts.put_in_force(connection, mapping, mapping_digest(mapping), NOW)
    return database


@pytest.fixture
def app() -> Flask:
    """An app without pages of its own."""
    return Flask("pages", static_folder=None)
