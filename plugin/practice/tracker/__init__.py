"""A strict practice tracker: Jira's REST subset, webhooks, and a page."""
