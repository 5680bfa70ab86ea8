"""Runs the rules for an event: facts in, an outcome out. No I/O."""
