"""What the team is told early, before it becomes a dispute."""
