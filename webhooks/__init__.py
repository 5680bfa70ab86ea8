"""Incoming: the Flask app that receives webhooks, and a sans-I/O package a vendor."""
