"""The example contract as a mapping file, with dates that count from today."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from plugin.core.calendar.working_days import WorkingCalendar
from plugin.practice.demo.people import DEMO_PEOPLE

CONTRACT = "ACME-SITE"
KEYS = {
    "design": "ACME-1",
    "build": "ACME-2",
    "main_page": "ACME-3",
    "markup": "ACME-8",
    "kick_off": "ACME-9",
}
"""Keys of the issues that the contract names, in the order in which the site makes them."""

_DESIGN_DUE = timedelta(weeks=3)
_BUILD_DUE = timedelta(weeks=8)


def stage_dates(today: date) -> dict[str, date]:
    """Return the due dates: in three and in eight weeks, on a working day."""
    calendar = WorkingCalendar("RU")
    return {
        "design": calendar.on_or_after(today + _DESIGN_DUE),
        "build": calendar.on_or_after(today + _BUILD_DUE),
    }


def contract_text(today: date, language: str) -> str:
    """Return the mapping file of the example contract.

    Args:
        today: in the contract's time zone.
        language: `ru` or `en`; what the client reads.
    """
    template = files("plugin.practice.demo").joinpath("contract.yaml.j2").read_text(encoding="utf-8")
    environment = Environment(  # noqa: S701 -- YAML of our own values, not HTML
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    dates = stage_dates(today)
    return environment.from_string(template).render(
        id=CONTRACT,
        keys=KEYS,
        people=DEMO_PEOPLE,
        language=language,
        today=today,
        design_due=dates["design"],
        build_due=dates["build"],
    )
