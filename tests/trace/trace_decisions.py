"""Traces a verdict, `/choose 1` and `/accept`; prints how far each runs.

    python tests/trace/trace_decisions.py [FOLDER]     FOLDER: another copy, say of an older commit

Counted are the project's own functions between the beginning and the end of handling: how many,
in how many files, and how often a call leads from one file into another.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

ROOMS = ("plugin", "webhooks", "mappings")
HANDLERS = (
    ("plugin.worker.delivery_handler", "DeliveryHandler"),
    ("plugin.worker.handling", "Handler"),  # until commit b36e72b
)
METHODS = ("handle", "handle_at_once")
"""Either handles one delivery; the second where nothing has to be read first."""


@dataclass
class Trace:
    """What was called while a delivery was handled.

    Attributes:
        functions: the project's own, comprehensions and lambdas left out.
        jumps: calls from a file into another one.
    """

    functions: set[CodeType] = field(default_factory=set)
    jumps: int = 0

    @property
    def files(self) -> set[str]:
        """Where the functions stand."""
        return {code.co_filename for code in self.functions}


class Tracer:
    """Follows the calls of the project's own code while a delivery is handled."""

    def __init__(self, root: Path) -> None:
        self._own = tuple(f"{root / room}/" for room in ROOMS)
        self.trace: Trace | None = None

    def follow(self, frame: FrameType, event: str, argument: object) -> None:
        """Count a call; the profile function of the interpreter."""
        del argument
        code = frame.f_code
        if event != "call" or self.trace is None or not self._is_own(code):
            return
        if not code.co_name.startswith("<"):
            self.trace.functions.add(code)
        caller = frame.f_back
        while caller is not None and not self._is_own(caller.f_code):
            caller = caller.f_back
        if caller is not None and caller.f_code.co_filename != code.co_filename:
            self.trace.jumps += 1

    def _is_own(self, code: CodeType) -> bool:
        return code.co_filename.startswith(self._own)

    @contextmanager
    def handling(self, handler: type[Any]) -> Iterator[list[Trace]]:
        """Trace every delivery that a handler handles until the block ends."""
        traces: list[Trace] = []
        before = {name: getattr(handler, name) for name in METHODS if hasattr(handler, name)}
        for name, method in before.items():
            setattr(handler, name, self._traced(method, traces))
        try:
            yield traces
        finally:
            for name, method in before.items():
                setattr(handler, name, method)

    def _traced(self, method: Callable[..., Any], traces: list[Trace]) -> Callable[..., Any]:
        def traced(*given: Any, **named: Any) -> Any:
            traces.append(Trace())
            self.trace = traces[-1]
            sys.setprofile(self.follow)
            try:
                return method(*given, **named)
            finally:
                sys.setprofile(None)
                self.trace = None

        return traced


def traced_decisions(root: Path) -> dict[str, Trace]:
    """Play a project with a folder's code; return the traces of the decisions."""
    for folder in ("tests", "tests/sites", "tests/integration", ""):
        sys.path.insert(0, str(root / folder))
    tracer, handler = Tracer(root), handler_class()
    # The first time also fills caches and compiles templates.
    play(tracer, handler)
    return play(tracer, handler)


def play(tracer: Tracer, handler: type[Any]) -> dict[str, Trace]:
    """Ask for something beyond the contract, choose, and accept a stage."""
    scene_module: Any = importlib.import_module("scene")
    # Its mapping is whole when it is written, and need not rest.
    importlib.import_module("plugin.worker.active_contracts").ActiveContracts.rest_s = 0.0
    engine: Any = importlib.import_module("plugin.store.engine")
    schema: Any = importlib.import_module("plugin.store.schema")
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/ugovor.db"
        database = engine.Database(address)
        schema.upgrade(database)
        database.close()
        scene = scene_module.opened(scene_module.Scene(Path(folder), address))
        with tracer.handling(handler) as traces:
            extra = scene.create("contact", "Калькулятор доставки", hours=18)
            scene.settle()
            found["verdict"] = longest(traces)
            scene.clock.move(hours=1)
            scene.comment("director", extra, "/choose 1")
            scene.settle()
            found["/choose 1"] = longest(traces)
            scene.clock.move(hours=1)
            scene.comment("director", scene.site.issue("ACME-1"), "/accept")
            scene.settle()
            found["/accept"] = longest(traces)
        scene.close()
    return found


def longest(traces: list[Trace]) -> Trace:
    """Take the trace that ran furthest: the others are echoes of our own writes."""
    furthest = max(traces, key=lambda trace: len(trace.functions))
    traces.clear()
    return furthest


def handler_class() -> type[Any]:
    """Return the class that handles a delivery, by its name in this code."""
    for module, name in HANDLERS:
        try:
            found: type[Any] = getattr(importlib.import_module(module), name)
        except ModuleNotFoundError:
            continue
        return found
    raise LookupError("no class that handles deliveries is known here")


def main(root: Path) -> None:
    """Print the table."""
    rows = [f"{'decision':<10}  functions  files  jumps between files"]
    for name, trace in traced_decisions(root).items():
        rows.append(f"{name:<10}  {len(trace.functions):>9}  {len(trace.files):>5}  {trace.jumps:>19}")
    sys.stdout.write("\n".join(rows) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2]).resolve())
