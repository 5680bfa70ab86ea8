"""`contract:` of a draft: who, in which language, money and calendar."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from zoneinfo import available_timezones

from plugin.drafting.contract_terms.terms import ContractTerms, Language
from plugin.drafting.names import make_contract_id
from plugin.drafting.sentences import say
from plugin.drafting.yaml_lines import YamlLines, show, show_number
from plugin.trackers.survey import ProjectSurvey

_CYRILLIC = re.compile(r"[а-яё]", re.I)
_LATIN = re.compile(r"[a-z]", re.I)
_COUNTRIES: dict[str, tuple[str, str]] = {
    "Europe/Moscow": ("RU", "RUB"),
    "Asia/Yekaterinburg": ("RU", "RUB"),
    "Asia/Novosibirsk": ("RU", "RUB"),
    "Europe/Samara": ("RU", "RUB"),
    "Europe/Minsk": ("BY", "BYN"),
    "Asia/Almaty": ("KZ", "KZT"),
    "Europe/London": ("GB", "GBP"),
    "Europe/Dublin": ("IE", "EUR"),
    "Europe/Berlin": ("DE", "EUR"),
    "Europe/Paris": ("FR", "EUR"),
    "Europe/Madrid": ("ES", "EUR"),
    "Europe/Amsterdam": ("NL", "EUR"),
    "Europe/Lisbon": ("PT", "EUR"),
    "America/New_York": ("US", "USD"),
    "America/Chicago": ("US", "USD"),
    "America/Denver": ("US", "USD"),
    "America/Los_Angeles": ("US", "USD"),
    "America/Toronto": ("CA", "CAD"),
    "Australia/Sydney": ("AU", "AUD"),
}
"""Country and currency of a time zone; of an English project nothing else tells them."""

_CALENDAR_OF_CURRENCY = {"RUB": "RU", "GBP": "GB", "USD": "US", "BYN": "BY", "KZT": "KZ"}


def find_language(survey: ProjectSurvey) -> Language:
    """Return the language in which most issues are written."""
    texts = " ".join((survey.title, *(issue.summary for issue in survey.issues)))
    return "ru" if 2 * len(_CYRILLIC.findall(texts)) >= len(_LATIN.findall(texts)) else "en"


def write_contract(
    lines: YamlLines,
    survey: ProjectSurvey,
    terms: ContractTerms | None,
    language: Language,
    today: date,
) -> None:
    """Write the section; where the contract says something, its words stand behind it."""
    year = terms.signed_on.value.year if terms and terms.signed_on else today.year
    lines.add("contract:")
    lines.add(f"id: {make_contract_id(survey.project, year)}", indent=2)
    title = terms.title if terms else None
    _write(
        lines,
        "title",
        title.value if title else survey.title,
        title.quotation.show(language) if title else "",
    )
    client = terms.client if terms else None
    if client is not None:
        _write(lines, "client", client.value, client.quotation.show(language))
    else:
        lines.add_off("client: …", say("client_unknown", language), indent=2)
    _write(lines, "language", language, say("guessed_language", language) if terms is None else "")
    zone = _find_timezone(survey)
    _write_money(lines, terms, language, zone)
    _write_zone(lines, survey, language, zone)
    _write_calendar(lines, terms, language, zone)
    signed = terms.signed_on if terms else None
    if signed is not None:
        _write(lines, "signed_on", signed.value, signed.quotation.show(language))
    else:
        lines.add_off(f"signed_on: {today}", say("signed_unknown", language), indent=2)
    lines.add_off(f"live_from: {today}", say("live_from", language), indent=2)
    _write(lines, "mode", "observe", say("observe", language))
    if terms is not None and terms.price is not None:
        _write(lines, "price", terms.price.value, terms.price.quotation.show(language))
        _compare_sums(lines, terms, language)
    for each in terms.unclear if terms is not None else ():
        if each.key == "price":
            why = f"{say(each.why, language)}: {each.quotation.show(language)}"
            lines.add_off(f"price: {each.value}", why, indent=2)


def _write(lines: YamlLines, key: str, value: object, comment: str = "") -> None:
    lines.add(f"{key}: {show(value)}", comment, indent=2)


def _compare_sums(lines: YamlLines, terms: ContractTerms, language: Language) -> None:
    """Say where the stages do not add up to the price."""
    sums = [stage.price for stage in terms.stages]
    if terms.price is None or not sums or len(terms.currencies) > 1:
        return
    known = [each for each in sums if each is not None]
    if len(known) == len(sums) and sum(known) != terms.price.value:
        total = show_number(sum(known, Decimal(0)))
        lines.remark(say("sums_differ", language, total=total), indent=2)


def _find_timezone(survey: ProjectSurvey) -> str:
    """Return the zone of most people; empty where the tracker shows none."""
    zones = Counter(each.timezone for each in survey.people if each.timezone in available_timezones())
    if zones:
        return zones.most_common(1)[0][0]
    return survey.timezone if survey.timezone in available_timezones() else ""


def _write_money(lines: YamlLines, terms: ContractTerms | None, language: Language, zone: str) -> None:
    found = terms.currency if terms else None
    if found is not None:
        _write(lines, "currency", found.value, found.quotation.show(language))
        if terms is not None and len(terms.currencies) > 1:
            lines.remark(say("currencies", language, codes=", ".join(terms.currencies)), indent=2)
        return
    guess = "RUB" if language == "ru" else _COUNTRIES.get(zone, ("", "USD"))[1]
    if language == "ru" and zone in _COUNTRIES:
        guess = _COUNTRIES[zone][1]
    _write(lines, "currency", guess, say("currency_guess", language))


def _write_zone(lines: YamlLines, survey: ProjectSurvey, language: Language, zone: str) -> None:
    if not zone:
        guess = "Europe/Moscow" if language == "ru" else "UTC"
        _write(lines, "timezone", guess, say("currency_guess", language))
        return
    of_people = any(each.timezone == zone for each in survey.people)
    _write(lines, "timezone", zone, say("timezone_people" if of_people else "timezone_account", language))


def _write_calendar(lines: YamlLines, terms: ContractTerms | None, language: Language, zone: str) -> None:
    by_zone = _COUNTRIES.get(zone, ("", ""))[0]
    by_money = _CALENDAR_OF_CURRENCY.get(terms.currency.value if terms and terms.currency else "", "")
    country = by_money or (("RU" if by_zone in ("", "RU") else by_zone) if language == "ru" else by_zone)
    # A Russian time zone of the account says nothing of an English client's holidays.
    if language == "en" and country == "RU":
        country = ""
    if country:
        _write(lines, "calendar", country, say("calendar_guess", language))
    else:
        lines.add_off("calendar: GB", say("calendar_unknown", language), indent=2)
