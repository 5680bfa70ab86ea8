"""Pure decisions, a module a subject. No I/O, no clock, no framework."""
