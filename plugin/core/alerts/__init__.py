"""What the team is told before it becomes a quarrel."""
