"""What people changed by hand against the rules, and how it is answered."""
