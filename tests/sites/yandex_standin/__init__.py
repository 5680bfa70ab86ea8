"""A strict stand-in for Yandex Tracker, written from its documents and clients."""
