"""What people write without quotes, and what YAML 1.1 makes of it.

`2.10` becomes 2.1, `10:00` becomes 600, `no` becomes false and `010` becomes 8, all without a word. Here
every scalar is compared with the kind that the model wants at its place: what is unambiguous is taken as it
is written, everything else becomes a fault with the remedy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from mappings.faults import Fault, Path
from mappings.model import ContractMapping
from mappings.suggestions import closest, listed
from mappings.type_hints import Hint, Kind, inside, keys_of, kinds_of, model_of
from mappings.yaml_parser import Plain, Source, Spot

_WHOLE = re.compile(r"0|[1-9]\d*")
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[Tt ]00:00(?::00(?:\.0+)?)?)?")
_POINTED_DATE = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_TIME = re.compile(r"(\d{1,2}):(\d\d)(?::00)?")
_NUMERIC: frozenset[Kind] = frozenset({"whole", "number", "hours"})
_QUOTED = frozenset({"text", "time"})


@dataclass
class ScalarTypes:
    """A source with its scalars as the models want them.

    Attributes:
        source: where everything stands.
        data: the data to validate; unknown keys are left out, they are faults already.
        faults: what was found.
        faulty: the paths that have a fault, which nothing else should complain about.
        misspelt: for a path, the keys whose misspelling was found there.
    """

    source: Source
    data: dict[str, Plain] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    faulty: set[Path] = field(default_factory=set)
    misspelt: dict[Path, set[str]] = field(default_factory=dict)

    def report(self, path: Path, sentence: str, remedy: str, reason: str, *, at_key: bool = False) -> None:
        """Keep a fault and remember its path."""
        self.faulty.add(path)
        self.faults.append(self.source.fault(path, sentence, remedy, reason, at_key=at_key))


def read_scalars(source: Source) -> ScalarTypes:
    """Compare every key and scalar of a source with what the models want."""
    reading = ScalarTypes(source, faulty=set(source.refused))
    reading.data = _walk(reading, source.data, ContractMapping, ())
    return reading


def _walk(reading: ScalarTypes, value: Plain, hint: Hint, path: Path) -> Plain:
    if isinstance(value, dict):
        _check_keys(reading, value, hint, path)
        return {
            key: _walk(reading, part, inside(hint, key), (*path, key))
            for key, part in value.items()
            if (*path, key) not in reading.faulty or (*path, key) in reading.source.refused
        }
    if isinstance(value, list):
        return [
            _walk(reading, part, inside(hint, number), (*path, number)) for number, part in enumerate(value)
        ]
    kinds = kinds_of(hint)
    spot = reading.source.values[path]
    if value is None or not kinds or _misread(reading, path, spot, kinds):
        return value
    return _scalar(reading, value, kinds, path, spot)


def _check_keys(reading: ScalarTypes, value: dict[str, Plain], hint: Hint, path: Path) -> None:
    model = model_of(hint)
    if model is None:
        return
    known = keys_of(model)
    absent = [key for key in known if key not in value]
    for key in value:
        if key in known:
            continue
        own_name = model.model_fields.get(key)
        meant = own_name.alias if own_name else closest(key, absent) or closest(key, known)
        allowed = f"The keys allowed here: {listed(known)}."
        remedy = f'Did you mean "{meant}"?' if meant else allowed
        reading.report((*path, key), f'unknown key "{key}"', remedy, "unknown_key", at_key=True)
        if meant:
            reading.misspelt.setdefault(path, set()).add(meant)


def _misread(reading: ScalarTypes, path: Path, spot: Spot, kinds: frozenset[Kind]) -> bool:
    """Report numbers that YAML reads in base 60 or 8: nobody ever means that."""
    if spot.kind not in ("int", "float"):
        return False
    value = _value_at(reading.source.data, path)
    sentence = f"{spot.raw} without quotes is read by YAML as the number {value}"
    if ":" in spot.raw:
        remedy = "Write 1.5 or 1h30m." if "hours" in kinds else f'Put it in quotes: "{spot.raw}".'
    elif spot.kind == "int" and re.match(r"[-+]?0[0-9_]", spot.raw):
        quoted = kinds & _QUOTED
        remedy = f'Put it in quotes: "{spot.raw}".' if quoted else "Remove the zero in front."
    else:
        return False
    reading.report(path, sentence, remedy, "quotes")
    return True


def _scalar(reading: ScalarTypes, value: Plain, kinds: frozenset[Kind], path: Path, spot: Spot) -> Plain:
    if kinds == {"choice"}:
        return spot.raw
    if "text" in kinds:
        return _text(reading, value, path, spot)
    if "date" in kinds:
        return _date(reading, value, path, spot)
    if "time" in kinds:
        return _time(reading, path, spot)
    if kinds & _NUMERIC and isinstance(value, bool):
        sentence = f"{spot.raw} is read by YAML as {str(value).lower()}, and a number is wanted"
        reading.report(path, sentence, "Write the number itself.", "number")
    return value


def _text(reading: ScalarTypes, value: Plain, path: Path, spot: Spot) -> str:
    if spot.kind == "str" or (spot.kind == "int" and _WHOLE.fullmatch(spot.raw)):
        return spot.raw
    read_as = {"bool": "yes or no", "timestamp": "a date"}.get(spot.kind, f"the number {value}")
    sentence = f"a text is wanted, and {spot.raw} without quotes is read by YAML as {read_as}"
    reading.report(path, sentence, f'Put it in quotes: "{spot.raw}".', "quotes")
    return spot.raw


def _date(reading: ScalarTypes, value: Plain, path: Path, spot: Spot) -> Plain:
    if spot.kind == "timestamp" or (spot.kind == "str" and _ISO_DATE.fullmatch(spot.raw)):
        return value
    remedy = "Write year-month-day, such as 2026-12-31."
    if found := _POINTED_DATE.fullmatch(spot.raw):
        day, month, year = (int(part) for part in found.groups())
        try:
            remedy = f"Write {date(year, month, day).isoformat()}."
        except ValueError:
            remedy = f"{remedy[:-1]}; and there is no such day."
    reading.report(path, f'"{spot.raw}" is not a date', remedy, "date")
    return value


def _time(reading: ScalarTypes, path: Path, spot: Spot) -> str:
    found = _TIME.fullmatch(spot.raw) if spot.kind == "str" else None
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        remedy = 'Write hours and minutes in quotes, such as "10:00".'
        reading.report(path, f'"{spot.raw}" is not a time of day', remedy, "time")
        return spot.raw
    return f"{found[1]:0>2}:{found[2]}"


def _value_at(data: Plain, path: Path) -> Plain:
    for part in path:
        data = data[part]
    return data
