"""Load contract mappings: every fault of a file at once, never an exception.

A file is decoded, parsed with positions, compared with the kinds of scalar that the models want, validated by
the models, and cross-checked. Each step adds faults; the next one runs on what is still free of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from mappings.checks import check_file, check_folder
from mappings.faults import Fault
from mappings.file_text import decode, read_bytes
from mappings.model import ContractMapping, dump
from mappings.sections import Section
from mappings.validation_errors import explain_errors
from mappings.yaml_parser import parse_yaml
from mappings.yaml_scalars import check_scalars

SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True)
class LoadedMapping:
    """The result of loading one file.

    Attributes:
        mapping: the contract, or None where the file has an error. Warnings leave it standing.
        faults: errors and warnings, in the order of the file.
        path: the file.
    """

    mapping: ContractMapping | None
    faults: tuple[Fault, ...]
    path: Path

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that keep the file from loading."""
        return tuple(fault for fault in self.faults if fault.severity == "error")


@dataclass(frozen=True)
class LoadedFolder:
    """The results of loading a folder's files, in the order of their names."""

    loaded: tuple[LoadedMapping, ...]

    @property
    def mappings(self) -> tuple[ContractMapping, ...]:
        """The contracts that loaded."""
        return tuple(loaded.mapping for loaded in self.loaded if loaded.mapping is not None)

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The faults of all files."""
        return tuple(fault for loaded in self.loaded for fault in loaded.faults)


@dataclass(frozen=True)
class _Draft:
    """A file that was read and is not yet compared with other files.

    `root` is None where it is no YAML.
    """

    path: Path
    mapping: ContractMapping | None
    root: Section | None
    faults: tuple[Fault, ...]


def load_file(path: Path) -> LoadedMapping:
    """Load one mapping.

    Args:
        path: the file; one that cannot be read is a fault like any other.

    Returns:
        The mapping, or None; and every fault of the file.
    """
    return _finish_draft(_read_draft(path), ())


def load_text(text: str, file: str = "mapping") -> LoadedMapping:
    """Load a mapping that stands in no file yet.

    Args:
        text: of the mapping.
        file: how its faults call it.
    """
    return _finish_draft(_check_text(text, Path(file)), ())


def load_files(paths: Iterable[Path]) -> LoadedFolder:
    """Load several mappings and compare them with each other.

    Args:
        paths: the files, in the order in which they are to be reported; one named twice is read once.
    """
    drafts = [_read_draft(path) for path in dict.fromkeys(paths)]
    across = list(check_folder([draft.root for draft in drafts if draft.root is not None]))
    return LoadedFolder(tuple(_finish_draft(draft, across) for draft in drafts))


def load_folder(folder: Path) -> LoadedFolder:
    """Load every `*.yaml` and `*.yml` of a folder, by name, and compare them.

    A folder that cannot be read is reported as if it were a file.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES)
    except OSError as error:
        sentence = f"the folder cannot be read: {(error.strerror or str(error)).lower()}"
        remedy = "Check the path and the permissions."
        fault = Fault(str(folder), 1, 1, sentence, remedy, "unreadable")
        return LoadedFolder((LoadedMapping(None, (fault,), folder),))
    return load_files(paths)


def mapping_digest(mapping: ContractMapping) -> str:
    """Return a SHA-256 of what the mapping says.

    The order of keys and the comments of the file do not matter.
    """
    canonical = json.dumps(dump(mapping), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _read_draft(path: Path) -> _Draft:
    content = read_bytes(path)
    text = decode(content, str(path)) if isinstance(content, bytes) else content
    if isinstance(text, Fault):
        return _Draft(path, None, None, (text,))
    return _check_text(text, path)


def _check_text(text: str, path: Path) -> _Draft:
    source, faults = parse_yaml(text, str(path))
    if source is None:
        return _Draft(path, None, None, tuple(faults))
    checked = check_scalars(source)
    mapping = None
    try:
        mapping = ContractMapping.model_validate(checked.data)
    except ValidationError as error:
        explain_errors(error, checked)
    root = Section(source, checked.data, checked.faulty)
    return _Draft(path, mapping, root, (*faults, *checked.faults, *check_file(root)))


def _finish_draft(draft: _Draft, across: Iterable[Fault]) -> LoadedMapping:
    found = (*draft.faults, *(fault for fault in across if fault.file == str(draft.path)))
    faults = tuple(sorted(dict.fromkeys(found), key=lambda fault: (fault.line, fault.column)))
    faulty = any(fault.severity == "error" for fault in faults)
    return LoadedMapping(None if faulty else draft.mapping, faults, draft.path)
