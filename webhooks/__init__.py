"""Incoming: the Flask app that receives webhooks, and one sans-I/O module a tracker."""
