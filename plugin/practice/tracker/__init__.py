"""A strict stand-in tracker for the first run and for tests."""
