"""What `make run` shows: a practice tracker and an example contract."""
