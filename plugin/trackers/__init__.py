"""Outgoing: one `Tracker` interface, one module a tracker."""
