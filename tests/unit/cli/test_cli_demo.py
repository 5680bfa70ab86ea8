"""`ugovor demo`: what it prints, and where it refuses to begin."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from cli_scene import CliScene
from click.testing import CliRunner

from plugin.cli import main
from plugin.cli.demo_scene import HOST, find_free_port
from plugin.cli.demo_texts import format_opening

URL, SITE = "http://127.0.0.1:8080", "http://127.0.0.1:8081"


@pytest.mark.parametrize(
    ("language", "with_english", "said", "unsaid"),
    [
        ("ru", True, ["1. Попросите лишнее", "5. Посмотрите", "Ask for something extra"], []),
        ("ru", False, ["1. Попросите лишнее"], ["Ask for something extra"]),
        ("en", False, ["1. Ask for something extra", "5. See what has moved"], ["Попросите"]),
    ],
)
def test_the_terminal_names_five_steps(
    language: str, with_english: bool, said: list[str], unsaid: list[str]
) -> None:
    """Russian with English below, or one language alone; both addresses stand there."""
    lines = format_opening(URL, SITE, Path("/somewhere"), language, with_english=with_english)  # type: ignore[arg-type]
    text = "\n".join(lines)
    assert [words for words in [*said, URL, SITE, "/somewhere"] if words not in text] == []
    assert [words for words in unsaid if words in text] == []


def test_a_folder_that_is_not_empty_is_refused(empty_office: CliScene) -> None:
    """An older database does not fit a practice tracker that begins anew."""
    (empty_office.folder / "ugovor.db").write_text("")
    result = CliRunner().invoke(main, ["demo", "--folder", str(empty_office.folder)])
    assert result.exit_code == 2
    assert "is not empty" in result.stderr


def test_a_port_that_is_taken_gives_the_next() -> None:
    """The first free one from the wanted port on."""
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        assert find_free_port(port) > port
