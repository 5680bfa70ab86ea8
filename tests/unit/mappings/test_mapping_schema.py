"""The JSON Schema and the page about the mapping: both say what the models say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from mappings.descriptions import DESCRIPTIONS
from mappings.schema import SCHEMA_PATH, build_schema, schema_text

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "mappings" / "examples"


def _as_json(path: Path) -> Any:
    return json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))


def _example() -> Any:
    return _as_json(EXAMPLES / "acme-site.yaml")


def test_the_committed_schema_is_the_generated_one() -> None:
    """`python -m mappings.schema` was run after the last change of the models."""
    assert SCHEMA_PATH.read_text(encoding="utf-8") == schema_text()


def test_the_schema_is_a_schema() -> None:
    """It is valid draft 2020-12 and names itself."""
    jsonschema.Draft202012Validator.check_schema(build_schema())

    assert build_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert build_schema()["$id"] == "urn:ugovor:schema:contract:1"


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_example_fits_the_schema(path: Path) -> None:
    """What the loader takes, the schema takes."""
    jsonschema.validate(_as_json(path), build_schema())


GOOD = [
    ("a bare whole number as an account", ("people", "director"), "account", 12),
    ("a bare whole number as an issue", ("kick_off",), "issue", 12),
    ("hours as a number", ("goodwill",), "per_month", 1.5),
    ("hours as a duration", ("goodwill",), "per_month", "90m"),
    ("a time without a leading zero", ("hours",), "from", "9:00"),
    ("the beginning of an authority", ("authority", 0), "from", "2026-01-01"),
]
BAD = [
    ("an unknown key", ("contract",), "titel", "Site"),
    ("a number with a point as an id", ("stages", 0, "items", 0), "id", 2.1),
    ("a word that is not allowed", ("contract",), "mode", "off"),
    ("the model's own name of a key", ("authority", 0), "on_behalf_of", "director"),
    ("a number as a time", ("hours",), "from", 600),
    ("an empty list", ("tracker",), "projects", []),
]


@pytest.mark.parametrize(("name", "path", "key", "value"), GOOD, ids=[row[0] for row in GOOD])
def test_the_schema_takes_what_the_loader_takes(
    name: str, path: tuple[str | int, ...], key: str, value: object
) -> None:
    """Every other way of writing a value fits as well."""
    del name
    example = place = _example()
    for part in path:
        place = place[part]
    place[key] = value

    jsonschema.validate(example, build_schema())


@pytest.mark.parametrize(("name", "path", "key", "value"), BAD, ids=[row[0] for row in BAD])
def test_the_schema_refuses_what_the_loader_refuses(
    name: str, path: tuple[str | int, ...], key: str, value: object
) -> None:
    """An editor marks the slip before the file is loaded."""
    del name
    example = place = _example()
    for part in path:
        place = place[part]
    place[key] = value

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(example, build_schema())


def test_every_key_is_described_once() -> None:
    """No key lacks its sentence, and no sentence lacks its key."""
    found = build_schema()
    parts = {"ContractMapping": found, **found["$defs"]}

    keys = {name: set(part["properties"]) for name, part in parts.items()}
    assert {name: set(sentences) for name, sentences in DESCRIPTIONS.items()} == keys


def test_the_page_about_the_mapping_explains_every_key() -> None:
    """`docs/mapping.md` has a row for every key, in the words of the schema."""
    page = (ROOT / "docs" / "mapping.md").read_text(encoding="utf-8")
    rows = [(key, sentence) for sentences in DESCRIPTIONS.values() for key, sentence in sentences.items()]

    missing = [
        key
        for key, sentence in rows
        if not any(
            line.startswith(f"| `{key}` |") and line.endswith(f"| {sentence} |") for line in page.splitlines()
        )
    ]
    assert missing == []
