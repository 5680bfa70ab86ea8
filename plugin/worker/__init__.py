"""The background work: deliveries handled, effects carried out, timers fired, mappings kept in force."""
