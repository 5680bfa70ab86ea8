"""Webhooks of Redmine 7."""
