"""The JSON Schema of a contract mapping, for editors and other programs.

`python -m mappings.schema` writes it anew after a change of the models.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from mappings.descriptions import DESCRIPTIONS
from mappings.model import ContractMapping

SCHEMA_PATH = Path(__file__).with_name("contract.schema.json")
DIALECT = "https://json-schema.org/draft/2020-12/schema"
IDENTIFIER = "urn:ugovor:schema:contract:1"
_TIME_PATTERN = r"^\d{1,2}:\d{2}$"


def build_schema() -> dict[str, Any]:
    """Return the JSON Schema of a mapping, draft 2020-12.

    It describes the YAML as plain JSON data: dates as ISO text, hours as a number or a duration, and a whole
    number wherever the loader takes one as text. Cross-checks have no place in it.
    """
    found = ContractMapping.model_json_schema(by_alias=True)
    parts = {"ContractMapping": found, **found["$defs"]}
    for name, part in parts.items():
        for key, described in part["properties"].items():
            part["properties"][key] = _describe_value(described)
            part["properties"][key]["description"] = DESCRIPTIONS[name][key]
    found.pop("title")
    return {"$schema": DIALECT, "$id": IDENTIFIER, "title": "Contract mapping of Ugovor", **found}


def schema_text() -> str:
    """Return the schema as `contract.schema.json` holds it."""
    return json.dumps(build_schema(), indent=2, ensure_ascii=False) + "\n"


def _describe_value(described: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of one value as the loader reads it."""
    value = {key: part for key, part in described.items() if key != "title" and not _is_noise(key, part)}
    for key in ("items", "additionalProperties"):
        if isinstance(value.get(key), dict):
            value[key] = _describe_value(value[key])
    if "anyOf" in value:
        value["anyOf"] = [_describe_value(part) for part in value["anyOf"]]
        if any(part.get("type") == "number" for part in value["anyOf"]):
            # Each release of pydantic writes another pattern for a decimal number in quotes.
            value["anyOf"] = [_without_pattern(part) for part in value["anyOf"]]
    if value.get("format") == "time":
        return {"type": "string", "pattern": _TIME_PATTERN, "default": value["default"]}
    # The other texts of one letter at least are ids or names: a bare whole number is no riddle there.
    if _takes_whole_number(value):
        return value | {"type": ["string", "integer"], "minimum": 0}
    return value


def _without_pattern(part: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if key != "pattern"}


def _is_noise(key: str, part: object) -> bool:
    """Say whether a default tells an editor nothing: none, or a whole section."""
    return key == "default" and (part is None or isinstance(part, dict))


def _takes_whole_number(value: dict[str, Any]) -> bool:
    plain = value.get("type") == "string" and not {"enum", "const", "format"} & value.keys()
    limited = "minLength" in value or "pattern" in value
    return plain and limited and bool(re.search(value.get("pattern", ""), "1"))


if __name__ == "__main__":
    SCHEMA_PATH.write_text(schema_text(), encoding="utf-8")
