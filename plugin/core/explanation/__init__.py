"""The answer to `/why`."""
