"""The Jinja environment of a language: its filters, and escaping by default.

Each value of a template is made plain text (`finalize`), unless a macro or one of our filters has made it
Markdown already; Jinja marks those as `Markup` because `autoescape` is on.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from plugin.texts import formats
from plugin.texts.escaping import as_address, as_quotation, escape_value, link_addresses, quoted, shorten
from plugin.texts.reasons import values_of

Filter = Callable[..., Any]

_BY_LANGUAGE: dict[str, Filter] = {
    "by_day": formats.by_day,
    "clause": formats.clause,
    "day": formats.day,
    "day_on": formats.day_on,
    "day_year": formats.day_year,
    "days_from": formats.days_from,
    "from_day": formats.from_day,
    "full_date": formats.full_date,
    "hours": formats.hours,
    "instead_of_day": formats.instead_of_day,
    "item_id": formats.item_id,
    "likeness": formats.likeness,
    "listed": formats.listed,
    "money": formats.money,
    "file_size": formats.file_size,
    "in_words": formats.in_words,
    "month": formats.month,
    "month_of": formats.month_of,
    "nth": formats.nth,
    "on_day": formats.on_day,
    "one_of": formats.one_of,
    "percent": formats.percent,
    "plural": formats.plural,
    "quoted": quoted,
    "short_day": formats.short_day,
    "zone_city": formats.zone_city,
    "until_day": formats.until_day,
    "working_days": formats.working_days,
}


def environment_of(language: str, *folders: Path) -> Environment:
    """Return the environment that reads a language's templates.

    Args:
        language: `ru` or `en`, the name of the folder inside each of `folders`.
        folders: where templates are looked for, in this order.
    """
    environment = Environment(
        loader=FileSystemLoader([folder / language for folder in folders]),
        undefined=StrictUndefined,
        finalize=_escape_output,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        {name: _bind_language(language, function) for name, function in _BY_LANGUAGE.items()}
    )
    environment.filters.update(
        address=as_address,
        as_quotation=as_quotation,
        called=_call,
        link_addresses=link_addresses,
        shortened=shorten,
        upper_first=_upper_first,
        values_of=values_of,
    )
    return environment


@pass_context
def _call(context: Context, name: object) -> object:
    """Return how a person is addressed: as the contract says, else by the first word.

    Several people are called one by one.
    """
    if not isinstance(name, str):
        return [_call(context, each) for each in name] if isinstance(name, list | tuple) else name
    calls = context.resolve("calls")
    known = calls.get(name) if isinstance(calls, dict) else None
    return known or next(iter(name.split()), name)


def _upper_first(text: str) -> str:
    """Return a text with a capital letter in front; what was Markdown stays so."""
    return text[:1].upper() + text[1:]


def _bind_language(language: str, function: Filter) -> Filter:
    def bound(value: object, *arguments: object, **named: object) -> object:
        return function(value, language, *arguments, **named)

    return bound


def _escape_output(value: object) -> Markup:
    if isinstance(value, Markup):
        return value
    return escape_value("" if value is None else str(value))
