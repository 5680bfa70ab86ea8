"""What the service says: templates in Markdown, and the markup of each tracker."""
