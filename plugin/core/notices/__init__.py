"""Notices: messages that people must see."""
