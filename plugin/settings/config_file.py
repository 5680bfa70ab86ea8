"""Where the settings are: a file, or the environment. Nothing here reads them."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

CONFIG_NAME = "ugovor.toml"

SECTIONS = ("service", "trackers", "mail", "sign_in", "record")
"""The sections of the file.

A variable of the environment begins with `UGOVOR_` and one of them.
"""


def find_config(named: Path | None) -> Path | None:
    """Return the settings file.

    `--config`, else `UGOVOR_CONFIG`, else `ugovor.toml` here, else None.
    """
    if named is not None:
        return named
    if from_environment := os.environ.get("UGOVOR_CONFIG"):
        return Path(from_environment)
    here = Path(CONFIG_NAME)
    return here if here.exists() else None


def guess_mappings_folder(named: Path | None) -> Path:
    """Return where the mappings probably are, also where the settings cannot be used."""
    config = find_config(named)
    folder = config.parent if config is not None else Path()
    try:
        read = tomllib.loads(config.read_text(encoding="utf-8")) if config is not None else {}
    except (OSError, ValueError):
        read = {}
    service = read.get("service")
    mappings = service.get("mappings") if isinstance(service, dict) else None
    return folder / (mappings if isinstance(mappings, str) else "mappings")


def has_settings(named: Path | None) -> bool:
    """Tell whether there are settings at all, in a file or in the environment."""
    variables = tuple(f"UGOVOR_{section.upper()}" for section in SECTIONS)
    return find_config(named) is not None or any(name.startswith(variables) for name in os.environ)
