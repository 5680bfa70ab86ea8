"""Faulty keys and values, each with its place, sentence and remedy.

`▸` stands before the character at which the fault is expected; it is taken out before the file is loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from mappings.loader import LoadedMapping

CONTRACT = "contract: {id: A-1, title: Site}\n"
TRACKER = "tracker: {name: main, projects: [ACME]}\n"
STAGES = "stages:\n  - {id: s, title: Stage, due: 2026-09-18}\n"
GOOD = CONTRACT + TRACKER + STAGES


class Slip(NamedTuple):
    """A faulty file, what must be said about it, and the way out."""

    name: str
    text: str
    sentence: str
    remedy: str


def contract(extra: str) -> str:
    """Return a file whose contract has further keys."""
    return f"contract: {{id: A-1, title: Site, {extra}}}\n" + TRACKER + STAGES


def tracker(extra: str) -> str:
    """Return a file whose tracker has further keys."""
    return CONTRACT + f"tracker: {{name: main, projects: [ACME], {extra}}}\n" + STAGES


def stage(extra: str) -> str:
    """Return a file whose stage has further keys."""
    return CONTRACT + TRACKER + f"stages:\n  - {{id: s, title: Stage, due: 2026-09-18, {extra}}}\n"


def item(extra: str) -> str:
    """Return a file whose scope item has further keys."""
    return stage(f"items: [{{id: '1', title: Page, {extra}}}]")


def person(extra: str) -> str:
    """Return a file with a person who has further keys."""
    return GOOD + f"people: {{anna: {{name: Anna, side: client, {extra}}}}}\n"


SLIPS = [
    # Unknown keys.
    Slip("a misspelt top-level key", GOOD + "▸peple: {}\n", 'unknown key "peple"', 'Did you mean "people"?'),
    Slip("a key like no other", GOOD + "▸zzz: 1\n", 'unknown key "zzz"', "The keys allowed here: contract,"),
    Slip("a misspelt key of an item", item("▸huors: 5"), '"huors"', 'Did you mean "hours"?'),
    Slip("a key in capitals", contract("▸Currency: EUR"), '"Currency"', 'Did you mean "currency"?'),
    Slip(
        "the model's own name of a key",
        GOOD + "hours: {▸starts: '10:00'}\n",
        'unknown key "starts"',
        'Did you mean "from"?',
    ),
    # Missing and empty.
    Slip(
        "a missing section", "▸" + TRACKER + STAGES, '"contract" is missing from the file', 'Add "contract:'
    ),
    Slip("a missing key", "▸contract: {id: A-1}\n" + TRACKER + STAGES, '"title" is missing', "Add"),
    Slip(
        "a missing key in a list",
        CONTRACT + TRACKER + "stages:\n  - ▸{id: s, due: 2026-09-18}\n",
        '"title" is missing from stages[0]',
        'Add "title',
    ),
    Slip("a key without a value", GOOD + "▸people:\n", '"people" is empty', "remove the key"),
    Slip("an empty text", contract("client: x").replace("Site", "▸''"), '"title" is an empty text', "Write"),
    Slip("an empty list", CONTRACT + "tracker: {name: main, projects: ▸[]}\n" + STAGES, "empty list", "Name"),
    Slip(
        "no stage at all", CONTRACT + TRACKER + "stages: ▸[]\n", '"stages" is an empty list', "at least one"
    ),
    # Quotes that YAML 1.1 makes necessary.
    Slip(
        "a clause with a point",
        GOOD + 'exclusions: [{clause: ▸2.10, text: App, words: ["app"]}]\n',
        "2.10 without quotes is read by YAML as the number 2.1",
        'Put it in quotes: "2.10".',
    ),
    Slip("a version with a point", item("link: {version: ▸1.0}"), "1.0 without quotes", '"1.0"'),
    Slip("a time in base 60", GOOD + "hours: {from: ▸10:00}\n", "10:00 without quotes", '"10:00"'),
    Slip("an account in base 60", person("account: ▸712020:55"), "the number 42721255", '"712020:55"'),
    Slip("hours in base 60", GOOD + "capacity: ▸1:30\n", "the number 90", "Write 1.5 or 1h30m."),
    Slip("no as a text", contract("client: ▸no"), "no without quotes is read by YAML as yes or no", '"no"'),
    Slip(
        "off as a word of an exclusion",
        GOOD + "exclusions: [{clause: 5, text: A, words: [▸off]}]\n",
        "off without quotes",
        '"off"',
    ),
    Slip("a date as a text", item("link: {version: ▸2026-03-01}"), "as a date", '"2026-03-01"'),
    Slip("an account with a zero in front", person("account: ▸0012"), "as the number 10", '"0012"'),
    Slip("days of an offer in words", GOOD + "offer_valid: {days: ▸ten}\n", "a whole number", "digits only"),
    Slip("an offer of nothing", GOOD + "▸offer_valid: {}\n", 'the key "days" is missing', "days"),
    Slip("an offer in words", GOOD + "offer_valid: ▸ten\n", "a whole number", "digits only"),
    Slip(
        "more percent than there are",
        item("hours_per_month: {hours: 40, roll_over: ▸140}"),
        "at most 100",
        "Change",
    ),
    Slip("a number with a zero in front", GOOD + "offer_valid: ▸010\n", "the number 8", "Remove the zero"),
    Slip("a number in base 16 as a text", person("account: ▸0xFF"), "the number 255", '"0xFF"'),
    Slip("a negative number as a text", person("account: ▸-5"), "the number -5", '"-5"'),
    # Wrong words.
    Slip(
        "a misspelt word",
        GOOD + "unmatched: ▸beyond_skope\n",
        '"beyond_skope" is not allowed here',
        'Did you mean "beyond_scope"? Allowed: unclear, beyond_scope.',
    ),
    Slip("a word like no other", contract("language: ▸de"), '"de" is not allowed here', "Allowed: ru, en."),
    Slip(
        "off as a mode", contract("mode: ▸off"), '"off" is not allowed here', "Allowed: act, observe, draft."
    ),
    Slip("a misspelt option", GOOD + "options: [park, ▸swop]\n", '"swop"', 'Did you mean "swap"?'),
    Slip("a list for a word", contract("language: ▸[ru, en]"), "one word is wanted here", "Allowed: ru, en."),
    Slip(
        "internal: false", tracker("team_comments: {internal: ▸false}"), "only true can stand", "Write true"
    ),
    Slip("a misspelt time zone", contract("timezone: ▸Europe/Moskow"), "Europe/Moskow", '"Europe/Moscow"?'),
    Slip("an unknown quorum", stage("sign_off: {by: [a], quorum: ▸most}"), '"most"', "Write one of these."),
    Slip(
        "yes as a quorum", stage("sign_off: {by: [a], quorum: ▸yes}"), "yes is read by YAML as true", "number"
    ),
    # Wrong shapes.
    Slip("a text for a list", GOOD + "options: ▸park\n", 'expected a list, found "park"', "[park]"),
    Slip(
        "a list for keys", GOOD + "people: ▸[anna]\n", "expected keys with values, found a list", "key: value"
    ),
    Slip("keys for a list", CONTRACT + TRACKER + "stages: ▸{id: s}\n", "expected a list, found keys", "["),
    Slip("keys for a text", contract("client: ▸{name: Acme}"), "expected a text, found keys", "one text"),
    Slip(
        "a text for a switch",
        GOOD + "answers: {bare_digit: ▸maybe}\n",
        "expected true or false",
        "Write true",
    ),
    Slip("two fields in a link", item("link: {field: ▸{a: b, c: d}}"), "takes 1 entry only", "Keep one"),
    # Numbers and money.
    Slip("a sum with a sign", GOOD + "price: {hour: ▸3 500 ₽}\n", 'found "3 500 ₽"', "digits with a point"),
    Slip("a negative sum", GOOD + "price: {hour: ▸-1}\n", '"hour" must be at least 0, not -1', "Change"),
    Slip("too much VAT", GOOD + "price: {hour: 1, vat: ▸120}\n", '"vat" must be at most 100', "Change"),
    Slip("no capacity", GOOD + "capacity: ▸0\n", '"capacity" must be more than 0', "Change"),
    Slip("an endless sum", GOOD + "price: {hour: ▸.inf}\n", "expected a number", "digits with a point"),
    Slip(
        "a sum with too many digits", GOOD + "price: {hour: ▸1234567890123456789}\n", "more digits", "Change"
    ),
    Slip("half a piece", item("pieces: {max: ▸1.5}"), "expected a whole number", "digits only"),
    Slip("yes as a number", GOOD + "offer_valid: ▸yes\n", "yes is read by YAML as true", "the number itself"),
    Slip(
        "no number in a list", GOOD + "waiting: {remind_after: [2, ▸0]}\n", '"remind_after" must be', "Change"
    ),
    Slip(
        "neither a switch nor the word",
        GOOD + "waiting: {moves_deadline: ▸maybe}\n",
        '"maybe" is none of: propose, true, false',
        "Write one of these",
    ),
    # Hours.
    Slip("hours in words", item("hours: ▸forty"), '"forty" is not a number of hours', "90m"),
    Slip("negative hours", item("hours: ▸-1"), "hours must lie between 0 and", "Change"),
    # Dates and times.
    Slip(
        "a date with points", contract("signed_on: ▸31.12.2026"), '"31.12.2026" is not a date', "2026-12-31."
    ),
    Slip("an impossible date with points", contract("signed_on: ▸31.02.2026"), "not a date", "no such day"),
    Slip("an impossible date", contract("signed_on: ▸2026-02-30"), "2026-02-30 is no day", "Check the day"),
    Slip("an impossible date in quotes", contract('signed_on: ▸"2026-02-30"'), "is no day", "Check the day"),
    Slip("a year for a date", contract("signed_on: ▸2026"), '"2026" is not a date', "year-month-day"),
    Slip("a number for a date", contract("days_off: [▸20261231]"), "is not a date", "year-month-day"),
    Slip("a date with a time", contract("signed_on: ▸2026-03-02 10:30:00"), "a date without a time", "Write"),
    Slip("a whole hour for a time", GOOD + "hours: {to: ▸19}\n", '"19" is not a time of day', '"10:00"'),
    Slip("an hour too many", GOOD + 'hours: {to: ▸"25:00"}\n', '"25:00" is not a time of day', '"10:00"'),
    # Patterns.
    Slip(
        "an id with a space", CONTRACT.replace("A-1", "▸A 1") + TRACKER + STAGES, "an id is made of", "ACME"
    ),
    Slip("a currency in words", contract("currency: ▸rubles"), "three capital letters", "RUB"),
    Slip("a calendar in words", contract("calendar: ▸Russia"), "two capital letters", "RU"),
    Slip("an e-mail without @", person("email: ▸anna.acme"), "not an e-mail address", "name@firm.example"),
]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_a_slip_is_reported_where_it_stands(slip: Slip, load: Callable[[str], LoadedMapping]) -> None:
    """A slip has exactly one error, at its very key or value, with a remedy that fits."""
    before = slip.text[: slip.text.index("▸")]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")

    loaded = load(slip.text.replace("▸", ""))

    ours = [fault for fault in loaded.errors if (fault.line, fault.column) == (line, column)]
    assert [slip.sentence in fault.sentence for fault in ours] == [True], [str(f) for f in loaded.faults]
    assert slip.remedy in ours[0].remedy
    assert loaded.mapping is None


SWITCHES = {"bare_digit": False, "move_back_undecided": True}
GOOD_VALUES = [
    ("a bare whole number as an account", person("account: 12"), ("people", "anna", "account"), "12"),
    ("a bare whole number as an issue", stage("issue: 42"), ("stages", 0, "issue"), "42"),
    (
        "a bare whole number as a parent",
        item("link: {parent: 7}"),
        ("stages", 0, "items", 0, "link"),
        {"parent": "7"},
    ),
    ("a duration as a capacity", GOOD + "capacity: 7h30m\n", ("capacity",), 7.5),
    ("a time without a leading zero", GOOD + 'hours: {from: "9:00"}\n', ("hours", "from"), "09:00:00"),
    ("a date in quotes", contract('signed_on: "2026-03-02"'), ("contract", "signed_on"), "2026-03-02"),
    ("a sum in quotes", GOOD + 'price: {hour: "3500.50"}\n', ("price", "hour"), "3500.50"),
    ("an alias", GOOD + "people: {a: &a {name: A, side: client}, b: *a}\n", ("people", "b", "name"), "A"),
    ("no as a switch", GOOD + "answers: {bare_digit: no}\n", ("answers", "bare_digit"), False),
    (
        "yes as a switch",
        GOOD + "answers: {move_back_undecided: yes}\n",
        ("answers", "move_back_undecided"),
        True,
    ),
    ("an empty only", tracker("only: {}"), ("tracker", "name"), "main"),
]


@pytest.mark.parametrize(
    ("name", "text", "path", "expected"), GOOD_VALUES, ids=[row[0] for row in GOOD_VALUES]
)
def test_what_is_unambiguous_is_taken(
    name: str, text: str, path: tuple[str | int, ...], expected: object, load: Callable[[str], LoadedMapping]
) -> None:
    """A value that can mean one thing only is taken as written, without an error."""
    del name
    loaded = load(text)

    assert loaded.errors == ()
    assert loaded.mapping is not None
    value: object = loaded.mapping.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for part in path:
        value = value[part]  # type: ignore[index]
    assert value == expected
