"""Compare what people wrote without quotes with what the model wants.

YAML 1.1 makes 2.1 of `2.10`, 600 of `10:00`, false of `no` and 8 of `010`, all without a word. What can mean
only one thing at its place is taken as it is written; everything else becomes a fault with the remedy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from mappings.faults import Fault, KeyPath
from mappings.model import ContractMapping
from mappings.suggestions import find_closest, join_words
from mappings.type_hints import ScalarKind, TypeHint, hint_inside, keys_of, kinds_of, model_of
from mappings.yaml_parser import SourceSpot, YamlSource, YamlValue

_WHOLE = re.compile(r"0|[1-9]\d*")
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[Tt ]00:00(?::00(?:\.0+)?)?)?")
_DOTTED_DATE = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_TIME = re.compile(r"(\d{1,2}):(\d\d)(?::00)?")
_NUMBER_KINDS: frozenset[ScalarKind] = frozenset({"whole", "number", "hours"})
_QUOTED_KINDS = frozenset({"text", "time"})


@dataclass
class CheckedSource:
    """A source with its scalars as the models want them.

    Attributes:
        source: where everything stands.
        data: the data to validate; unknown keys are left out, they are faults already.
        faults: what was found.
        faulty: the paths that have a fault, which nothing else should complain about.
        misspelt: for a path, the keys whose misspelling was found there.
    """

    source: YamlSource
    data: dict[str, YamlValue] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    faulty: set[KeyPath] = field(default_factory=set)
    misspelt: dict[KeyPath, set[str]] = field(default_factory=dict)

    def report(self, path: KeyPath, sentence: str, remedy: str, reason: str, *, at_key: bool = False) -> None:
        """Add a fault and mark its path as faulty."""
        self.faulty.add(path)
        self.faults.append(self.source.fault(path, sentence, remedy, reason, at_key=at_key))


def check_scalars(source: YamlSource) -> CheckedSource:
    """Compare every key and scalar of a source with what the models want."""
    checked = CheckedSource(source, faulty=set(source.refused))
    checked.data = _check_value(checked, source.data, ContractMapping, ())
    return checked


def _check_value(checked: CheckedSource, value: YamlValue, hint: TypeHint, path: KeyPath) -> YamlValue:
    if isinstance(value, dict):
        _check_keys(checked, value, hint, path)
        return {
            key: _check_value(checked, part, hint_inside(hint, key), (*path, key))
            for key, part in value.items()
            if (*path, key) not in checked.faulty or (*path, key) in checked.source.refused
        }
    if isinstance(value, list):
        return [
            _check_value(checked, part, hint_inside(hint, number), (*path, number))
            for number, part in enumerate(value)
        ]
    kinds = kinds_of(hint)
    spot = checked.source.values[path]
    if value is None or not kinds or _report_misread(checked, path, spot, kinds):
        return value
    return _check_scalar(checked, value, kinds, path, spot)


def _check_keys(checked: CheckedSource, value: dict[str, YamlValue], hint: TypeHint, path: KeyPath) -> None:
    model = model_of(hint)
    if model is None:
        return
    known = keys_of(model)
    absent = [key for key in known if key not in value]
    for key in value:
        if key in known:
            continue
        own_name = model.model_fields.get(key)
        meant = own_name.alias if own_name else find_closest(key, absent) or find_closest(key, known)
        allowed = f"The keys allowed here: {join_words(known)}."
        remedy = f'Did you mean "{meant}"?' if meant else allowed
        checked.report((*path, key), f'unknown key "{key}"', remedy, "unknown_key", at_key=True)
        if meant:
            checked.misspelt.setdefault(path, set()).add(meant)


def _report_misread(
    checked: CheckedSource, path: KeyPath, spot: SourceSpot, kinds: frozenset[ScalarKind]
) -> bool:
    """Report numbers that YAML reads in base 60 or 8; nobody means that."""
    if spot.kind not in ("int", "float"):
        return False
    value = _value_at(checked.source.data, path)
    sentence = f"{spot.raw} without quotes is read by YAML as the number {value}"
    if ":" in spot.raw:
        remedy = "Write 1.5 or 1h30m." if "hours" in kinds else f'Put it in quotes: "{spot.raw}".'
    elif spot.kind == "int" and re.match(r"[-+]?0[0-9_]", spot.raw):
        quoted = kinds & _QUOTED_KINDS
        remedy = f'Put it in quotes: "{spot.raw}".' if quoted else "Remove the zero in front."
    else:
        return False
    checked.report(path, sentence, remedy, "quotes")
    return True


def _check_scalar(
    checked: CheckedSource, value: YamlValue, kinds: frozenset[ScalarKind], path: KeyPath, spot: SourceSpot
) -> YamlValue:
    if kinds == {"choice"}:
        return spot.raw
    if "text" in kinds:
        return _check_text(checked, value, path, spot)
    if "date" in kinds:
        return _check_date(checked, value, path, spot)
    if "time" in kinds:
        return _check_time(checked, path, spot)
    if kinds & _NUMBER_KINDS and isinstance(value, bool):
        sentence = f"{spot.raw} is read by YAML as {str(value).lower()}, and a number is wanted"
        checked.report(path, sentence, "Write the number itself.", "number")
    return value


def _check_text(checked: CheckedSource, value: YamlValue, path: KeyPath, spot: SourceSpot) -> str:
    if spot.kind == "str" or (spot.kind == "int" and _WHOLE.fullmatch(spot.raw)):
        return spot.raw
    read_as = {"bool": "yes or no", "timestamp": "a date"}.get(spot.kind, f"the number {value}")
    sentence = f"a text is wanted, and {spot.raw} without quotes is read by YAML as {read_as}"
    checked.report(path, sentence, f'Put it in quotes: "{spot.raw}".', "quotes")
    return spot.raw


def _check_date(checked: CheckedSource, value: YamlValue, path: KeyPath, spot: SourceSpot) -> YamlValue:
    if spot.kind == "timestamp" or (spot.kind == "str" and _ISO_DATE.fullmatch(spot.raw)):
        return value
    remedy = "Write year-month-day, such as 2026-12-31."
    if found := _DOTTED_DATE.fullmatch(spot.raw):
        day, month, year = (int(part) for part in found.groups())
        try:
            remedy = f"Write {date(year, month, day).isoformat()}."
        except ValueError:
            remedy = f"{remedy[:-1]}; and there is no such day."
    checked.report(path, f'"{spot.raw}" is not a date', remedy, "date")
    return value


def _check_time(checked: CheckedSource, path: KeyPath, spot: SourceSpot) -> str:
    found = _TIME.fullmatch(spot.raw) if spot.kind == "str" else None
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        remedy = 'Write hours and minutes in quotes, such as "10:00".'
        checked.report(path, f'"{spot.raw}" is not a time of day', remedy, "time")
        return spot.raw
    return f"{found[1]:0>2}:{found[2]}"


def _value_at(data: YamlValue, path: KeyPath) -> YamlValue:
    for part in path:
        data = data[part]
    return data
