"""The first draft of a mapping, from what a tracker and a contract say."""
