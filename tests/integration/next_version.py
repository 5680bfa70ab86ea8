"""A next version of the service: this code with more migrations."""

from __future__ import annotations

import shutil
from pathlib import Path

import mappings
import plugin
import webhooks
from plugin.store import schema

NUMBER = "9.0.0"

_COLUMN = '''"""A column more."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
    op.add_column("{table}", sa.Column("heard_by", sa.Text(), server_default="next", nullable=False))
'''

_INDEX = '''"""An index of it."""

from plugin.store.migration_helpers import build_index

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
    build_index("ix_{table}_heard_by", "{table}", ["heard_by"])
'''

TABLES = ("deliveries", "subjects")
"""What receiving writes to."""


def write_next_version(folder: Path) -> str:
    """Write it into a folder for `PYTHONPATH`; return its newest revision."""
    for package in (mappings, plugin, webhooks):
        name = package.__name__
        shutil.copytree(
            Path(str(package.__file__)).parent,
            folder / name,
            ignore=shutil.ignore_patterns("__pycache__", "practice"),
        )
    info = folder / f"ugovor-{NUMBER}.dist-info"
    info.mkdir()
    text = f"Metadata-Version: 2.1\nName: ugovor\nVersion: {NUMBER}\n"
    (info / "METADATA").write_text(text, encoding="utf-8")
    revision = schema.find_newest_revision() or ""
    for table in TABLES:
        for migration in (_COLUMN, _INDEX):
            before, revision = revision, f"{int(revision) + 1:04}"
            text = migration.format(revision=revision, before=before, table=table)
            path = folder / "plugin/store/migrations/versions" / f"{revision}_next.py"
            path.write_text(text, encoding="utf-8")
    return revision
