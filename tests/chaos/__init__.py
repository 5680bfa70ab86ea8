"""Crash tests: processes are killed, the database restarts, the tracker fails and lies; nothing shows it."""
