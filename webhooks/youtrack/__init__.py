"""Webhooks of YouTrack, from our own app or from Webhook Triggers."""
