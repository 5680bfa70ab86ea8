"""Answers as people write them: what is left of a comment, and what it says."""
