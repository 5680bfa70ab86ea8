"""What is raised where settings cannot be used."""

from __future__ import annotations


class SettingsError(Exception):
    """The settings cannot be used; every line names a key and the remedy."""
