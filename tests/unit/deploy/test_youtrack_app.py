"""The app for YouTrack: packed reproducibly, and its webhooks are understood."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from youtrack_standin import acts
from youtrack_standin.own_app import body_of
from youtrack_standin.people import Tag, YouTrackGroup, YouTrackPerson
from youtrack_standin.state import YouTrackChange, YouTrackState

from plugin.core.model.events import CommentDeleted, CommentWritten, IssueDeleted, IssueSeen
from webhooks.youtrack.parser import parse

ROOT = Path(__file__).parents[3]
APP = ROOT / "deploy" / "youtrack" / "app"
GOLDEN = ROOT / "tests" / "data" / "youtrack" / "app"
SENT = datetime.fromtimestamp(1_774_000_000, UTC)


def golden(name: str) -> dict[str, Any]:
    """Return a body that the app's own tests hold it to."""
    read: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_bytes())
    return read


def packed(folder: Path) -> bytes:
    """Pack the app into a folder and return the file's bytes."""
    script = ROOT / "deploy" / "youtrack" / "pack.py"
    subprocess.run([sys.executable, script, folder], check=True, capture_output=True)  # noqa: S603 - our own
    (made,) = folder.glob("ugovor-youtrack-*.zip")
    return made.read_bytes()


def test_packing_is_reproducible(tmp_path: Path) -> None:
    """Packed twice it has the same bytes, whatever the files' times are."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    assert packed(tmp_path / "one") == packed(tmp_path / "two")


def test_the_package_holds_what_the_manifest_names(tmp_path: Path) -> None:
    """Manifest, settings and rules are at its root, widgets in their folder."""
    packed(tmp_path)
    (made,) = tmp_path.glob("*.zip")
    with zipfile.ZipFile(made) as package:
        names = set(package.namelist())
        manifest = json.loads(package.read("manifest.json"))
    assert {"manifest.json", "settings.json", "tell.js", "verdict.js", manifest["icon"]} <= names
    assert {f"widgets/{widget['indexPath']}" for widget in manifest["widgets"]} <= names
    assert not [name for name in names if "test" in name or name.endswith("package.json")]


def test_the_settings_do_not_ask_for_a_secret_that_scripts_cannot_read() -> None:
    """Scripts read a setting of format secret as the text "secret"."""
    settings = json.loads((APP / "settings.json").read_bytes())
    assert "format" not in settings["properties"]["signingSecret"]
    assert 32 == settings["properties"]["signingSecret"]["minLength"]
    assert {"GLOBAL"} == {each["x-scope"] for each in settings["properties"].values()}


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("created", [IssueSeen]),
        ("updated-tagged-commented", [IssueSeen, CommentWritten]),
        ("comments-edited-and-removed", [CommentWritten, CommentWritten, CommentDeleted, CommentDeleted]),
        ("deleted", [IssueDeleted]),
    ],
)
def test_what_the_app_sends_is_understood(name: str, kinds: list[type]) -> None:
    """Each body of the app's own tests becomes these events of that issue."""
    parsed = parse(json.dumps(golden(name)).encode())
    assert ("handled", "ACME-7", SENT) == (parsed.kind, parsed.subject, parsed.happened_at)
    assert kinds == [type(event) for event in parsed.events]


def test_a_limited_comment_stays_limited() -> None:
    """The app says so, and the parser keeps it."""
    events = parse(json.dumps(golden("comments-edited-and-removed")).encode()).events
    assert [False, True] == [each.comment.public for each in events if isinstance(each, CommentWritten)]


def _site() -> YouTrackState:
    people = [YouTrackPerson("anna", "Анна Белова"), YouTrackPerson("bot", "Ugovor")]
    return YouTrackState(
        people=people, groups=[YouTrackGroup("3-1", "All Users", is_everybody=True)], now=lambda: SENT
    )


def _change() -> YouTrackChange:
    """Do on the stand-in what the app's own tests do in `updated-tagged-commented`."""
    state = _site()
    anna = state.person("anna")
    state.tags = [Tag("6-1", "beyond-scope", "anna"), Tag("6-2", "scope-bonus", "anna")]
    issue = acts.create(state, anna, "ACME", "Калькуляторы", description="Нужен", tags=("beyond-scope",))
    issue.key, issue.created = "ACME-7", datetime.fromtimestamp(1_773_990_000, UTC)
    change = acts.begin(state, issue, anna)
    acts.write_text(change, "summary", "Калькулятор")
    acts.write_text(change, "description", "Другое")
    acts.write_value(state, change, "State", "Done")
    acts.take_tag(state, change, "beyond-scope")
    acts.put_tag(state, change, "scope-bonus")
    acts.add_note(state, change, "/выбор 1")
    return change


def test_the_stand_in_sends_what_the_app_sends() -> None:
    """The scenes of YouTrack are played with the very bodies of the app."""
    expected = golden("updated-tagged-commented")
    # How the platform writes a period differs from REST; nothing reads it.
    expected["changes"] = [each for each in expected["changes"] if each["field"] != "Estimation"]
    assert expected == body_of(_change(), expected["delivery"])
