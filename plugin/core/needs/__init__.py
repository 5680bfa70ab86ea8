"""What must be read before an event may count, as a pure question."""
