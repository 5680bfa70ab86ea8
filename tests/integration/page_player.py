"""A reader of signed pages: opens links, presses buttons, sees what a page says; their own cookies."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from flask.testing import FlaskClient
from scene import Scene
from werkzeug.test import TestResponse

from plugin.links import Link, Purpose

_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@dataclass
class Reader:
    """Somebody with a browser."""

    scene: Scene
    client: FlaskClient

    def get(self, address: str) -> TestResponse:
        """Open a page."""
        return self.client.get(address)

    def press(self, address: str, **fields: str) -> TestResponse:
        """Open a page and press one of its buttons."""
        return self.client.post(address, data={**hidden(self.get(address)), **fields})

    def answer(self, address: str, **fields: str) -> TestResponse:
        """Open a page, press a button, and confirm on the page that asks once more."""
        asked = self.press(address, **fields)
        return self.client.post(address, data={**hidden(asked), "step": "confirm"})


def reader(scene: Scene) -> Reader:
    """Return a new reader without cookies."""
    return Reader(scene, scene.web.application.test_client())


def link(
    scene: Scene,
    person: str,
    purpose: Purpose = "sign",
    about: str = "design",
    version: int = 1,
    mark: str = "",
) -> str:
    """Return the path of a new link."""
    made = Link("ACME-SITE", person, purpose, about, version, mark=mark)
    return scene.service.links.address(made).removeprefix("http://localhost")


def hidden(response: TestResponse) -> dict[str, str]:
    """Return the hidden fields of a page's form."""
    return {name: html.unescape(value) for name, value in _HIDDEN.findall(response.text)}


def words(response: TestResponse) -> str:
    """Return what a page says, its tags left out."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", response.text))
    return " ".join(text.replace("\u00a0", " ").split())
