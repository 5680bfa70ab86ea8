"""The timeline of a genuine Redmine, whose webhooks hide which notes are private."""

from __future__ import annotations

from pathlib import Path

import pytest
from redmine_scene import RedmineScene, opened_redmine
from redmine_server import require_redmine

from plugin.reports.timeline import read_timeline

pytestmark = pytest.mark.redmine


def test_private_notes_never_show(tmp_path: Path) -> None:
    """Notes are told once Redmine says who can read them; private ones never are."""
    require_redmine()
    scene = RedmineScene(tmp_path, f"sqlite:///{tmp_path}/ugovor.db")
    try:
        opened_redmine(scene)
        issue = scene.create("contact", "Слайдер", epic="ACME-3", hours=4)
        scene.settle()
        scene.comment("contact", issue, "Когда покажете слайдер?")
        scene.people.edit("manager", issue.id, notes="Не успеваем", private_notes=True)
        scene.settle()
        scene.clock.move(minutes=20)
        scene.settle()
        with scene.service.database.look() as connection:
            mapping = scene.service.active_contracts.all[0].mapping
            told = [(line.sender, line.what) for line in read_timeline(connection, mapping, "ru")]
        assert [("Анна Белова", "Когда покажете слайдер?")] == told
    finally:
        scene.close()
