"""Notices: who must see what was said, and asking once more."""
