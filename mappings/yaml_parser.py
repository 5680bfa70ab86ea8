"""Parse YAML into plain data that remembers where every key and value stands.

PyYAML's `compose` gives nodes with their marks; this module turns them into dicts, lists and scalars and
keeps the mark and the raw text of each, so that a fault found much later can point at it and quote it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from mappings.faults import Fault, KeyPath, Severity, dotted_path
from mappings.yaml_errors import translate_error

# What YAML can hold: dicts, lists, and scalars of any kind.
YamlValue: TypeAlias = Any
MAX_DEPTH = 30
MAX_NODES = 50_000
_TAG = "tag:yaml.org,2002:"
_SCALARS = frozenset({"str", "int", "float", "bool", "null", "timestamp"})
_PLAIN_TEXTS = frozenset({"value", "merge"})
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class SourceSpot:
    """Where a key or value stands.

    Attributes:
        line: counted from 1.
        column: counted from 1.
        kind: its YAML kind.
        raw: a scalar's text as it is written.
    """

    line: int
    column: int
    kind: str
    raw: str = ""


@dataclass(frozen=True)
class YamlSource:
    """A parsed file: plain data, and the spot of every key and value by its path.

    Values at `refused` paths could not be read: they are None and have their fault already.
    """

    file: str
    data: dict[str, YamlValue]
    values: dict[KeyPath, SourceSpot]
    keys: dict[KeyPath, SourceSpot]
    refused: frozenset[KeyPath] = frozenset()

    def value_spot(self, path: KeyPath) -> SourceSpot:
        """Return the spot of a value; of its key where empty, of its parent where absent."""
        found = self.values.get(path)
        if found is None or found.kind == "null":
            return self.key_spot(path)
        return found

    def key_spot(self, path: KeyPath) -> SourceSpot:
        """Return the spot of a key; an element of a list has none and stands at itself."""
        if path in self.keys:
            return self.keys[path]
        return self.values[path] if path in self.values else self.key_spot(path[:-1])

    def fault(
        self,
        path: KeyPath,
        sentence: str,
        remedy: str,
        reason: str,
        *,
        severity: Severity = "error",
        at_key: bool = False,
    ) -> Fault:
        """Return a fault that points at the value of this path, or at its key."""
        spot = self.key_spot(path) if at_key else self.value_spot(path)
        return Fault(self.file, spot.line, spot.column, sentence, remedy, reason, dotted_path(path), severity)


class _DepthLimitedLoader(yaml.SafeLoader):
    """PyYAML's safe loader, which stops before deep nesting exhausts the stack."""

    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: YamlValue) -> yaml.Node | None:
        self._depth += 1
        try:
            if self._depth > MAX_DEPTH:
                mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
                raise yaml.composer.ComposerError(None, None, "nested too deeply", mark)
            return super().compose_node(parent, index)
        finally:
            self._depth -= 1


