"""The decision: a person's choice among the options of an offer, and reminders."""
