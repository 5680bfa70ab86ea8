"""What `ugovor demo` plays: a contract, its people, the project at the start."""
