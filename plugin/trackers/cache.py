"""Answers of a tracker that are kept, because asking again would cost a call."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

MAX_ENTRIES = 100_000


class Cache(Generic[Key, Value]):
    """Keeps values by their keys, for many threads at once.

    Forgets all of them when it is full.

    No lock is held while a tracker is asked: two threads that miss the same key both ask.

    >>> cache = Cache[str, str]()
    >>> cache.get("ACME-1"), cache.put("ACME-1", "2-15"), cache.get("ACME-1")
    (None, '2-15', '2-15')
    """

    def __init__(self, max_entries: int = MAX_ENTRIES) -> None:
        self._max_entries = max_entries
        self._values: dict[Key, Value] = {}
        self._lock = threading.Lock()

    def get(self, key: Key) -> Value | None:
        """Return what is kept under a key, None where nothing is."""
        with self._lock:
            return self._values.get(key)

    def put(self, key: Key, value: Value) -> Value:
        """Keep a value and return it."""
        with self._lock:
            if len(self._values) >= self._max_entries and key not in self._values:
                self._values.clear()
            self._values[key] = value
        return value
