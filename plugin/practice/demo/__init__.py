"""What `ugovor demo` plays: a contract, the people in it, and the project as it stands at first."""
