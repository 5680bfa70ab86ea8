"""A message becomes Markdown: its template in the reader's language, with every value made plain text.

A template cannot let a person's text become markup by forgetting a filter: each value that is put out is
escaped unless a macro or a filter of ours has made it Markdown already.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from pathlib import Path

from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup

from plugin.texts import formats
from plugin.texts.escaping import as_quotation, as_text, quoted, shortened
from plugin.texts.messages import Because, Message

TEMPLATES = Path(__file__).parent / "templates"
LANGUAGES = ("ru", "en")
FALLBACK = "en"

_log = logging.getLogger(__name__)

_IN_LANGUAGE: dict[str, Callable[..., str]] = {
    "short_day": formats.short_day,
    "day": formats.day,
    "day_year": formats.day_year,
    "on_day": formats.on_day,
    "by_day": formats.by_day,
    "until_day": formats.until_day,
    "month": formats.month,
    "hours": formats.hours,
    "number": formats.number,
    "working_days": formats.working_days,
    "clause": formats.clause,
    "quoted": quoted,
}


class Texts:
    """The texts of the service, with those of a folder of overrides in front of the built-in ones.

    An override has the path of the built-in template, for example `ru/client/offer.md.j2`.
    """

    def __init__(self, overrides: Path | None = None) -> None:
        """Read templates from `overrides` first, where there is such a folder."""
        self._built_in = {language: _environment(language, TEMPLATES) for language in LANGUAGES}
        self._overrides = (
            {language: _environment(language, overrides, TEMPLATES) for language in LANGUAGES}
            if overrides
            else {}
        )

    def render(self, message: Message, language: str) -> str:
        """Return a message as Markdown.

        Args:
            message: what is said.
            language: `ru` or `en`; another gives English.

        Returns:
            Markdown in which every line is a line: the renderers keep its line breaks.
        """
        language = language if language in LANGUAGES else FALLBACK
        overriding = self._overrides.get(language)
        if overriding is not None:
            try:
                return _rendered(overriding, message)
            except (TemplateError, TypeError, ValueError, LookupError, AttributeError) as error:
                _log.warning("Template %s/%s does not render: %s", language, path_of(message), error)
        return _rendered(self._built_in[language], message)


def path_of(message: Message | type[Message]) -> str:
    """Return a message's template inside a language's folder: `client/offer.md.j2`."""
    return f"{message.audience}/{message.template}.md.j2"


_NUMBERS = frozenset({"limit", "over", "hours", "left", "per_request", "days"})


class _Values(dict[str, "str | Decimal"]):
    """The values of a reason's sentence; one that is missing is empty, so that the sentence is left out."""

    def __missing__(self, key: str) -> str:
        return ""


def values_of(reason: Because) -> dict[str, str | Decimal]:
    """Return the values of a reason with its quantities as numbers; what is no number is left out."""
    values = _Values()
    for key, value in reason.values.items():
        if key not in _NUMBERS:
            values[key] = value
            continue
        with suppress(InvalidOperation):
            number = Decimal(value)
            if number.is_finite():
                values[key] = number
    return values


def _environment(language: str, *folders: Path) -> Environment:
    loader: BaseLoader = FileSystemLoader([folder / language for folder in folders])
    environment = Environment(
        loader=loader,
        undefined=StrictUndefined,
        finalize=_put_out,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    in_language = {name: _bind(function, language) for name, function in _IN_LANGUAGE.items()}
    environment.filters.update(in_language)
    environment.filters.update(
        money=lambda value, currency: formats.money(value, currency, language),
        plural=lambda count, *forms: formats.plural(count, language, *forms),
        instead_of_day=lambda value, other: formats.instead_of_day(value, language, other),
        listed=lambda values, conjunction="and": formats.listed(values, language, conjunction),
        values_of=values_of,
        shortened=shortened,
        as_quotation=as_quotation,
    )
    return environment


def _bind(function: Callable[..., str], language: str) -> Callable[..., str]:
    def bound(value: object, *arguments: object, **named: object) -> str:
        return function(value, language, *arguments, **named)

    return bound


def _put_out(value: object) -> Markup:
    if isinstance(value, Markup):
        return value
    return as_text("" if value is None else str(value))


def _rendered(environment: Environment, message: Message) -> str:
    template = environment.get_template(path_of(message))
    values = {field.name: getattr(message, field.name) for field in fields(message)}
    text = template.render(values)
    lines = "\n".join(line.rstrip(" ") for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


render = Texts().render
"""The built-in texts, for whoever needs no overrides."""
