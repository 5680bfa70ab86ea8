"""What the service says: templates in Markdown, and each tracker's markup."""
