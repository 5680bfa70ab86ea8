"""Practice time, played: weeks of a contract in seconds, by a file with a time."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from form_player import FormPlayer
from story import Story, running_demo, until
from time_limits import scaled

from plugin.settings.practice_time import VARIABLE
from plugin.store import timers

START = datetime(2031, 3, 3, 9, 0, tzinfo=UTC)
"""A Monday that no machine's clock shows."""


def test_timers_that_become_due_by_a_jump_fire_within_a_second_or_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Working days, timers, validity and the record's times follow the file."""
    file = tmp_path / "now"
    file.write_text(START.isoformat(), encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(file))
    folder = tmp_path / "demo"
    folder.mkdir()
    with running_demo(folder) as scene, closing(FormPlayer()) as player:
        story = Story(scene, player)
        story.ask()
        story.estimate()
        # Valid for five working days; the 10th is moved to by no holiday, 8 March is a Saturday.
        assert "10 марта" in story.said()[-1].replace("\u00a0", " ")
        page = requests.get(f"{scene.url}/?lang=ru", timeout=scaled(10)).text
        assert "Учебное время: 3 марта 2031 года" in page.replace("\xa0", " ")
        ready = requests.get(f"{scene.url}/readyz", timeout=scaled(10)).json()
        told = [check["sentence"] for check in ready["checks"] if check["name"] == "practice time"]
        assert ready["ok"]
        assert re.fullmatch(r"the service takes its time from a file: it is 2031-03-03T.*", told[0])
        before = len(story.said())
        file.write_text((START + timedelta(days=8, hours=1)).isoformat(), encoding="utf-8")
        until(lambda: len(story.said()) > before, "the reminder", scaled(5.0))
        # After a jump back nothing hangs: what people do is handled, by the earlier day.
        file.write_text((START + timedelta(days=1)).isoformat(), encoding="utf-8")
        assert "Решили" in story.reply("director", "1")
        with scene.service.database.look() as connection:
            days = {row.at.date() for row in connection.execute(_record())}
        assert days <= {(START + timedelta(days=day)).date() for day in (0, 1, 8)}


def test_timers_are_set_anew_for_another_shift(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A timer keeps its day when practice time jumps; a tracker's own work stays."""
    from plugin.store import schema
    from plugin.store.engine import Database

    monkeypatch.delenv(VARIABLE, raising=False)
    database = Database(f"sqlite:///{tmp_path / 'timers.db'}")
    schema.upgrade(database)
    ahead, behind = timedelta(days=30), timedelta(days=-400)
    with database.change() as connection:
        timers.set_timer(connection, "main", "1001", "offer:remind", START, shift=timedelta(0))
        timers.set_timer(connection, "main", "tracker/main", "reconcile", START)
        moved = [timers.move_to_shift(connection, shift) for shift in (ahead, ahead, behind)]
        assert moved == [1, 0, 1]
        assert timers.load_due(connection, "main", "1001", START - behind) == ["offer:remind"]
        assert timers.load_due(connection, "main", "1001", START) == []
        assert timers.load_due(connection, "main", "tracker/main", START) == ["reconcile"]
        assert timers.move_to_shift(connection, timedelta(0)) == 1
        assert timers.load_due(connection, "main", "1001", START) == ["offer:remind"]
    database.close()


def _record() -> object:
    from sqlalchemy import select

    from plugin.store.tables import record

    return select(record.c.at)
