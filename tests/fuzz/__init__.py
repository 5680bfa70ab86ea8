"""Coverage-guided fuzzing of what strangers and trackers can send: `make fuzz`."""