@dataclass
class _SourceReader:
    """Reads the nodes of one file, and gathers spots and faults."""

    file: str
    values: dict[KeyPath, SourceSpot] = field(default_factory=dict)
    keys: dict[KeyPath, SourceSpot] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    refused: set[KeyPath] = field(default_factory=set)
    open_nodes: set[int] = field(default_factory=set)
    count: int = 0

    def refuse_value(self, node: yaml.Node, path: KeyPath, sentence: str, remedy: str, reason: str) -> None:
        self.refused.add(path)
        self.refuse(node, path, sentence, remedy, reason)

    def refuse(self, node: yaml.Node, path: KeyPath, sentence: str, remedy: str, reason: str) -> None:
        spot = _spot_of(node)
        self.faults.append(
            Fault(self.file, spot.line, spot.column, sentence, remedy, reason, dotted_path(path))
        )

    def read(self, node: yaml.Node, path: KeyPath) -> YamlValue:
        self.count += 1
        self.values[path] = _spot_of(node)
        if self.count > MAX_NODES:
            if self.count == MAX_NODES + 1:
                sentence = f"with its aliases written out the file has more than {MAX_NODES:,} values"
                self.refuse_value(node, path, sentence, "Remove aliases or split the file.", "too_large")
            return None
        if id(node) in self.open_nodes:
            self.refuse_value(node, path, "an alias holds itself", "Write the value out.", "alias")
            return None
        if len(self.open_nodes) >= MAX_DEPTH:
            self.refuse_value(
                node, path, "aliases nest the file too deeply", "Write the values out.", "depth"
            )
            return None
        self.open_nodes.add(id(node))
        try:
            return self._read_content(node, path)
        finally:
            self.open_nodes.discard(id(node))

    def _read_content(self, node: yaml.Node, path: KeyPath) -> YamlValue:
        if isinstance(node, yaml.MappingNode) and node.tag == _TAG + "map":
            return self._read_mapping(node, path)
        if isinstance(node, yaml.SequenceNode) and node.tag == _TAG + "seq":
            return [self.read(item, (*path, number)) for number, item in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode) and self.values[path].kind in _SCALARS:
            return self._read_scalar(node, path)
        tag = node.tag.replace(_TAG, "!!")
        self.refuse_value(node, path, f"the YAML tag {tag} has no meaning in a mapping", "Remove it.", "tag")
        return None

    def _read_mapping(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, YamlValue]:
        data: dict[str, YamlValue] = {}
        for key_node, value_node in node.value:
            key = self._read_key(key_node, path)
            if key is None:
                continue
            if key in data:
                first = self.keys[(*path, key)].line
                sentence = f'the key "{key}" stands twice, first on line {first}'
                self.refuse(key_node, (*path, key), sentence, "Remove one of the two.", "duplicate_key")
                continue
            self.keys[(*path, key)] = _spot_of(key_node)
            data[key] = self.read(value_node, (*path, key))
        return data

    def _read_key(self, node: yaml.Node, path: KeyPath) -> str | None:
        if not isinstance(node, yaml.ScalarNode):
            remedy = "Write a word before the colon; put a text with braces or brackets in quotes."
            self.refuse(node, path, "a key must be a word, not a list or a group of keys", remedy, "key")
        elif node.tag == _TAG + "merge":
            remedy = "Write the keys out where they are wanted."
            self.refuse(node, path, "merge keys (<<) are not read", remedy, "merge_key")
        elif _CONTROL.search(node.value):
            self.refuse(node, path, "a key holds a control character", "Remove it.", "character")
        else:
            return str(node.value)
        return None

    def _read_scalar(self, node: yaml.ScalarNode, path: KeyPath) -> YamlValue:
        if _CONTROL.search(node.value):
            self.refuse_value(node, path, "the text holds a control character", "Remove it.", "character")
            return None
        if self.values[path].kind == "str":
            return node.value
        try:
            return yaml.constructor.SafeConstructor().construct_object(node)
        except (ValueError, LookupError, AttributeError, ArithmeticError, yaml.YAMLError):
            return self._refuse_impossible(node, path)

    def _refuse_impossible(self, node: yaml.ScalarNode, path: KeyPath) -> None:
        kind, raw = self.values[path].kind, node.value[:40]
        if kind == "timestamp":
            sentence, remedy = f"{raw} is no day of the calendar", "Check the day and the month."
        else:
            sentence, remedy = f'"{raw}" cannot be read as a value', "Put a text in quotes."
        self.refuse_value(node, path, sentence, remedy, "value")


def parse_yaml(text: str, file: str) -> tuple[YamlSource | None, list[Fault]]:
    """Parse YAML text.

    Args:
        text: the file's text.
        file: its name, for the faults.

    Returns:
        The source, or None where the text is no YAML mapping; and the faults found so far.
    """
    loader = _DepthLimitedLoader(text)
    try:
        node = loader.get_single_node()
    except yaml.YAMLError as error:
        return None, [translate_error(error, file)]
    except (ValueError, OverflowError):
        mark = loader.get_mark()
        sentence, remedy = "an escape names a character that does not exist", "Write the character itself."
        return None, [Fault(file, mark.line + 1, mark.column + 1, sentence, remedy, "character")]
    if node is None or node.tag == _TAG + "null":
        remedy = "Begin with contract:, tracker: and stages:."
        return None, [Fault(file, 1, 1, "the file is empty", remedy, "empty")]
    reading = _SourceReader(file)
    data = reading.read(node, ())
    if not isinstance(node, yaml.MappingNode):
        remedy = "Begin with contract:, tracker: and stages:, without a dash."
        reading.refuse(node, (), "a mapping is made of keys, not of a list or a text", remedy, "top_level")
    if not isinstance(data, dict):
        return None, reading.faults
    return YamlSource(file, data, reading.values, reading.keys, frozenset(reading.refused)), reading.faults


def _spot_of(node: yaml.Node) -> SourceSpot:
    kind = node.tag.removeprefix(_TAG)
    raw = node.value if isinstance(node, yaml.ScalarNode) else ""
    mark = node.start_mark
    return SourceSpot(mark.line + 1, mark.column + 1, "str" if kind in _PLAIN_TEXTS else kind, raw)
