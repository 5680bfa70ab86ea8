"""Compiles once a process what costs much and depends on text alone.

Most cases build web applications of their own and load the same contract. Routes, templates and a contract
without a fault come out the same each time; nothing that a case can change is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import jinja2
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from mappings import loader


class TemplatesInMemory(BytecodeCache):
    """Keeps compiled templates; Jinja itself checks that the text is the same."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], bytes] = {}
        self._about = ""

    def of(self, environment: jinja2.Environment) -> TemplatesInMemory:
        """Return the part of the cache for environments that compile the same way."""
        part = TemplatesInMemory()
        part._kept = self._kept
        settings = [
            sorted(environment.extensions),
            environment.trim_blocks,
            environment.lstrip_blocks,
            environment.keep_trailing_newline,
            environment.undefined.__name__,
            environment.optimized,
            getattr(environment.finalize, "__qualname__", ""),
            getattr(environment.autoescape, "__qualname__", environment.autoescape),
            sorted(environment.filters),
            sorted(environment.tests),
        ]
        part._about = repr(settings)
        return part

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in a template that was compiled before."""
        if kept := self._kept.get((self._about, bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was compiled."""
        self._kept[(self._about, bucket.key, bucket.checksum)] = bucket.bytecode_to_string()


def compile_templates_once() -> None:
    """Give every Jinja environment that has no cache one that all share."""
    cache, load = TemplatesInMemory(), jinja2.Environment._load_template

    def load_template(self: jinja2.Environment, *args: Any) -> jinja2.Template:
        if self.bytecode_cache is None:
            self.bytecode_cache = cache.of(self)
        return load(self, *args)

    jinja2.Environment._load_template = load_template  # type: ignore[method-assign,assignment]


def compile_routes_once() -> None:
    """Build the function that builds a route's address once for equal routes."""
    compile_builder = Rule._compile_builder
    built: dict[tuple[Any, ...], Any] = {}

    def compiled(self: Rule, append_unknown: bool = True) -> Any:
        if self.defaults:
            return compile_builder(self, append_unknown)
        key = (self.rule, tuple(self._trace), append_unknown)
        if key not in built:
            built[key] = compile_builder(self, append_unknown)
        return built[key]

    Rule._compile_builder = compiled  # type: ignore[method-assign]


def load_contracts_once() -> None:
    """Load a faultless contract that stands alone in its folder once a content."""
    load_files, load_file = loader.load_files, loader.load_file
    good: dict[bytes, loader.LoadedMapping] = {}

    def alone(path: Path, load: Callable[[], loader.LoadedMapping]) -> loader.LoadedMapping:
        content = path.read_bytes() if path.is_file() else b""
        if content in good:
            return loader.LoadedMapping(good[content].mapping, (), path)
        loaded = load()
        if content and loaded.mapping is not None and not loaded.faults:
            good[content] = loaded
        return loaded

    def files(paths: Iterable[Path]) -> loader.LoadedFolder:
        given = list(dict.fromkeys(paths))
        if len(given) != 1:
            return load_files(given)
        return loader.LoadedFolder((alone(given[0], lambda: load_files(given).loaded[0]),))

    loader.load_files = files
    loader.load_file = lambda path: alone(path, lambda: load_file(path))


def install() -> None:
    """Do all of it, before anything of the service is imported."""
    compile_templates_once()
    compile_routes_once()
    load_contracts_once()
