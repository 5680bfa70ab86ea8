"""A reader of signed pages, with cookies: opens links, presses buttons."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from scene import Scene
from sqlalchemy import inspect, text
from werkzeug.test import TestResponse

from plugin.core.model.signed_links import Purpose, SignedLink, mark_of

_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@dataclass
class PageReader:
    """Somebody with a browser."""

    scene: Scene
    client: FlaskClient

    def get(self, address: str) -> TestResponse:
        """Open a page."""
        return self.client.get(address)

    def press(self, address: str, **fields: Any) -> TestResponse:
        """Open a page and press one of its buttons."""
        return self.client.post(address, data={**hidden(self.get(address)), **fields})

    def answer(self, address: str, **fields: Any) -> TestResponse:
        """Open a page, press a button, and confirm on the page that asks once more."""
        asked = self.press(address, **fields)
        return self.client.post(address, data={**hidden(asked), "step": "confirm"})


def reader(scene: Scene) -> PageReader:
    """Return a new reader without cookies."""
    return PageReader(scene, scene.web.application.test_client())


def link(
    scene: Scene,
    person: str,
    purpose: Purpose = "sign",
    about: str = "design",
    version: int = 1,
    mark: str = "",
) -> str:
    """Return the path of a new link."""
    made = SignedLink("ACME-SITE", person, purpose, about, version, mark=mark)
    return scene.service.links.address(made).removeprefix("http://localhost")


def signed_in(scene: Scene, person: str = "director", *, by_mail: bool = False) -> PageReader:
    """Return a reader who came in by a link, from the command line or by mail."""
    mapping = scene.service.active_contracts.all[0].mapping
    mark = mark_of(mapping.people[person])
    return through(scene, SignedLink(mapping.id, person, "enter", "", int(by_mail), mark=mark))


def operator(scene: Scene) -> PageReader:
    """Return an operator who came in by a link from the command line."""
    return through(scene, SignedLink("", "", "enter", "", 0))


def through(scene: Scene, made: SignedLink) -> PageReader:
    """Return a new reader who came in by a link."""
    who = reader(scene)
    address = scene.service.links.address(made).removeprefix("http://localhost")
    assert 303 == who.press(address).status_code
    return who


def held(scene: Scene) -> dict[str, list[str]]:
    """Return everything that the database holds, by table, without its own checks."""
    names = inspect(scene.service.database.engine).get_table_names()
    with scene.service.database.look() as connection:
        rows = {name: connection.execute(text(f'SELECT * FROM "{name}"')).all() for name in names}  # noqa: S608
    # A row's own repr leaves out the middle of what is long.
    rows["heartbeats"] = [row for row in rows["heartbeats"] if row.name != "tried to write"]
    return {name: sorted(repr(tuple(row)) for row in each) for name, each in rows.items()}


def hidden(response: TestResponse) -> dict[str, str]:
    """Return the hidden fields of a page's form."""
    return {name: html.unescape(value) for name, value in _HIDDEN.findall(response.text)}


def words(response: TestResponse) -> str:
    """Return what a page says, its tags left out."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", response.text))
    return " ".join(text.replace("\u00a0", " ").split())
