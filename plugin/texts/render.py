"""Render a message as Markdown: its template in the reader's language.

Templates lie in `templates/<language>/<audience>/<name>.md.j2`. Every line of the Markdown is a line for the
reader: the renderers in `plugin.texts.markup` keep its line breaks.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path

from jinja2 import Environment, TemplateError

from plugin.texts.environment import environment_of
from plugin.texts.messages import Message

TEMPLATES = Path(__file__).parent / "templates"
LANGUAGES = ("ru", "en")
_FALLBACK_LANGUAGE = "en"

_log = logging.getLogger(__name__)


class Texts:
    """The service's texts; those of a folder stand before the built-in ones.

    An override lies at the path of the built-in template inside that folder, for example
    `ru/client/offer.md.j2`. One that does not render is passed over and logged: a text with a fault must not
    keep an issue from its answer.
    """

    def __init__(self, overrides: Path | None = None) -> None:
        """Read the built-in templates, and before them those of `overrides`."""
        self._built_in = {each: _built_in_environment(each) for each in LANGUAGES}
        self._overriding: dict[str, Environment] = {}
        if overrides is not None:
            self._overriding = {each: environment_of(each, overrides, TEMPLATES) for each in LANGUAGES}

    def render(self, message: Message, language: str, calls: Mapping[str, str] | None = None) -> str:
        """Return a message as Markdown.

        Args:
            message: what is said.
            language: `ru` or `en`; any other gives English.
            calls: how people are addressed, by their names; others by the first word of theirs.
        """
        language = language if language in LANGUAGES else _FALLBACK_LANGUAGE
        overriding = self._overriding.get(language)
        if overriding is not None:
            try:
                if text := _render_template(overriding, message, calls or {}):
                    return text
                _log.warning(
                    "The text %s/%s is empty: the built-in one is used", language, template_path(message)
                )
            except (TemplateError, TypeError, ValueError, LookupError, AttributeError, OSError) as error:
                name = f"{language}/{template_path(message)}"
                _log.warning("The text %s does not render: the built-in one is used (%s)", name, error)
        return _render_template(self._built_in[language], message, calls or {})


def template_path(message: Message | type[Message]) -> str:
    """Return a template's path in a language's folder: `client/offer.md.j2`."""
    return f"{message.audience}/{message.template}.md.j2"


@cache
def _built_in_environment(language: str) -> Environment:
    """Return the environment of the built-in templates, compiled once a process."""
    return environment_of(language, TEMPLATES)


def _render_template(environment: Environment, message: Message, calls: Mapping[str, str]) -> str:
    template = environment.get_template(template_path(message))
    values = {field.name: getattr(message, field.name) for field in fields(message)}
    text = template.render(values, calls=calls)
    lines = "\n".join(line.rstrip(" ") for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


BUILT_IN = Texts()
"""The texts as they come, without overrides."""

render = BUILT_IN.render
