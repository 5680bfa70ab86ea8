"""What unclear issues are most like: a scope item, with confidence and words."""
