"""Scenes from nothing, or from a beginning that was played once and is copied.

A case that begins where many others begin does not play that beginning again. It gets a copy of its own of
everything that the beginning left behind, and a service that is started on it, as after a restart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from prepared import Prepared, copy_of
from scene import Scene, opened

Play = Callable[[Any], object]


class Databases(Protocol):
    """The databases of one kind: makes new ones, keeps one as a template, copies it."""

    kind: str

    def new(self) -> str:
        """Return the address of a database of the newest schema."""

    def keep(self, address: str, name: str) -> None:
        """Keep a database that nobody uses any more as a template."""

    def copy(self, name: str) -> str:
        """Return the address of a copy of a template."""


@dataclass
class Preparations:
    """The beginnings that were played so far in this process."""

    played: dict[str, Prepared] = field(default_factory=dict)

    def get(self, name: str, play: Callable[[], tuple[Scene, str]], databases: Databases) -> Prepared:
        """Return a beginning; it is played when it is asked for the first time.

        Args:
            name: of the beginning, the kind of the database aside.
            play: plays it and returns the scene with its database.
            databases: of the kind in question.
        """
        key = f"{databases.kind} {name}"
        if key not in self.played:
            scene, address = play()
            site, moment, answers = copy_of(scene.site), scene.clock.moment, tuple(scene.answers)
            scene.close()
            template = f"prepared_{len(self.played)}"
            databases.keep(address, template)
            self.played[key] = Prepared(template, site, moment, answers)
        return self.played[key]


class Scenes:
    """Makes scenes of one database kind, prepared or not, and closes them."""

    def __init__(
        self,
        folder: Path,
        databases: Databases,
        preparations: Preparations,
        make: Callable[..., Scene] = Scene,
    ) -> None:
        self._folder = folder
        self._databases = databases
        self._preparations = preparations
        self._make = make
        self._made: list[Scene] = []

    def __call__(self, **given: Any) -> Scene:
        """Make a scene in which nothing has happened."""
        return self._keep(self._make(self._folder, self._databases.new(), **given))

    def opened(self, **given: Any) -> Scene:
        """Make a scene with what the mapping names: two stages and an epic."""
        return self.after(opened, **given)

    def after(self, play: Play, **given: Any) -> Scene:
        """Make a scene in which a beginning has been played.

        Args:
            play: the beginning; it is known by its name and plays the same each time.
            given: for the scene.
        """

        def beginning() -> tuple[Scene, str]:
            address = self._databases.new()
            folder = self._folder / "beginning"
            folder.mkdir()
            scene = self._make(folder, address, **given)
            play(scene)
            return scene, address

        name = f"{self._make.__name__} {play.__module__}.{play.__qualname__} {_told(given)}"
        prepared = self._preparations.get(name, beginning, self._databases)
        address = self._databases.copy(prepared.database)
        return self._keep(self._make(self._folder, address, prepared=prepared, **given))

    def close(self) -> None:
        """Close every scene."""
        for scene in self._made:
            scene.close()

    def _keep(self, scene: Scene) -> Scene:
        self._made.append(scene)
        return scene


def _told(given: Mapping[str, Any]) -> str:
    """Return what tells beginnings apart; addresses of servers do not."""
    sections = sorted(name for name in ("mail", "sign_in") if given.get(name))
    plain = {name: value for name, value in given.items() if name not in ("mail", "sign_in")}
    return f"{sorted(plain.items())} {sections}"
