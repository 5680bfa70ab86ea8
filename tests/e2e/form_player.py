"""A player without a browser: reads a page's forms and sends them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urljoin

import requests
from time_limits import scaled

_TAG = re.compile(r"<[^>]+>")


class FormPlayer:
    """Plays by HTTP alone, as a browser without scripts would."""

    def __init__(self) -> None:
        self._session = requests.Session()

    def fill(self, url: str, action: str, values: Mapping[str, str]) -> str:
        """Send the form with this action; other fields keep the page's values."""
        page = self._session.get(url, timeout=scaled(10))
        page.raise_for_status()
        reader = _Forms()
        reader.feed(page.text)
        fields = reader.forms[action]
        unknown = set(values) - set(fields)
        assert not unknown, f"the form {action} has no {sorted(unknown)}"
        answer = self._session.post(urljoin(url, action), data={**fields, **values}, timeout=scaled(10))
        answer.raise_for_status()
        return answer.url

    def text(self, url: str) -> str:
        """Return the page without its tags."""
        page = self._session.get(url, timeout=scaled(10))
        page.raise_for_status()
        return unescape(_TAG.sub(" ", page.text))

    def close(self) -> None:
        """Close the connections."""
        self._session.close()


class _Forms(HTMLParser):
    """Collects the fields of every form, with the values that they begin with."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self._form: dict[str, str] = {}
        self._select = ""
        self._chosen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note forms, inputs, text areas, and the option that a select shows."""
        given = {name: value or "" for name, value in attrs}
        match tag:
            case "form":
                self._form = self.forms.setdefault(given["action"], {})
            case "input" | "textarea":
                self._form[given["name"]] = given.get("value", "")
            case "select":
                self._select, self._chosen = given["name"], False
            case "option":
                if "value" in given:
                    self._offer(given["value"], "selected" in given)
                else:
                    self._text_of_option = "selected" in given
            case _:
                pass

    _text_of_option: bool | None = None

    def handle_data(self, data: str) -> None:
        """An option without a value is sent by its text."""
        if self._text_of_option is not None:
            self._offer(data, self._text_of_option)
            self._text_of_option = None

    def _offer(self, value: str, selected: bool) -> None:
        if selected or not self._chosen:
            self._form[self._select] = value
            self._chosen = True
