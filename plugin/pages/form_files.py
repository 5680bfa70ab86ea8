"""Files of a form: read, checked, and kept until their answer is confirmed."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import Literal

from werkzeug.datastructures import FileStorage

from plugin.core.model.events import GivenFile
from plugin.store import uploads
from plugin.store.connection import Connection
from plugin.store.uploads import StoredFile
from plugin.texts.escaping import to_one_line

MAX_FILES = 5
MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_FILES_BYTES = 20 * 1024 * 1024
"""All files of one answer together."""
MAX_NAME_CHARS = 120
_OTHER = "application/octet-stream"
_PROGRAMS = (
    "apk app bat chm cmd com cpl dll exe gadget jar jse lnk msc msi msp pif ps1 reg scr sh url vb vbe vbs wsf"
)
_PAGES = "hta htm html js mht mhtml shtml svgz xht xhtml"
_REFUSED = frozenset((*_PROGRAMS.split(), *_PAGES.split()))
"""Endings of programs and of pages that run when they are opened."""

FileFault = Literal["too_many_files", "file_too_large", "files_too_large", "program", "no_file"]


def read_files(
    given: Iterable[FileStorage], known: Collection[GivenFile]
) -> tuple[tuple[StoredFile, ...], FileFault | None]:
    """Return the files of a form, or the first fault of theirs.

    Args:
        given: what the form sent; a field without a choice sends one without a name.
        known: the files that the answer has already.
    """
    found = [_read(each) for each in given if each.filename]
    faults = [fault for each in found if (fault := _find_fault(each.name, each.content)) is not None]
    if faults:
        return (), faults[0]
    if len(found) + len(known) > MAX_FILES:
        return (), "too_many_files"
    if sum(len(each.content) for each in found) + sum(each.size for each in known) > MAX_FILES_BYTES:
        return (), "files_too_large"
    return tuple(found), None


def keep_files(
    connection: Connection,
    files: Sequence[StoredFile],
    *,
    link: str,
    contract: str,
    person: str,
    now: datetime,
) -> tuple[GivenFile, ...]:
    """Keep files under new names that nobody can guess; return these."""
    kept = []
    for file in files:
        given = GivenFile(id=secrets.token_urlsafe(16), name=file.name, size=len(file.content))
        uploads.add(connection, given, file, link=link, contract=contract, person=person, now=now)
        kept.append(given)
    return tuple(kept)


def clean_name(name: str) -> str:
    r"""Return the name of a file without folders and signs that mislead.

    >>> clean_name("C:\\папка\\тексты.docx"), clean_name("../../a\u202egnp.exe")
    ('тексты.docx', 'agnp.exe')
    """
    last = PurePosixPath(to_one_line(name).replace("\\", "/")).name.strip(" .")
    stem, dot, ending = last.rpartition(".")
    if dot and len(last) > MAX_NAME_CHARS:
        last = stem[: MAX_NAME_CHARS - len(ending) - 1] + dot + ending
    return last[:MAX_NAME_CHARS] or "file"


def _read(given: FileStorage) -> StoredFile:
    content = given.stream.read(MAX_FILE_BYTES + 1)
    told = given.mimetype
    media_type = told if told.isprintable() and 0 < len(told) <= MAX_NAME_CHARS else _OTHER
    return StoredFile(clean_name(given.filename or ""), media_type, content)


def _find_fault(name: str, content: bytes) -> FileFault | None:
    if name.rpartition(".")[2].casefold() in _REFUSED:
        return "program"
    if not content:
        return "no_file"
    return "file_too_large" if len(content) > MAX_FILE_BYTES else None
