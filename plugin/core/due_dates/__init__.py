"""What a decision does to due dates."""
