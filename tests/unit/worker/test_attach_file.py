"""A file is attached once, whatever became of the answer to the first attempt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

import pytest

from plugin.core.model.effects import AttachFile
from plugin.store.effects import WaitingEffect
from plugin.store.uploads import StoredFile
from plugin.trackers.base import FileToAttach, Tracker
from plugin.worker.tracker_writes import attach_file

ATTACH = AttachFile(upload="u1", name="a.docx", size=3, person="Анна Белова")
FILE = StoredFile("a.docx", "text/plain", b"abc")


@dataclass
class Shelf:
    """A tracker that keeps files."""

    there: tuple[tuple[str, int], ...] = ()
    taken: list[FileToAttach] = field(default_factory=list)

    def list_own_files(self, issue: str) -> tuple[tuple[str, int], ...]:
        """Return what stands there."""
        del issue
        return self.there

    def attach_file(self, issue: str, file: FileToAttach) -> None:
        """Take a file."""
        del issue
        self.taken.append(file)


@pytest.mark.parametrize(
    ("sentence", "attempts", "there", "file", "taken"),
    [
        ("at first", 0, (), FILE, 1),
        ("at first, beside one of that name", 0, (("a.docx", 3),), FILE, 1),
        ("again, and it stands there", 1, (("a.docx", 3),), FILE, 0),
        ("again, and another size stands there", 1, (("a.docx", 4),), FILE, 1),
        ("again, and nothing stands there", 1, (), FILE, 1),
        ("not kept any more", 1, (), None, 0),
    ],
)
def test_file_is_attached_once(
    sentence: str, attempts: int, there: tuple[tuple[str, int], ...], file: StoredFile | None, taken: int
) -> None:
    """A repeat looks first."""
    shelf = Shelf(there)
    effect = WaitingEffect(1, "main", "10", "file:u1", "ACME", ATTACH, 1, attempts, None, None, None)
    attach_file(cast(Tracker, shelf), effect, ATTACH, file, "со страницы, Анна Белова")
    assert len(shelf.taken) == taken, sentence
    assert all(each.note == "со страницы, Анна Белова" for each in shelf.taken)
