"""The gate of a stage: its work waits for the sign-off before it."""
