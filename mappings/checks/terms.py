"""Check the terms: currency, capacity, options, goodwill, statuses, fields."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from babel.core import get_global
from babel.numbers import get_territory_currencies

from mappings.checks.stages import check_repeated
from mappings.faults import Fault
from mappings.model import Goodwill
from mappings.sections import Section
from mappings.suggestions import did_you_mean, find_closest

_FIELDS = ("epic", "estimate", "due", "verdict", "labels")
_TEAM_KEYS = ("role", "group", "internal")
_DAY_H, _LONG_DAY_H = 24, 12
_MEANINGS = ("working", "waiting_for_client", "done", "accepted")


def check_terms(root: Section) -> Iterator[Fault]:
    """Yield what is wrong with money, options, goodwill and the tracker's words."""
    yield from _check_currency(root)
    yield from _check_capacity(root)
    yield from _check_options(root)
    yield from _check_goodwill(root)
    yield from _check_waiting(root)
    tracker = root.section("tracker")
    yield from _check_statuses(root, tracker.section("statuses"))
    yield from _check_team_comments(root, tracker)
    yield from _check_team(root, tracker)
    yield from _check_fields(root, tracker.section("fields"))


def _check_currency(root: Section) -> Iterator[Fault]:
    currency = root.section("contract").text("currency")
    if currency and currency.value not in _known_currencies():
        sentence = f'"{currency.value}" is no currency'
        remedy = did_you_mean(
            currency.value, _known_currencies(), "Write an ISO 4217 code, such as RUB or EUR."
        )
        yield root.error(currency.path, sentence, remedy, "unknown_currency")


def _check_waiting(root: Section) -> Iterator[Fault]:
    """Report reminders that do not go on."""
    for earlier, later in pairwise(root.section("waiting").whole_numbers("remind_after")):
        if later.value <= earlier.value:
            sentence = "each number of remind_after has to be later than the one before"
            remedy = "Write working days after the date asked for, such as [2, 4, 7, 9, 10]."
            yield root.error(later.path, sentence, remedy, "reminders_out_of_order")


@cache
def _known_currencies() -> frozenset[str]:
    """Return today's legal tenders, so that RUR or DEM is no currency."""
    territories = get_global("territory_currencies")
    return frozenset(code for territory in territories for code in get_territory_currencies(territory))


def _check_capacity(root: Section) -> Iterator[Fault]:
    """Report more hours than a day has.

    A sum for a week or a month in this place would make every offered date too early.
    """
    capacity = root.hours("capacity")
    if capacity is None or capacity.value <= _LONG_DAY_H:
        return
    remedy = "Write the working hours that the contract gets on one day, such as 6h."
    sentence = f"the contract gets {capacity.value} hours a day"
    if capacity.value > _DAY_H:
        yield root.error(capacity.path, f"{sentence}, which has {_DAY_H}", remedy, "capacity")
    else:
        yield root.warning(capacity.path, sentence, remedy, "capacity")


def _check_options(root: Section) -> Iterator[Fault]:
    options = root.texts("options")
    yield from check_repeated(root, options, "the option", "duplicate_option")


def _check_goodwill(root: Section) -> Iterator[Fault]:
    goodwill = root.section("goodwill")
    request, month = goodwill.hours("per_request"), goodwill.hours("per_month")
    if month is None or (goodwill.has("per_request") and request is None):
        return
    hours = request.value if request else Goodwill.model_fields["per_request"].default
    if hours > month.value:
        sentence = f"a request may take {hours} h of goodwill, and the whole month has {month.value} h"
        place = request.path if request else month.path
        yield root.warning(place, sentence, "Make per_request the smaller one.", "goodwill")


def _check_statuses(root: Section, statuses: Section) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for meaning in _MEANINGS:
        for status in statuses.texts(meaning):
            earlier = first.setdefault(status.value, meaning)
            if earlier == meaning:
                continue
            sentence = f'the status "{status.value}" stands for {earlier} and for {meaning}'
            # Some trackers have one last status only, for issues and for stages alike.
            tell = root.warning if (earlier, meaning) == ("done", "accepted") else root.error
            yield tell(status.path, sentence, "Keep it in one of the two.", "status_twice")


def _check_team_comments(root: Section, tracker: Section) -> Iterator[Fault]:
    if not isinstance(tracker.data.get("team_comments"), dict):
        return
    given = [key for key in tracker.section("team_comments").data if key in _TEAM_KEYS]
    if len(given) != 1:
        found = "none" if not given else " and ".join(given)
        sentence = f"team_comments takes exactly one of role, group and internal, and has {found}"
        path = (*tracker.path, "team_comments")
        remedy = "Name the role or group of your own side, or write internal: true."
        yield root.error(path, sentence, remedy, "team_comments")


def _check_team(root: Section, tracker: Section) -> Iterator[Fault]:
    if not isinstance(tracker.data.get("team"), dict):
        return
    given = [key for key in tracker.section("team").data if key in ("role", "group")]
    if len(given) != 1:
        sentence = f"team takes exactly one of role and group, and has {'both' if given else 'none'}"
        remedy = "Name the role or group in which all of your own side are, and nobody of the client's."
        yield root.error((*tracker.path, "team"), sentence, remedy, "team")


def _check_fields(root: Section, fields: Section) -> Iterator[Fault]:
    """Warn of a field name that is nearly a known one; others are free."""
    for name in fields.data:
        meant = find_closest(name, _FIELDS)
        if name not in _FIELDS and meant:
            sentence = f'nothing reads the field "{name}"'
            path = (*fields.path, name)
            yield root.warning(path, sentence, f'Did you mean "{meant}"?', "unknown_field", at_key=True)
