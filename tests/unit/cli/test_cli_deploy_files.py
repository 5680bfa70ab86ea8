"""`ugovor deploy-files FOLDER`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from plugin.cli import main


@pytest.mark.parametrize("folder", ["file/in", "dangling", "n" * 300])
def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, folder: str) -> None:
    """Under a file, behind a broken link, by a name too long: a sentence."""
    (tmp_path / "file").write_text("")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    done = CliRunner().invoke(main, ["deploy-files", str(tmp_path / folder)])
    assert (1, True) == (done.exit_code, isinstance(done.exception, SystemExit))
    assert done.stderr.startswith(f"Error: {tmp_path / folder} cannot be used: ")
