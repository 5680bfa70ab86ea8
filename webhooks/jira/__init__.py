"""Webhooks of Jira Cloud and Data Center."""
